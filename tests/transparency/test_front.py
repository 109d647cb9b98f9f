"""The front page: this instance's real hour, hidden while it would speak of few, and two doors."""

import re

import pytest
from django.test import Client

from accounts.models import User
from tests.transparency.conftest import START
from transparency.domain.rollup import keeping

HIDDEN = "Fewer than 11 people have worked here so far."


def words(page: str) -> str:
    return " ".join(page.replace("\u00a0", " ").split())


@pytest.fixture
def crowd(past_job, work):
    """So many workers, each with a paid minute of ten cents and a returned half minute."""
    job = past_job(1)

    def make(count: int) -> None:
        for worker in range(100, 100 + count):
            work(job, seconds=60, micros=100_000, worker=worker)
            work(job, seconds=30, worker=worker)
        keeping.roll_up(at=START)

    return make


def test_eleven_workers_make_the_figures_public_and_exact(client, crowd):
    crowd(11)

    page = words(client.get("/").content.decode())

    assert 'aria-label="40 paid minutes and 20 unpaid ones; €4.00 an hour; floor €12.02"' in page
    assert HIDDEN not in page
    figures = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))
    assert figures == {
        "Pay of an hour on tasks": "€4.00",
        "Pay of an hour of paid work": "€6.00",
        "Paid to workers in all": "€1.10",
        "Time of paid work": "11 min",
        "Time of unpaid work": "5 min 30 s",
    }
    assert page.count("n = 11 decided answers of 11 workers") == 3


def test_ten_workers_are_too_few_for_any_figure(client, crowd):
    crowd(10)

    page = client.get("/").content.decode()

    assert HIDDEN in page
    assert "<dd>" not in page
    assert "€1.00" not in page
    assert "€4.00" not in page


def test_an_empty_site_has_a_front_page(db, client):
    page = client.get("/").content.decode()

    assert HIDDEN in page
    assert "Nothing has been measured yet" in page


def test_every_figure_links_to_a_definition_on_the_page(client, crowd):
    crowd(11)

    page = client.get("/").content.decode()

    asked = set(re.findall(r'href="#([\w-]+)"', page)) - {"main"}
    assert asked == {"m13", "m13b", "paid-time"}
    assert asked <= set(re.findall(r'id="([\w-]+)"', page))


def test_a_visitor_finds_two_doors(db, client):
    page = client.get("/").content.decode()

    assert re.findall(r'class="door" href="([^"]+)"', page) == [
        "/account/signup/?role=requester",
        "/account/signup/?role=worker",
    ]


@pytest.mark.parametrize(
    ("roles", "doors"),
    [
        ({"is_worker": True}, ["/work/"]),
        ({"is_requester": True, "is_auditor": True}, ["/jobs/", "/audit/"]),
        ({}, ["/account/"]),
    ],
)
def test_whoever_is_signed_in_finds_a_door_for_each_role(db, client, roles, doors):
    client.force_login(User.objects.create_user("p@example.org", **roles))

    assert re.findall(r'class="door" href="([^"]+)"', client.get("/").content.decode()) == doors


def test_the_front_page_asks_the_database_little_and_remembers(client, crowd, django_assert_num_queries):
    crowd(11)

    with django_assert_num_queries(2):
        client.get("/")
    with django_assert_num_queries(1):
        client.get("/")


@pytest.mark.parametrize("number", [400, 403, 404])
def test_refusals_stand_on_pages_of_ours(db, client, number):
    page = client.get(f"/gallery/error/{number}/").content.decode()

    assert f'<p class="empty-number">{number}</p>' in page
    assert 'class="brand"' in page


def test_a_form_without_its_token_is_refused_with_what_to_do(db):
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/account/login/", {"login": "a@example.org", "password": "x"})

    assert answer.status_code == 403
    assert "This form has grown old" in answer.content.decode()

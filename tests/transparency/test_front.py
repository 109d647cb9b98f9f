"""The front page: this instance's real hour as it was published, or that none is yet, and two doors."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.transparency.conftest import START, Cells, publish
from transparency.domain.rollup import keeping

OCTOBER = date(2026, 10, 1)
RULE = "Figures are made once a month, in fixed tables, and only where at least eleven people stand behind them."
MADE_UP = "This is a demonstration: the people behind these figures are made up."


@pytest.fixture
def page(db, client):
    def words() -> str:
        return " ".join(client.get("/").content.decode().replace("\u00a0", " ").split())

    return words


def unpaid(n: int | None = 145) -> Cells:
    return {("all", ""): (n, {"share": 0.25, "minutes": 20.0, "median": 0.2, "median_low": 0.18, "median_high": 0.23})}


def hourly(**people: int | None) -> Cells:
    """M13, M13b and M13c at nine, eight and six euros an hour; so many people behind each."""
    pay = {"M13": 9.0, "M13b": 8.0, "M13c": 6.0}
    return {
        (code, ""): (
            people.get(code, 140),
            {"pooled": euros, "median": euros - 0.5, "median_low": euros - 1, "median_high": euros + 0.25},
        )
        for code, euros in pay.items()
    }


def figures(page: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))


def test_the_hour_and_its_pay_are_those_of_the_latest_release(page):
    publish(date(2026, 9, 1), unpaid={("all", ""): (60, {"share": 0.5})})
    publish(OCTOBER, unpaid=unpaid(), hourly_pay=hourly())

    shown = page()

    assert 'aria-label="45 paid minutes and 15 unpaid ones; €6.00 an hour; floor €12.02"' in shown
    assert figures(shown) == {
        "Pay of an hour at work": "€6.00",
        "Pay of an hour on tasks": "€8.00",
        "Pay of an hour of paid work": "€9.00",
    }
    assert "October 2026 · median of workers €5.50 (€5.00 to €6.25) · n = 140" in shown
    assert "25.0%, median of workers 20.0% (18.0% to 23.0%), n = 145" in shown


def test_every_figure_leads_to_its_definition_and_to_the_public_pages(page):
    publish(OCTOBER, unpaid=unpaid(), hourly_pay=hourly())

    shown = page()

    methods = reverse("transparency:methods")
    assert set(re.findall(rf'href="{methods}#(\w+)"', shown)) == {"M13", "M13b", "M13c", "M22"}
    assert f'class="button button-quiet" href="{reverse("transparency:who")}"' in shown


def test_work_that_no_release_has_told_of_is_not_shown(page, past_job, work):
    job = past_job(1)
    for worker in range(100, 140):
        work(job, seconds=60, micros=100_000, worker=worker)
    keeping.roll_up(at=START)

    shown = page()

    assert RULE in shown
    assert "No figures have been published yet" in shown
    assert "<dd>" not in shown
    assert "€6.00" not in shown


def test_before_the_first_release_the_bar_holds_the_floor_of_the_day_and_its_source(page):
    shown = page()

    assert re.search(r'hour-bar-nothing"> <svg[^>]+aria-label="[^"]+; floor €12\.02"', shown)
    assert "€12.02 an hour (SMIC" in shown
    assert MADE_UP not in shown


def test_a_share_of_unpaid_time_that_is_not_shown_leaves_the_bar_empty(page):
    publish(OCTOBER, unpaid=unpaid(None), hourly_pay=hourly(M13c=None))

    shown = page()

    assert 'hour-bar-nothing"' in shown
    assert "The share of unpaid time is not shown for this month" in shown
    assert RULE in shown
    assert figures(shown)["Pay of an hour at work"] == "not shown"
    assert figures(shown)["Pay of an hour on tasks"] == "€8.00"


def test_an_hour_whose_pay_is_not_shown_is_drawn_without_it(page):
    publish(OCTOBER, unpaid=unpaid(), hourly_pay=hourly(M13c=None))

    assert 'aria-label="45 paid minutes and 15 unpaid ones; floor €12.02"' in page()


def test_pay_of_which_nothing_is_shown_is_told_of_in_one_sentence(page):
    publish(OCTOBER, unpaid=unpaid(), hourly_pay=hourly(M13=None, M13b=None, M13c=None))

    shown = page()

    assert "What an hour paid is not shown for this month" in shown
    assert figures(shown) == {}


def test_figures_of_made_up_people_say_so(page):
    release = publish(OCTOBER, unpaid=unpaid(), hourly_pay=hourly())
    assert MADE_UP not in page()
    release.is_demonstration = True
    release.save()

    assert MADE_UP in page()


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


def test_the_front_page_asks_the_database_little(client, db, django_assert_num_queries):
    publish(OCTOBER, unpaid=unpaid(), hourly_pay=hourly())

    with django_assert_num_queries(3):
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

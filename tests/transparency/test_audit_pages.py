"""The auditor's table and the page of one job: exact figures, filters, order, pages, and nobody else's eyes."""

import re

import pytest
from django.utils.timezone import now

from accounts.models import User
from ledger.models import PayFloor
from transparency.domain import measures, reports
from transparency.models import WorkEvent


def cells_of(page: str) -> list[list[str]]:
    """The texts of the table's rows, its sums last."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.S)
    return [
        [" ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", cell, flags=re.S).split()) for cell in found]
        for row in rows
        if (found := re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S))
    ]


def titles(client, query: str = "") -> list[str]:
    page = client.get(f"/audit/{query}").content.decode()
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)


@pytest.fixture
def signed_in(client, auditor):
    client.force_login(auditor)
    return client


@pytest.fixture
def three_jobs(past_job, work):
    """Birds: half of its time unpaid. Coins: above the floor. Lines: nobody has worked yet."""
    birds, coins = past_job(1, title="Birds", kind="image_classification"), past_job(2, title="Coins")
    past_job(3, title="Lines")
    work(birds, seconds=60, micros=100_000)
    work(birds, seconds=30)
    work(birds, seconds=30, outcome="rejected")
    work(coins, seconds=30, micros=200_000, worker=8)
    measures.refresh(at=now())


def test_the_table_gives_each_jobs_pay_time_and_hourly_pay_exactly(signed_in, three_jobs):
    _head, lines, coins, birds, total = cells_of(signed_in.get("/audit/").content.decode())

    name = "requester@example.org"
    assert lines[:8] == [f"Lines {name}", "€0.10", "0", "€0.00", "0 s", "0 s", "–", "–"]
    assert coins[:8] == [f"Coins {name}", "€0.10", "1", "€0.20", "30 s", "0 s", "€24.00", "€24.00"]
    assert birds[:8] == [f"Birds {name}", "€0.10", "2", "€0.10", "1 min", "1 min", "€6.00", "€3.00"]
    assert total[:7] == ["All jobs of this list", "3", "€0.30", "1 min 30 s", "1 min", "€12.00", "€7.20"]


def test_jobs_below_the_floor_are_flagged_in_words(signed_in, three_jobs):
    page = signed_in.get("/audit/").content.decode()

    assert [row[-1] for row in cells_of(page)[1:4]] == ["not judged yet", "floor kept", "below the floor"]
    assert "3 jobs, of which below the floor: 1." in page


def test_pay_of_exactly_the_floor_is_not_below_it(signed_in, past_job, work):
    job = past_job(1)
    floor = reports.floor_of_day(at=reports.JobFact.objects.get().published_at)
    work(job, seconds=3600, micros=floor.hourly_micros)
    measures.refresh(at=now())
    exact = cells_of(signed_in.get("/audit/").content.decode())[1][-1]
    work(job, seconds=1)
    measures.refresh(at=now())

    assert exact == "floor kept"
    assert cells_of(signed_in.get("/audit/").content.decode())[1][-1] == "below the floor"


def test_without_a_floor_nothing_is_held_against_one(signed_in, three_jobs):
    PayFloor.objects.all().delete()

    page = signed_in.get("/audit/").content.decode()

    assert [row[-1] for row in cells_of(page)[1:4]] == ["not judged yet"] * 3
    assert "no wage floor is recorded for today" in page


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("?search=bir", ["Birds"]),
        ("?search=REQUESTER@", ["Lines", "Coins", "Birds"]),
        ("?search=nobody", []),
        ("?search=%25", []),
        ("?kind=image_classification", ["Birds"]),
        ("?floor=below", ["Birds"]),
        ("?floor=above", ["Coins"]),
        ("?floor=nonsense&kind=nonsense&order=nonsense", ["Lines", "Coins", "Birds"]),
        ("?order=pay", ["Birds", "Coins", "Lines"]),
        ("?order=paid", ["Coins", "Birds", "Lines"]),
        ("?order=unpaid", ["Birds", "Lines", "Coins"]),
    ],
)
def test_filters_and_order_stand_in_the_address(signed_in, three_jobs, query, left):
    assert titles(signed_in, query) == left


def test_jobs_are_ordered_by_their_requester(signed_in, past_job, db):
    past_job(1, by=User.objects.create_user("z@example.org", display_name="Zoé"))
    past_job(2, by=User.objects.create_user("a@example.org", display_name="anton"))

    assert titles(signed_in, "?order=requester") == ["Job 2", "Job 1"]


def test_fifty_jobs_stand_on_a_page_and_the_sums_are_of_all(signed_in, past_job, work):
    for number in range(1, 52):
        work(past_job(number), seconds=60, micros=100_000)
    measures.refresh(at=now())

    first, second = titles(signed_in), titles(signed_in, "?page=2")
    total = cells_of(signed_in.get("/audit/?page=2").content.decode())[-1]

    assert (len(first), first[0], second) == (50, "Job 51", ["Job 1"])
    assert total[1:3] == ["51", "€5.10"]


def test_the_table_takes_the_same_queries_however_many_jobs_there_are(
    signed_in, past_job, work, django_assert_num_queries
):
    for number in range(1, 41):
        work(past_job(number), seconds=60, micros=100_000)
    measures.refresh(at=now())
    signed_in.get("/audit/")

    with django_assert_num_queries(10):
        signed_in.get("/audit/")


def test_the_page_of_a_job_opens_the_rows_behind_its_figures(signed_in, past_job, work, set_aside, requester):
    job = past_job(1, title="Birds")
    set_aside(job, micros=5_000_000)
    work(job, seconds=60, micros=100_000)
    work(job, seconds=40)
    page = signed_in.get(f"/audit/jobs/{job.public_id}/").content.decode()
    rows = cells_of(page)

    assert ["Submitted", "1", ""] in rows
    assert ["Returned", "1", ""] in rows
    assert ["Paid", "1", "€0.10"] in rows
    assert ["Set aside for a job", "1", "€5.00", ""] in rows
    assert ["Stands in escrow", "", "€5.00"] in rows
    assert [len(row) for row in rows if row[1:2] == ["Returned"]] == [7]


def test_workers_appear_under_marks_that_join_nothing_across_jobs(signed_in, past_job, work):
    one, two = past_job(1), past_job(2)
    for job in (one, two):
        work(job, seconds=10, worker=4711)
    pages = [signed_in.get(f"/audit/jobs/{job.public_id}/").content.decode() for job in (one, two)]
    marks = [set(re.findall(r"<code>([0-9a-f]{6})</code>", page)) for page in pages]

    assert [len(found) for found in marks] == [1, 1]
    assert marks[0].isdisjoint(marks[1])
    assert "4711" not in pages[0] + pages[1]


def test_the_page_of_a_job_takes_the_same_queries_however_much_happened(
    signed_in, past_job, work, set_aside, django_assert_num_queries
):
    job = past_job(1)
    set_aside(job, micros=5_000_000)
    for worker in range(30):
        work(job, seconds=10, micros=1_000, worker=worker)

    with django_assert_num_queries(12):
        signed_in.get(f"/audit/jobs/{job.public_id}/")


def test_a_job_that_was_never_published_has_no_page(signed_in):
    assert signed_in.get("/audit/jobs/nothing/").status_code == 404


def test_looking_changes_nothing(signed_in, three_jobs):
    before = list(WorkEvent.objects.order_by("pk").values())

    for address in ("/audit/", "/audit/books/", "/audit/money/"):
        signed_in.get(address)

    assert list(WorkEvent.objects.order_by("pk").values()) == before
    assert signed_in.post("/audit/").status_code == 405

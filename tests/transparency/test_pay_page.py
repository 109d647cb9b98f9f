"""The auditor's page of pay and its files: figures of a known life, filters, and the same number of queries."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from openpyxl import load_workbook
from pyarrow import parquet

from transparency.domain import measures
from transparency.domain.auditing import delays, explore, files, kept
from transparency.domain.auditing.groups import Grouping, Groups, below_floor
from transparency.domain.auditing.scope import Asked, Measure
from transparency.domain.rollup import keeping

DAY = date(2026, 3, 2)
FLOOR = 12_000_000
DAYS = "since=2026-03-01&until=2026-03-31"


@pytest.fixture
def signed_in(client, auditor):
    client.force_login(auditor)
    return client


@pytest.fixture
def known_life(past_job, work):
    """Twelve people. Of Birds each does 10 min for 1, 2 … 12 cents a minute; the first is rejected for 10 min more.

    Of Coins one does an hour for €24.
    """
    birds, coins = past_job(1, title="Birds", kind="image_classification"), past_job(2, title="=Coins")
    for number in range(1, 13):
        work(birds, seconds=600, micros=number * 100_000, worker=number)
    work(birds, seconds=600, outcome="rejected", worker=1)
    work(coins, seconds=3600, micros=24_000_000, worker=12)
    keeping.roll_up(at=now())
    measures.refresh(at=now())
    delays.refresh()
    return birds, coins


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", page, flags=re.S).split())


def test_a_known_life_comes_to_its_figures(known_life):
    found = explore.pay(asked=Asked(DAY, DAY, job_number=1), floor_hourly_micros=FLOOR)

    assert (found.people_count, found.earned_micros) == (12, 7_800_000)
    assert (found.paid_seconds, found.counted_seconds) == (7200, 7800)
    assert found.hourly == {"M13": 3_900_000, "M13b": 3_600_000, "M13c": 3_600_000}
    assert found.spread.median == pytest.approx(3_900_000)
    assert (found.rejection.part, found.rejection.whole) == (1, 13)
    assert found.unpaid_minutes == pytest.approx(5.0)


def test_what_is_missing_to_the_floor_is_that_of_each_person_below_it(known_life):
    found = explore.pay(asked=Asked(DAY, DAY, job_number=1), floor_hourly_micros=3_000_000)

    assert found.missing_micros == (1_000_000 - 100_000) + 300_000 + 200_000 + 100_000
    assert (found.above.part, found.above.whole) == (8, 12)


def test_everybodys_second_counts_once_and_the_measure_can_be_chosen(known_life):
    found = explore.pay(asked=Asked(DAY, DAY, measure=Measure.PAID), floor_hourly_micros=FLOOR)

    assert found.earned_micros == 31_800_000
    assert found.paid_seconds == 11 * 600 + 3600, "the twelfth did both at once"
    assert found.pay_top_tenth == pytest.approx((24_000_000 + 1_200_000 + 1_100_000) / 31_800_000)


def test_of_fewer_than_eleven_people_no_spread_is_told(signed_in, known_life):
    page = text_of(signed_in.get(f"/audit/pay/?{DAYS}&job=job0000000000002").content.decode())

    assert explore.pay(asked=Asked(DAY, DAY, job_number=2), floor_hourly_micros=FLOOR).spread is None
    assert "Fewer than eleven people did this work" in page
    assert "€24.00" in page


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        (Grouping.KIND, ["text_classification", "image_classification"]),
        (Grouping.JOB, [2, 1]),
        (Grouping.MONTH, [date(2026, 3, 1)]),
    ],
)
def test_groups_stand_in_their_order(known_life, by, keys):
    found = list(Groups(Asked(DAY, DAY), by))

    assert [group.key for group in found] == keys
    assert sum(group.earned_micros for group in found) == 31_800_000


def test_the_median_of_a_group_needs_eleven_people(known_life):
    assert [group.median_micros for group in Groups(Asked(DAY, DAY), Grouping.JOB)] == [None, 3_900_000]


def test_jobs_below_the_floor_are_counted_among_those_with_work(known_life):
    assert below_floor(asked=Asked(DAY, DAY), floor_hourly_micros=FLOOR).part == 1
    assert below_floor(asked=Asked(DAY, DAY), floor_hourly_micros=FLOOR).whole == 2


def test_the_page_tells_what_the_days_hold(signed_in, known_life):
    page = text_of(signed_in.get(f"/audit/pay/?{DAYS}&by=job").content.decode())

    assert "Median worker" in page
    assert "1 of 2" in page
    assert "=Coins" in page


def test_days_without_work_say_so(signed_in, known_life):
    page = signed_in.get("/audit/pay/?since=2026-05-01&until=2026-05-31").content.decode()

    assert "Nobody was paid or kept busy in these days." in page


@pytest.mark.parametrize(
    "query", ["requester=nobody", "job=x", "kind=x", "since=x", "since=2020-01-01&until=2026-01-01"]
)
def test_what_cannot_be_meant_is_said_and_breaks_nothing(signed_in, known_life, query):
    assert signed_in.get(f"/audit/pay/?{query}").status_code == 200


def test_the_page_takes_the_same_queries_however_much_was_done(signed_in, known_life, django_assert_num_queries):
    signed_in.get(f"/audit/pay/?{DAYS}")

    with django_assert_num_queries(16):
        signed_in.get(f"/audit/pay/?{DAYS}&by=job")


def test_the_clock_adds_up_what_is_shown_first(signed_in, known_life):
    kept.warm(at=datetime(2026, 3, 31, 12, tzinfo=UTC))

    with CaptureQueriesContext(connection) as taken:
        warmed = signed_in.get(f"/audit/pay/?{DAYS}").content.decode()

    assert not [each["sql"] for each in taken if "day BETWEEN" in each["sql"]]
    cache.clear()
    assert text_of(signed_in.get(f"/audit/pay/?{DAYS}").content.decode()) == text_of(warmed)
    assert "Median worker" in warmed


def test_what_was_added_up_is_kept_for_the_same_question_alone(signed_in, known_life):
    def has_birds(query: str) -> bool:
        return "Birds" in text_of(signed_in.get(f"/audit/pay/?{DAYS}&by=job&{query}").content.decode())

    assert [has_birds(query) for query in ("", "job=job0000000000002", "page=2", "", "page=x")] == [
        True, False, True, True, True,
    ]  # fmt: skip


def rows_of(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode())))


def test_the_file_of_a_table_is_the_page_with_its_filters(signed_in, known_life):
    head, *rows = rows_of(signed_in.get("/audit/take/jobs.csv?order=paid"))

    assert (head[5], head[8], head[9], head[12]) == ("price [EUR]", "pay [EUR]", "paid_time [s]", "M13b [EUR/h]")
    assert [row[1] for row in rows] == ["'=Coins", "Birds"]
    assert (Decimal(rows[1][8]), rows[1][9], Decimal(rows[1][12])) == (Decimal("7.8"), "7200.0", Decimal("3.6"))
    assert [row[1] for row in rows_of(signed_in.get("/audit/take/jobs.csv?search=bir"))[1:]] == ["Birds"]


def test_every_form_of_file_holds_the_same(signed_in, known_life):
    as_csv = rows_of(signed_in.get(f"/audit/take/pay.csv?{DAYS}&by=job"))
    book = load_workbook(io.BytesIO(b"".join(signed_in.get(f"/audit/take/pay.xlsx?{DAYS}&by=job").streaming_content)))
    spool = io.BytesIO(b"".join(signed_in.get(f"/audit/take/pay.parquet?{DAYS}&by=job").streaming_content))
    table = parquet.read_table(spool).to_pydict()

    pay = as_csv[0].index("pay [EUR]")
    assert [row[pay] for row in as_csv[1:]] == ["24", "7.8"]
    assert [row[pay] for row in book.active.iter_rows(min_row=2, values_only=True)] == [24, 7.8]
    assert table["pay [EUR]"] == [Decimal("24.000000"), Decimal("7.800000")]
    assert table["M13b_median_worker [EUR/h]"] == [None, Decimal("3.900000")]
    assert book.active.cell(2, 3).value == "'=Coins"


def test_a_workbook_of_too_many_rows_is_refused_with_what_to_do(signed_in, known_life, monkeypatch):
    monkeypatch.setattr(files, "MOST_ROWS", 1)

    page = signed_in.get("/audit/take/jobs.xlsx?order=paid", follow=True)

    assert page.redirect_chain == [("/audit/?order=paid", 302)]
    assert "Take them as CSV, or ask for fewer." in page.content.decode()


def test_no_other_table_and_no_other_form_is_given(signed_in, db):
    assert [signed_in.get(f"/audit/take/{name}").status_code for name in ("people.csv", "jobs.pdf")] == [404, 404]

"""The half-yearly report of a small population that is known: every figure of it, and none of fewer than eleven."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from tests.fixtures import make_worker
from transparency.domain.auditing import labour_report, report_words
from transparency.domain.auditing.labour_report import HalfYear
from transparency.models import WorkerDay

AT = datetime(2026, 7, 20, 12, tzinfo=UTC)
PERIOD = HalfYear(2026, 1)
HOUR = 3600


@pytest.fixture
def population(wage_floors):
    """Twelve people: each works an hour on each of the last four Mondays, for 1, 2 … 12 euros, half of it unpaid."""
    people = [make_worker(number) for number in range(1, 13)]
    for person in people:
        type(person).objects.filter(pk=person.pk).update(joined_at=datetime(2026, 1, 1, tzinfo=UTC))
    WorkerDay.objects.bulk_create(
        WorkerDay(
            worker_number=person.pk,
            day=date(2026, 6, 22) - timedelta(days=7 * week),
            pay_micros=number * 1_000_000,
            paid_seconds=HOUR / 2,
            counted_seconds=HOUR,
            search_seconds=HOUR / 2,
            presence_seconds=HOUR,
            submitted_count=10,
            paid_count=10,
            cluster_seconds=[HOUR] * 13,
            hour_seconds=[0.0] * 24,
        )
        for number, person in enumerate(people, start=1)
        for week in range(4)
    )


def test_a_known_population_comes_to_its_report(population):
    told = labour_report.report(period=PERIOD, at=AT)

    assert told["persons"]["M01_by_level_of_activity"] == {
        "very_active": 12, "regular": 0, "occasional": 0, "dormant": 0
    }  # fmt: skip
    assert told["persons"]["by_status"] == {"self_employed": 12, "employed": 0}
    assert told["hourly"]["M13c"]["of_workers"] == {
        "n": 12, "mean": 6.5, "mean_95": [4.46, 8.54], "median": 6.5, "median_95": [3.0, 10.0], "p10": 2.1, "p90": 10.9
    }  # fmt: skip
    assert told["hourly"]["M13"]["all_pay_over_all_time"] == 13.0
    assert told["unpaid"] == {"M21_minutes_per_paid_hour": 60.0, "M22_share": 0.5}
    assert told["full_time_equivalents"] == {"M06_fte": 0.03, "hours": 48.0}
    assert told["income"]["regular_workers_a_month"]["median"] == pytest.approx(4 * 6.5 / (181 / 30.4375), abs=0.01)
    assert told["weekly_hours"]["all"]["mean"] == pytest.approx(4 / (181 / 7), abs=0.01)
    assert told["duration"]["days_between_first_and_last_answer"]["median"] == 22.0
    assert told["intermediaries"]["count"] == 0


def test_of_ten_people_no_figure_is_told(population):
    WorkerDay.objects.filter(
        worker_number__in=list(WorkerDay.objects.values_list("worker_number", flat=True))[:8]
    ).delete()

    told = labour_report.report(period=PERIOD, at=AT)

    assert told["persons"]["at_work_in_the_period"] is None
    assert told["hourly"]["M13c"] == {"of_workers": None, "all_pay_over_all_time": None}
    assert told["hourly"]["M19_share_at_or_above_the_floor"] is None
    assert told["full_time_equivalents"] == {"M06_fte": None, "hours": None}


def test_a_half_year_that_is_not_over_says_so(population):
    told = labour_report.report(period=HalfYear(2026, 2), at=AT)

    assert (told["is_over"], told["last_day"]) == (False, "2026-07-20")
    assert "The half-year is not over" in report_words.as_markdown(told)


def test_the_command_prints_the_report_in_both_forms(population, capsys):
    call_command("labour_report", "--period", "2026H1")
    told = json.loads(capsys.readouterr().out)
    call_command("labour_report", "--period", "2026H1", "--format", "md")
    page = capsys.readouterr().out

    assert told["period"] == "2026H1"
    assert "| an hour at work (M13c) | EUR/h | 6.5 (3.0 – 10.0) | 6.5 (4.46 – 8.54) | 2.1 | 10.9 | 12 |" in page


@pytest.mark.parametrize("period", ["2026", "2026H3", "H2", "26H1"])
def test_what_names_no_half_year_is_refused(db, period):
    with pytest.raises(CommandError, match="for example 2026H2"):
        call_command("labour_report", "--period", period)


def test_auditors_take_the_report_from_their_page(client, auditor, population):
    client.force_login(auditor)

    assert client.get("/audit/report/2026H1.json").json()["period"] == "2026H1"
    assert client.get("/audit/report/2026H1.md").headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert [client.get(f"/audit/report/{name}").status_code for name in ("2026.md", "2026H1.pdf")] == [404, 404]

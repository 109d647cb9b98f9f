"""The public pages before the first release, with figures, and with figures that are not shown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import now

from ledger.models import BooksCheck
from tests.transparency.conftest import Cells, publish
from transparency.domain.catalogue import METRICS
from transparency.domain.figures import answers, pay, people, trend
from transparency.domain.release import reading
from transparency.domain.release.dimensions import TOTAL
from transparency.domain.systems import fairwork
from transparency.models import WorkEvent

pytestmark = pytest.mark.django_db


def gender() -> Cells:
    return {
        ("woman", ""): (560, {"share": 0.56, "low": 0.53, "high": 0.59}),
        ("man", ""): (410, {"share": 0.41, "low": 0.38, "high": 0.44}),
        ("non_binary", ""): (None, {}),
        (TOTAL, ""): (1000, {}),
    }


def page(client: Client, name: str) -> str:
    return client.get(reverse(f"transparency:{name}")).content.decode()


def test_before_the_first_release_the_page_says_so_and_shows_the_articles_circles(client: Client) -> None:
    shown = page(client, "who")

    assert "No figures have been published yet" in shown
    assert "260,000" in shown
    assert 'id="pay"' not in shown


def test_a_published_share_stands_with_its_interval_its_n_and_the_articles_figure(client: Client) -> None:
    publish(date(2026, 10, 1), gender=gender())

    shown = page(client, "who")

    assert all(words in shown for words in ("56%", "53% to 59%", "n = 1,000 people", "women on Foule Factory, France"))


def test_a_group_of_fewer_than_eleven_is_told_so_and_never_as_none(client: Client) -> None:
    publish(date(2026, 10, 1), gender=gender())

    drawn = answers.charts(reading.tables())[0]

    assert (drawn.rows[2].bar.label, drawn.rows[2].width, drawn.rows[2].written) == (
        "Non-binary people", None, "not shown",
    )  # fmt: skip
    assert "Not shown: Fewer than 11 people" in drawn.caption.note
    assert ">0<" not in page(client, "who")


def test_circles_hold_those_inside_them_and_count_those_in_them_alone() -> None:
    sizes = {"very_active": 15, "regular": 50, "occasional": 35, "dormant": 300}
    publish(date(2026, 10, 1), circles={(code, ""): (n, {"share": 0.1}) for code, n in sizes.items()})

    rings = people.activity(reading.tables()).rings

    assert [each.ring.size for each in rings] == [400.0, 100.0, 65.0, 15.0]
    assert [each.written for each in rings] == ["300", "35", "50", "15"]


def test_pay_stands_beside_the_floor_of_its_month() -> None:
    cell = {"median": 8.4, "median_low": 7.9, "median_high": 9.1, "pooled": 8.2, "p10": 3.2, "p90": 14.1}
    publish(date(2026, 10, 1), hourly_pay={("M13c", ""): (140, cell)})

    drawn = pay.charts(reading.tables(), floor_micros=12_020_000)[0]

    assert (drawn.rows[0].written, drawn.rows[0].interval) == ("€8.40", "€7.90 to €9.10")
    assert drawn.marks[0].written == "€12.02"
    assert "a tenth of the workers below €3.20" in drawn.caption.note


def test_three_shifts_show_no_group_of_which_a_part_is_hidden() -> None:
    hours = {"main_job": 24.0, "domestic": 27.0, "platform": 9.0}
    cells: Cells = {(code, "woman"): (60, {"mean": value}) for code, value in hours.items()}
    cells |= {(code, "man"): (None if code == "platform" else 50, {"mean": value}) for code, value in hours.items()}
    publish(date(2026, 10, 1), three_shifts=cells)

    women, men = answers.three_shifts(reading.tables())[0].rows

    assert women.total == "60\N{NO-BREAK SPACE}h"
    assert (men.parts, men.total) == ([], "not shown")


def test_a_month_that_is_not_shown_is_a_gap_in_the_line() -> None:
    for month, share in ((8, 0.3), (9, None), (10, 0.25)):
        publish(date(2026, month, 1), unpaid={("all", ""): (None if share is None else 60, {"share": share or 0.0})})

    line = trend.charts()[0]

    assert [row[1] for row in line.table.rows] == ["30%", "", "25%"]


def test_the_page_reads_the_release_in_few_queries(client: Client, django_assert_max_num_queries) -> None:
    for month in (8, 9, 10):
        publish(date(2026, month, 1), gender=gender(), unpaid={("all", ""): (60, {"share": 0.2, "minutes": 15.0})})

    with django_assert_max_num_queries(12):
        client.get(reverse("transparency:who"))


def test_no_point_is_met_on_trust(client: Client) -> None:
    found = {point.id: point.is_met for point in fairwork.points(at=now())}

    assert [number for number, is_met in found.items() if is_met] == ["3.2", "4.1"]
    assert fairwork.self_score()[0] == 2
    assert "2 of 10 points are met today." in page(client, "fairwork")


def test_the_point_of_pay_hangs_on_the_published_share_at_the_floor() -> None:
    for month, share in ((9, 0.94), (10, 0.95)):
        publish(date(2026, month, 1), floor_share={("at_or_above", ""): (100, {"share": share})})
        point = next(point for point in fairwork.points(at=now()) if point.id == "1.2")
        assert point.is_met is (share >= 0.95)


def test_one_appeal_that_waits_too_long_costs_the_point_of_being_heard() -> None:
    WorkEvent.objects.create(
        type=WorkEvent.Type.APPEAL_FILED, at=now() - timedelta(days=15), worker_number=1, requester_number=2,
        job_number=3, assignment_number=4,
    )  # fmt: skip

    point = next(point for point in fairwork.points(at=now()) if point.id == "4.1")

    assert not point.is_met
    assert point.found[-1].words == "Appeals that wait longer than 14 days now: 1."


def test_a_check_of_the_books_that_found_something_costs_the_point_of_pay_in_time() -> None:
    def check(findings: int) -> bool:
        BooksCheck.objects.create(
            at=now(), seconds=1, account_count=1, transfer_count=1, moved_micros=1, paid_count=1, job_count=1,
            finding_count=findings,
        )  # fmt: skip
        return fairwork.points(at=now())[0].found[0].holds

    assert (check(0), check(1)) == (True, False)


def test_every_claim_leads_to_a_page(client: Client) -> None:
    shown = page(client, "about")

    assert shown.count('<td class="is-words"') == 2 * 16
    assert "14,903" in shown


def test_every_metric_stands_under_its_own_anchor_with_its_formula(client: Client) -> None:
    shown = page(client, "methods")

    assert [each.id for each in METRICS.values() if f'id="{each.id}"' not in shown] == []
    assert escape(str(METRICS["M13b"].formula)) in shown


def test_the_name_of_a_metric_leads_to_its_definition() -> None:
    shown = Template('{% load labour %}{% metric "M22" %}').render(Context())

    assert shown == '<a href="/transparency/methods/#M22">Unpaid share of time</a>'
    with pytest.raises(KeyError):
        Template('{% load labour %}{% metric "M99" %}').render(Context())


def test_where_the_whole_is_hidden_groups_stand_with_their_numbers() -> None:
    publish(date(2026, 10, 1), gender={("woman", ""): (140, {}), ("man", ""): (110, {}), (TOTAL, ""): (None, {})})

    drawn = answers.charts(reading.tables())[0]

    assert [row.written for row in drawn.rows] == ["140", "110"]
    assert drawn.marks == []
    assert "56% women on Foule Factory, France" in drawn.caption.note

"""Joined stretches, clusters and what lies within a day: the golden numbers, and what holds for any stretches."""

import json
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transparency.domain.rollup.days import SECOND, day, days_between
from transparency.domain.rollup.intervals import clipped, common, joined, length
from transparency.domain.rollup.rates import hourly_micros
from transparency.domain.rollup.reading import Labour
from transparency.domain.wages import union_seconds

VECTORS = Path(__file__).parents[2] / "vectors"
WAGES = json.loads((VECTORS / "wages.json").read_text())
UNPAID = json.loads((VECTORS / "unpaid.json").read_text())
ALL = [(start, end) for start, end, _pay, _outcome in WAGES["intervals"]]
PAY = sum(int(Decimal(pay) * 1_000_000) for _start, _end, pay, _outcome in WAGES["intervals"])
stretches = st.lists(
    st.tuples(st.integers(0, 5000), st.integers(0, 600)).map(lambda p: (p[0], p[0] + p[1])), max_size=30
)


def euros(micros: int | None) -> str:
    assert micros is not None
    return str((Decimal(micros) / 1_000_000).quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN))


@pytest.mark.parametrize(("gap", "told"), WAGES["cluster_hourly_M13d"].items())
def test_clusters_give_the_golden_curve(gap, told):
    clusters = joined(ALL, gap=int(gap) * 60)

    assert length(clusters) == told["seconds"]
    assert len(clusters) == told.get("clusters", len(joined(ALL)))
    assert euros(hourly_micros(pay_micros=PAY, seconds=length(clusters))) == told["hourly"]


@pytest.mark.parametrize("study", UNPAID)
def test_published_studies_give_their_own_minutes_and_shares(study):
    told = UNPAID[study]
    unpaid = 3600 * (told["paid_only"] / told["with_unpaid"] - 1)
    labour = Labour(
        pay_micros=round(told["paid_only"] * 1_000_000), paid_seconds=3600.0, search_seconds=unpaid,
        presence_seconds=3600.0 + unpaid,
    )  # fmt: skip

    assert euros(labour.paid_only_hourly_micros) == f"{told['paid_only']:.2f}"
    assert euros(labour.presence_hourly_micros) == f"{told['with_unpaid']:.2f}"
    assert round(labour.unpaid_minutes_per_paid_hour or 0, 1) == told["unpaid_minutes_per_paid_hour"]
    assert round(labour.unpaid_share or 0, 3) == told["unpaid_share"]


@given(stretches, st.randoms())
def test_joining_is_the_union_whatever_the_order_and_however_often_named(found, chance):
    shuffled = found + found[: len(found) // 2]
    chance.shuffle(shuffled)

    assert joined(shuffled) == joined(found)
    assert length(joined(found)) == union_seconds(found) <= length(found)


@given(stretches, st.integers(0, 800), st.integers(0, 800))
def test_a_wider_gap_never_makes_clusters_shorter_or_more(found, one, other):
    narrow, wide = joined(found, gap=min(one, other)), joined(found, gap=max(one, other))

    assert length(joined(found)) <= length(narrow) <= length(wide)
    assert len(narrow) >= len(wide)


@given(stretches, st.integers(0, 6000))
def test_what_is_cut_at_a_moment_adds_up(found, cut):
    whole = joined(found)

    assert length(clipped(whole, 0, cut)) + length(clipped(whole, cut, 6000)) == length(whole)


@given(stretches, stretches)
def test_what_two_have_in_common_is_their_sum_less_their_union(some, others):
    both = length(joined(some)) + length(joined(others)) - length(joined([*some, *others]))

    assert length(common(some, others)) == both


def test_a_day_of_the_clock_change_has_its_hour_twice_and_ends_at_midnight():
    autumn, spring = day(date(2026, 10, 25)), day(date(2026, 3, 29))

    assert (len(autumn.hours), autumn.hours.count(2), autumn.end - autumn.start) == (25, 2, 25 * 3600 * SECOND)
    assert (len(spring.hours), spring.hours.count(2)) == (23, 0)
    assert autumn.end == day(date(2026, 10, 26)).start


def test_a_stretch_is_told_by_the_hours_it_runs_through():
    monday = day(date(2026, 3, 2))

    found = monday.by_hour(monday.start + 3000 * SECOND, monday.start + 8000 * SECOND)

    assert found == [(0, 600 * SECOND), (1, 3600 * SECOND), (2, 800 * SECOND)]
    assert days_between(monday.end - 1, monday.end) == [date(2026, 3, 2)]
    assert days_between(monday.end - 1, monday.end + 1) == [date(2026, 3, 2), date(2026, 3, 3)]

"""What piece work took and paid: on the golden numbers, and on the batches of a crowd that really worked."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transparency.domain.wages import Interval, Piece, Wages, exact_rank, median_interval, normal_rank, wages_of

ROOT = Path(__file__).parents[2]
WAGES = json.loads((ROOT / "tests" / "vectors" / "wages.json").read_text())
CROWD = ROOT.parent / "shared" / "data" / "crowd-time"
FLOOR = 7_250_000


def decimals(value: Fraction | float | None, places: int) -> str:
    assert value is not None
    exact = Fraction(value)
    return str(
        (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal(10) ** -places, ROUND_HALF_EVEN)
    )


def golden(*outcomes: str) -> list[Piece]:
    return [
        Piece("w", start, end, int(Decimal(pay) * 1_000_000))
        for start, end, pay, outcome in WAGES["intervals"]
        if outcome in outcomes
    ]


def test_each_answer_has_the_golden_rate():
    rates = [wages_of([piece]).median_answer_hourly for piece in golden("paid")]

    assert [decimals(rate / 1_000_000, 2) for rate in rates if rate] == WAGES["per_task_hourly"]
    assert decimals(wages_of(golden("paid")).median_answer_hourly / 1_000_000, 2) == WAGES["per_task_median"]


def test_the_rates_over_time_are_the_golden_ones():
    paid, every = wages_of(golden("paid")), wages_of(golden("paid", "returned", "rejected"))

    assert (paid.union_seconds, every.union_seconds, every.sum_seconds) == (230, 470, 500)
    assert decimals(paid.pooled_hourly_by_union / 1_000_000, 2) == WAGES["paid_only_hourly_M13"]
    assert decimals(every.pooled_hourly_by_union / 1_000_000, 2) == WAGES["all_tasks_hourly_M13b"]


def test_no_time_at_all_gives_no_rate():
    nothing = wages_of([Piece(1, 5, 5, 1000)])

    assert (nothing.pooled_hourly_by_sum, nothing.median_answer_hourly, nothing.median_seconds) == (None, None, 0)
    assert nothing.share_of_workers_at(FLOOR) == 0


@pytest.mark.parametrize(
    ("count", "interval"),
    [(5, None), (6, Interval(1, 6)), (20, Interval(6, 15)), (60, Interval(22, 39)), (100, Interval(40, 61))],
)
def test_the_interval_of_the_median_is_the_one_of_the_tables(count, interval):
    assert median_interval([float(value) for value in range(1, count + 1)]) == interval


@pytest.mark.parametrize("count", [499, 500, 501])
def test_where_the_normal_law_takes_over_its_ranks_are_the_exact_ones_to_within_one(count):
    found = median_interval([float(value) for value in range(1, count + 1)])

    exact, normal = exact_rank(count), normal_rank(count)
    assert 0 <= exact - normal <= 1
    taken = exact if count < 500 else normal
    assert found == Interval(taken, count + 1 - taken)


def test_many_values_take_no_longer_than_sorting_them():
    values = [float(value) for value in range(100_000, 0, -1)]

    started = process_time()
    found = median_interval(values)

    assert process_time() - started < 1
    assert found == Interval(49_690, 50_311)


def test_the_interval_misses_the_median_no_more_often_than_it_says():
    missed = 0
    for drawn in product((0.0, 1.0), repeat=12):
        # Values below and above a true median of one half, as likely each.
        found = median_interval(drawn)
        missed += found is None or not found.low <= 0.5 <= found.high

    assert 0.02 < missed / 2**12 <= 0.05


@given(st.lists(st.integers(1, 5000), min_size=6, max_size=80))
def test_the_median_lies_in_its_interval(seconds):
    found = wages_of(Piece(number % 3, 0, length, 1) for number, length in enumerate(seconds))

    assert found.interval is not None
    assert found.interval.low <= found.median_seconds <= found.interval.high
    assert found.union_seconds <= found.sum_seconds


def crowd_pieces() -> dict[str, list[Piece]]:
    batches: dict[str, list[Piece]] = defaultdict(list)
    with gzip.open(CROWD / "mturk-assignments.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            started, ended = (datetime.fromisoformat(row[name]).timestamp() for name in ("accept_utc", "submit_utc"))
            # The table of what was paid counts the six answers that were rejected as well.
            piece = Piece(row["worker"], started, ended, int(Decimal(row["reward_usd"]) * 1_000_000))
            batches[row["batch"]].append(piece)
            batches["(all)"].append(piece)
    return batches


def as_row(found: Wages) -> dict[str, str]:
    rates: Iterable[tuple[str, Fraction | None]] = (
        ("pooled_usd_h_sum", found.pooled_hourly_by_sum),
        ("pooled_usd_h_union", found.pooled_hourly_by_union),
        ("median_assignment_usd_h", found.median_answer_hourly),
        ("median_worker_usd_h_sum", found.median_worker_hourly_by_sum),
        ("median_worker_usd_h_union", found.median_worker_hourly_by_union),
    )
    return {
        "assignments": str(found.answer_count),
        "workers": str(found.worker_count),
        "total_cents": str(found.pay_micros // 10_000),
        "sum_seconds": str(round(found.sum_seconds)),
        "union_seconds": str(round(found.union_seconds)),
        **{name: decimals((rate or 0) / 1_000_000, 4) for name, rate in rates},
        "share_workers_ge_7_25_union": decimals(found.share_of_workers_at(FLOOR), 4),
    }


@pytest.mark.skipif(not CROWD.exists(), reason="the batches of a real crowd are not beside this checkout")
def test_the_batches_of_a_real_crowd_paid_exactly_what_is_known_of_them():
    batches = crowd_pieces()
    with (CROWD / "expected-wages.csv").open(encoding="utf-8", newline="") as file:
        expected = {row["batch"]: row for row in csv.DictReader(file)}

    assert batches.keys() == expected.keys()
    for batch, known in expected.items():
        found = wages_of(batches[batch])
        row = as_row(found)
        assert row == {name: known[name] for name in row}, batch
        assert found.median_seconds == float(known["median_seconds"]), batch

"""The privacy rule on the golden numbers, and on any others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transparency.domain.release import rounding, suppression, thresholds
from transparency.domain.release.suppression import UNKNOWN, Reader, Sum
from transparency.domain.release.thresholds import Part
from transparency.domain.spread import quantile

GOLDEN = json.loads((Path(__file__).parents[2] / "vectors" / "disclosure.json").read_text())
KEY = b"a key that no database holds"


def square(rows, *, slack=0, hidden=()):
    """A reader of a table of counts with its margins: cells "row,column", margins "row,", ",column" and ","."""
    counts = {f"{r},{c}": n for r, row in enumerate(rows) for c, n in enumerate(row)}
    across, down = range(len(rows)), range(len(rows[0]))
    sums = [Sum(f"{r},", tuple(f"{r},{c}" for c in down)) for r in across]
    sums += [Sum(f",{c}", tuple(f"{r},{c}" for r in across)) for c in down]
    sums += [Sum(",", tuple(f"{r}," for r in across)), Sum(",", tuple(f",{c}" for c in down))]
    for one in sums:
        counts[one.whole] = sum(counts[part] for part in one.parts)
    told = {name: (max(0, n - slack), n + slack) for name, n in counts.items()}
    return counts, Reader(told, sums, set(hidden))


@pytest.mark.parametrize("case", GOLDEN["dominance_cases"], ids=str)
def test_dominance_is_that_of_the_handbook_and_of_insee(case):
    part = Part.of(case["contributions"])

    expected = case.get("p10_unsafe", case.get("rule85_unsafe"))

    assert thresholds.is_dominated(part, p_percent=GOLDEN["p_percent"]) is expected


def test_a_figure_takes_eleven_people_and_three_who_give_the_work():
    eleven = [1.0] * GOLDEN["threshold"]

    found = [
        thresholds.refusal(part, p_percent=10)
        for part in (Part.of(eleven), Part.of(eleven[1:]), Part.of(eleven, requesters=2), Part.of([*eleven, 900.0]))
    ]

    assert found == ["", "k", "k", "dominance"]


def test_a_count_hidden_alone_is_worked_out():
    wanted = tuple(GOLDEN["complementary"]["hiding_only"])
    name = "{},{}".format(*wanted)

    _counts, reader = square(GOLDEN["complementary"]["rows"], hidden={name})

    assert list(reader.interval(name)) == GOLDEN["complementary"]["attacker_learns"]
    assert suppression.exposed(reader=reader, wanted={name: UNKNOWN}) == {name: (4, 4)}


def test_the_cheapest_company_hides_it():
    golden = GOLDEN["complementary"]
    counts, reader = square(golden["rows"])

    hidden = suppression.hide(reader=reader, wanted={"0,2": UNKNOWN}, cost=counts)

    assert hidden == {f"{row},{column}" for row, column in golden["solution_hides"]}
    assert [round(end, 6) for end in reader.interval("0,2")] == golden["attacker_interval_of_0_2"]
    assert suppression.exposed(reader=reader, wanted={"0,2": UNKNOWN}) == {}


@settings(max_examples=25, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(st.integers(0, 40), min_size=width, max_size=width), min_size=2, max_size=4)
    ),
    st.sampled_from([0, 4]),
)
def test_no_small_count_of_any_table_is_told_closer_than_from_nobody_to_eleven(rows, slack):
    counts, reader = square(rows, slack=slack)
    wanted = {name: UNKNOWN for name, n in counts.items() if n < 11}

    hidden = suppression.hide(reader=reader, wanted=wanted, cost=counts)

    assert set(wanted) <= hidden
    for name in hidden:
        low, high = reader.interval(name)
        assert low >= 11 - 1e-6 or (low <= 1e-6 and high >= 11 - 1e-6)


@given(st.integers(0, 10_000), st.text(max_size=20))
def test_a_rounded_count_is_a_near_multiple_of_five_and_always_the_same(count, cell):
    found = rounding.rounded(count, key=KEY, table="t", cell=cell)

    assert found % 5 == 0
    assert abs(found - count) < 5
    assert found == rounding.rounded(count, key=KEY, table="t", cell=cell)


def test_rounding_is_right_on_average_and_lots_hang_on_the_key():
    found = [rounding.rounded(13, key=KEY, table="t", cell=str(cell)) for cell in range(5000)]

    assert sorted(set(found)) == [10, 15]
    assert abs(sum(found) / len(found) - 13) < 0.1
    assert rounding.lot(key=KEY, table="t", cell="a") != rounding.lot(key=b"another", table="t", cell="a")


@pytest.mark.parametrize(("part", "whole", "low", "high"), GOLDEN["wilson95"])
def test_intervals_of_shares_are_wilsons(part, whole, low, high):
    assert [round(end, 4) for end in rounding.wilson(part, whole)] == [low, high]


def test_hidden_parts_of_a_whole_stand_in_company():
    parts = {"few": Part(5, 3, 2, 2), "small": Part(40, 30, 3, 3), "large": Part(900, 80, 20, 20)}

    assert thresholds.with_company(parts, hidden={"few"}, p_percent=10) == {"few", "small"}
    assert thresholds.with_company(parts, hidden=set(), p_percent=10) == set()


def test_money_is_told_in_steps_of_five_cents():
    assert rounding.to_step(7.93, rounding.MONEY_STEP) == 7.95
    assert quantile([1, 2, 3, 4], 0.5) == 2.5

"""How active people are, and how many would come: on the golden numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transparency.domain.activity import Activity, activity_of
from transparency.domain.population import chao1, chapman, half_life

VECTORS = Path(__file__).parents[1] / "vectors"
ACTIVITY = json.loads((VECTORS / "activity.json").read_text())["cases"]
POPULATION = json.loads((VECTORS / "population.json").read_text())


@pytest.mark.parametrize(("weeks", "days", "expected"), ACTIVITY)
def test_the_classes_are_those_of_the_definition(weeks, days, expected):
    assert activity_of(weeks=weeks, days_since_last=days).value == expected


def test_a_year_without_work_makes_somebody_dormant():
    never_lately = [False] * 4

    assert activity_of(weeks=never_lately, days_since_last=365) is Activity.OCCASIONAL
    assert activity_of(weeks=never_lately, days_since_last=366) is Activity.DORMANT
    with pytest.raises(ValueError, match="4 weeks"):
        activity_of(weeks=[True] * 5, days_since_last=1)


def test_the_live_pool_is_at_least_what_chao_reckons():
    golden = POPULATION["chao1"]
    often = golden["S"] - golden["f1"] - golden["f2"]

    found = chao1(seen_on=[1] * golden["f1"] + [2] * golden["f2"] + [5] * often)

    assert (found.people, round(found.low, 2), round(found.high, 2)) == (golden["N"], *golden["ci95"])


def test_two_occasions_give_what_chapman_and_sadinle_reckon():
    golden = POPULATION["chapman"]

    found = chapman(first=golden["n1"], second=golden["n2"], both=golden["m"])

    assert (round(found.people, 6), round(found.low, 2), round(found.high, 2)) == (golden["N"], *golden["ci95"])


@given(st.lists(st.integers(0, 9), max_size=200))
def test_nobody_who_was_seen_is_reckoned_away(days):
    found = chao1(seen_on=days)

    seen = sum(count > 0 for count in days)
    assert seen <= found.low <= found.people <= found.high


def test_the_half_life_follows_from_how_many_leave_in_a_month():
    for months in (12, 18):
        decay = POPULATION["half_life"][f"months_{months}_lambda"]
        assert half_life(decay_a_month=decay) == pytest.approx(months, rel=1e-3)
    with pytest.raises(ValueError, match="nobody leaves"):
        half_life(decay_a_month=0)

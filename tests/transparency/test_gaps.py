"""Gaps between men and women: against closed forms that are reckoned apart, and never of fewer than thirty."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from transparency.domain.auditing import gaps
from transparency.domain.auditing.gaps import Person


def population(seed: int = 1, men: int = 200, women: int = 180, lead: float = 0.05) -> list[Person]:
    """People who are paid by how long they are here and what they do, and men by `lead` more all else alike."""
    random, people = np.random.default_rng(seed), []
    for number in range(men + women):
        is_woman = number >= men
        months = float(random.gamma(2, 8 if is_woman else 12))
        kind = str(random.choice(["boxes", "labels", "speech"], p=[0.5, 0.3, 0.2] if is_woman else [0.2, 0.3, 0.5]))
        worth = {"boxes": 0.0, "labels": 0.1, "speech": 0.25}[kind]
        noise = random.normal(0, 0.3)
        outcome = exp(1.8 + worth + 0.08 * log(1 + months) + (0 if is_woman else lead) + noise)
        people.append(Person(outcome, is_woman, {"months": log(1 + months)}, {"kind": kind}))
    return people


def columns_of(people: list[Person]) -> np.ndarray:
    """The same regression written out by hand: constant, months, and the two kinds that aren't the most common."""
    kinds = [one.groups["kind"] for one in people]
    order = sorted(set(kinds), key=lambda kind: (-kinds.count(kind), kind))[1:]
    return np.column_stack(
        [
            np.ones(len(people)),
            [one.numbers["months"] for one in people],
            *([float(kind == each) for kind in kinds] for each in order),
        ]
    )


def solved(columns: np.ndarray, outcomes: np.ndarray) -> np.ndarray:
    return np.linalg.inv(columns.T @ columns) @ columns.T @ outcomes


def halves(people: list[Person]) -> tuple[list[Person], list[Person]]:
    return [one for one in people if not one.is_woman], [one for one in people if one.is_woman]


def test_the_raw_gap_is_what_men_have_more_in_percent_of_men():
    people = [Person(10.0 + number % 5, False) for number in range(40)]
    people += [Person(9.0 + number % 5, True) for number in range(30)]

    found = gaps.raw_gap(people=people)

    assert (found.men_mean, found.women_mean, found.men_count, found.women_count) == (12.0, 11.0, 40, 30)
    assert found.of_means.value == pytest.approx(100 / 12)
    assert found.of_medians.value == pytest.approx(100 / 12)
    assert found.of_means.low < 100 / 12 < found.of_means.high


def test_the_interval_of_the_means_agrees_with_that_of_the_delta_method():
    people = population()
    men, women = (np.array([one.outcome for one in half]) for half in halves(people))
    ratio = women.mean() / men.mean()
    variance = ratio**2 * (
        men.var(ddof=1) / len(men) / men.mean() ** 2 + women.var(ddof=1) / len(women) / women.mean() ** 2
    )

    found = gaps.raw_gap(people=people).of_means

    assert found.value == pytest.approx((1 - ratio) * 100)
    assert found.high - found.low == pytest.approx(2 * 1.96 * 100 * variance**0.5, rel=0.06)


def test_the_same_people_give_the_same_interval_every_time():
    assert gaps.raw_gap(people=population()) == gaps.raw_gap(people=population())


def test_people_who_all_have_the_same_have_no_spread_to_resample():
    people = [Person(10.0, False)] * 30 + [Person(9.0, True)] * 30

    assert gaps.raw_gap(people=people).of_means == gaps.Estimate(10.0, 10.0, 10.0)


def test_the_adjusted_gap_and_its_error_are_those_of_the_closed_form_of_hc3():
    people = population()
    woman = np.array([float(one.is_woman) for one in people])
    columns = np.column_stack([columns_of(people), woman])
    outcomes = np.array([log(one.outcome) for one in people])
    inverse = np.linalg.inv(columns.T @ columns)
    value = inverse @ columns.T @ outcomes
    rest = outcomes - columns @ value
    leverage = np.einsum("ij,jk,ik->i", columns, inverse, columns)
    error = (inverse @ (columns.T * (rest / (1 - leverage)) ** 2) @ columns @ inverse)[-1, -1] ** 0.5

    found = gaps.adjusted_gap(people=people)

    assert found.gap.value == pytest.approx((1 - exp(value[-1])) * 100)
    assert found.gap.low == pytest.approx((1 - exp(value[-1] + 1.959964 * error)) * 100)
    assert found.gap.high == pytest.approx((1 - exp(value[-1] - 1.959964 * error)) * 100)
    assert found.columns == ("months", "kind: speech", "kind: labels")


def test_the_parts_are_those_of_oaxaca_and_blinder_written_out():
    people = population()
    men, women = halves(people)
    (x, y), (u, v) = ((columns_of(half), np.array([log(one.outcome) for one in half])) for half in (men, women))
    kept = columns_of(people)
    x, u = kept[: len(men)], kept[len(men) :]
    ours, theirs = solved(x, y), solved(u, v)
    woman = np.array([float(one.is_woman) for one in people])
    pooled = solved(np.column_stack([kept, woman]), np.concatenate([y, v]))[:-1]
    apart = x.mean(axis=0) - u.mean(axis=0)

    found = gaps.parts_of_gap(people=people)

    assert found.gap == pytest.approx(y.mean() - v.mean())
    assert found.explained == pytest.approx(apart @ pooled)
    assert found.explained + found.unexplained == pytest.approx(found.gap)
    assert found.characteristics == pytest.approx(apart @ theirs)
    assert found.coefficients == pytest.approx(u.mean(axis=0) @ (ours - theirs))
    assert found.characteristics + found.coefficients + found.interaction == pytest.approx(found.gap)
    assert 0 < found.explained_error < 0.1


def test_what_explains_the_gap_leaves_the_lead_that_was_put_in():
    people = population(men=3000, women=3000, lead=0.05)

    found = gaps.adjusted_gap(people=people)

    assert found.gap.low < (1 - exp(-0.05)) * 100 < found.gap.high
    assert gaps.raw_gap(people=people).of_means.value > 2 * found.gap.value


@pytest.mark.parametrize("reckon", [gaps.raw_gap, gaps.adjusted_gap, gaps.parts_of_gap])
@pytest.mark.parametrize(("men", "women"), [(29, 200), (200, 29), (0, 200)])
def test_below_thirty_in_either_group_nothing_is_reckoned(reckon, men, women):
    with pytest.raises(gaps.TooFew):
        reckon(people=population(men=men, women=women))


def test_who_earned_nothing_is_in_the_raw_gap_and_left_out_of_the_logarithms():
    people = [*population(), Person(0.0, True, {"months": 1.0}, {"kind": "boxes"})]

    assert gaps.raw_gap(people=people).women_count == 181
    assert gaps.adjusted_gap(people=people).left_out == 1


def test_minutes_are_told_as_they_are():
    people = [Person(10.0 + number % 3, False) for number in range(30)]
    people += [Person(16.0 + number % 3, True) for number in range(30)]

    assert gaps.raw_gap(people=people, is_relative=False).of_means.value == pytest.approx(-6.0)
    assert gaps.adjusted_gap(people=people, is_relative=False).gap.value == pytest.approx(-6.0)


def test_a_sort_that_few_have_tells_of_nobody():
    people = [
        Person(one.outcome, one.is_woman, {}, {"country": "LU" if number < 4 else "FR" if number % 2 else "BE"})
        for number, one in enumerate(population())
    ]

    assert gaps.adjusted_gap(people=people).columns == ("country: FR",)

"""Pay gaps between men and women, by pure statistics: nothing is read here, so any figures can be held against it.

One person is one row. A gap is what men have more than women, so one below zero is women's lead. Only background jobs
and commands import this: scipy and statsmodels take a second to load.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log
from typing import Any

import numpy as np
from scipy import stats
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.oaxaca import OaxacaBlinder
from statsmodels.tools.sm_exceptions import SingularMatrixWarning

# Below so many people in either group nothing is reckoned at all (labour.md 5.4).
LEAST_A_GROUP = 30
# A regression keeps so many people beyond its columns in each group: fewer, and it only retells single persons.
LEAST_FREEDOM = 10
# A kind, a country or a device that fewer of either group have is counted among “other”.
LEAST_OF_A_SORT = 5
OTHER = "other"
RESAMPLES = 9_999
RESAMPLES_OF_PARTS = 2_000
# So many resamples are held in memory at once.
BATCH = 250
# Fixed, so that the same people always give the same interval.
SEED = 20_240_529
Z = 1.959964

Floats = np.ndarray[Any, np.dtype[np.float64]]


class TooFew(Exception):
    """A group has too few people for a figure that tells of nobody in particular."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person's outcome with what may explain it: amounts (`numbers`) and sorts (`groups`), the same for all."""

    outcome: float
    is_woman: bool
    numbers: Mapping[str, float] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RawGap:
    """M31: the gap between the means and between the medians, with what they are."""

    men_count: int
    women_count: int
    men_mean: float
    women_mean: float
    men_median: float
    women_median: float
    of_means: Estimate
    of_medians: Estimate


@dataclass(frozen=True, slots=True)
class Adjusted:
    """M32: the gap between people alike in `columns`. `left_out` earned nothing, and have no logarithm."""

    gap: Estimate
    columns: tuple[str, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Parts:
    """M32 after Oaxaca (1973) and Blinder (1973): `gap` is the difference of the mean logarithms (or of the means).

    Two-fold: `explained` by what men and women have and do, valued alike for all; `unexplained` the rest, each with the
    standard error of its bootstrap. Three-fold: differences of `characteristics`, of what they are paid
    (`coefficients`), and both at once (`interaction`), seen from the women.
    """

    gap: float
    explained: float
    explained_error: float
    unexplained: float
    unexplained_error: float
    characteristics: float
    coefficients: float
    interaction: float


def raw_gap(*, people: Sequence[Person], is_relative: bool = True) -> RawGap:
    """M31, percent: (men − women) ÷ men × 100 of means and of medians; without `is_relative` men − women as they are.

    Intervals at 95 % by resampling men and women apart: of means bias-corrected and accelerated (Efron 1987), of
    medians by percentiles. Raises TooFew.
    """
    men, women = _halves(people)

    def of(middle: Any) -> Any:
        def gap(some_men: Floats, some_women: Floats, axis: int = -1) -> Floats:
            ours, theirs = middle(some_men, axis=axis), middle(some_women, axis=axis)
            return np.asarray((ours - theirs) / ours * 100 if is_relative else ours - theirs)

        return gap

    return RawGap(
        men_count=len(men),
        women_count=len(women),
        men_mean=float(men.mean()),
        women_mean=float(women.mean()),
        men_median=float(np.median(men)),
        women_median=float(np.median(women)),
        of_means=_resampled(of(np.mean), men, women, "BCa"),
        of_medians=_resampled(of(np.median), men, women, "percentile"),
    )


def adjusted_gap(*, people: Sequence[Person], is_relative: bool = True) -> Adjusted:
    """M32, percent: (1 − e^b) × 100, b being what being a woman adds to the logarithm of the outcome, all else alike.

    Ordinary least squares; the error is that of MacKinnon and White (1985, HC3), right also where spreads differ.
    Without `is_relative` the outcome itself is explained, and the gap is −b in its unit. Raises TooFew.
    """
    counted = [one for one in people if one.outcome > 0] if is_relative else list(people)
    _halves(counted)
    names, columns = _design(counted)
    fitted = OLS(_outcomes(counted, is_relative), columns).fit(cov_type="HC3")
    value, error = float(fitted.params[0]), float(fitted.bse[0])
    low, high = value - Z * error, value + Z * error
    # What women have less is the gap: the ends change places.
    ends = [(1 - exp(each)) * 100 if is_relative else -each for each in (value, high, low)]
    return Adjusted(Estimate(*ends), tuple(names), len(people) - len(counted))


def parts_of_gap(*, people: Sequence[Person], is_relative: bool = True) -> Parts:
    """M32: how much of the gap what people have and do explains, and how much it doesn't. Raises TooFew."""
    counted = [one for one in people if one.outcome > 0] if is_relative else list(people)
    _halves(counted)
    _names, columns = _design(counted)
    model = OaxacaBlinder(
        _outcomes(counted, is_relative), columns, 0, hasconst=True, swap=False, rng=np.random.default_rng(SEED)
    )
    with warnings.catch_warnings():
        # In a resample a rare sort may be gone; the least-squares solution of least length is as good there.
        warnings.simplefilter("ignore", SingularMatrixWarning)
        two = model.two_fold(std=True, two_fold_type="pooled", n=RESAMPLES_OF_PARTS)
    three = model.three_fold()
    unexplained, explained, gap = (float(each) for each in two.params)
    characteristics, coefficients, interaction = (float(each) for each in three.params[:3])
    return Parts(
        gap=gap,
        explained=explained,
        explained_error=float(two.std[1]),
        unexplained=unexplained,
        unexplained_error=float(two.std[0]),
        characteristics=characteristics,
        coefficients=coefficients,
        interaction=interaction,
    )


def _halves(people: Sequence[Person]) -> tuple[Floats, Floats]:
    men = np.array([one.outcome for one in people if not one.is_woman])
    women = np.array([one.outcome for one in people if one.is_woman])
    if min(len(men), len(women)) < LEAST_A_GROUP:
        raise TooFew
    return men, women


def _outcomes(people: Sequence[Person], is_relative: bool) -> Floats:
    return np.array([log(one.outcome) if is_relative else one.outcome for one in people])


def _resampled(gap: Any, men: Floats, women: Floats, method: str) -> Estimate:
    value = float(gap(men, women))
    if np.ptp(men) == 0 and np.ptp(women) == 0:
        return Estimate(value, value, value)
    found = stats.bootstrap(
        (men, women),
        gap,
        n_resamples=RESAMPLES,
        batch=BATCH,
        vectorized=True,
        paired=False,
        method=method,
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return Estimate(value, float(found.low), float(found.high))


def _design(people: Sequence[Person]) -> tuple[list[str], Floats]:
    """The columns of a regression: woman, a constant, then what explains; and the names of the last.

    A column that tells nothing within one of the groups, or that the ones before it tell already, is left away.
    """
    woman = np.array([float(one.is_woman) for one in people])
    candidates = [(name, np.array([one.numbers[name] for one in people])) for name in people[0].numbers]
    for name in people[0].groups:
        candidates += _sorts(name, people)
    kept = [("woman", woman), ("constant", np.ones(len(people)))]
    room = min(int(woman.sum()), int((1 - woman).sum())) - LEAST_FREEDOM
    for candidate in candidates:
        together = [column for _name, column in kept[1:]] + [candidate[1]]
        halves = (np.column_stack([column[woman == side] for column in together]) for side in (0.0, 1.0))
        tells = all(np.linalg.matrix_rank(half) == len(together) for half in halves)
        if tells and len(together) <= room:
            kept.append(candidate)
    return [name for name, _column in kept[2:]], np.column_stack([column for _name, column in kept])


def _sorts(name: str, people: Sequence[Person]) -> list[tuple[str, Floats]]:
    """A column for each sort but the most common one; rare sorts are one."""
    counts = [Counter(one.groups[name] for one in people if one.is_woman is side) for side in (False, True)]
    sorts = [
        sort if min(count[sort] for count in counts) >= LEAST_OF_A_SORT else OTHER
        for sort in (one.groups[name] for one in people)
    ]
    ordered = [sort for sort, _count in sorted(Counter(sorts).items(), key=lambda each: (-each[1], each[0]))]
    return [(f"{name}: {each}", np.array([float(sort == each) for sort in sorts])) for each in ordered[1:]]

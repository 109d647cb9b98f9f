"""How values are spread over people, and that fewer than eleven have no spread."""

import pytest

from transparency.domain.auditing.spread import Bin, bins_of, spread_of
from transparency.domain.spread import gini, quantile, top_share


def test_eleven_values_have_a_median_with_its_interval_and_their_tenths():
    spread = spread_of([float(number) for number in range(11, 0, -1)])

    assert (spread.count, spread.median, spread.p10, spread.p90, spread.mean) == (11, 6.0, 2.0, 10.0, 6.0)
    assert (spread.low, spread.high) == (2.0, 10.0)


def test_ten_people_have_none():
    assert spread_of([1.0] * 10) is None


@pytest.mark.parametrize(
    ("values", "value"),
    [
        ([5, 5, 5, 5], 0.0),
        ([0, 0, 0, 1], 0.75),
        ([0, 0, 0, 8], 0.75),
        ([1, 2, 3, 4], 0.25),
        ([1, 1, 1, 3, 4], 0.32),
        ([0, 0], None),
        ([], None),
    ],
)
def test_the_gini_coefficient_is_half_the_mean_difference_over_the_mean(values, value):
    if value:
        differences = sum(abs(one - other) for one in values for other in values)
        assert gini(values) == pytest.approx(differences / (2 * len(values) * sum(values)))
    assert gini(values) == (None if value is None else pytest.approx(value))


def test_the_top_tenth_of_a_few_is_one_person_at_least():
    assert top_share([1, 1, 1, 1, 6]) == 0.6
    assert top_share([1] * 25) == pytest.approx(3 / 25)
    assert top_share([0]) is top_share([]) is None


def test_quantiles_are_those_of_the_database():
    assert [quantile([10, 20, 30, 40], part) for part in (0.1, 0.5, 1)] == [13.0, 25.0, 40]


def test_bins_begin_at_zero_and_the_last_holds_what_lies_beyond():
    assert bins_of([0.0, 0.5, 1.0, 2.9], width=1.0) == [Bin(0, 1, 2), Bin(1, 2, 1), Bin(2, 3, 1)]
    assert bins_of([1.0, 1000.0], width=1.0)[-1] == Bin(23.0, 24.0, 1)
    assert bins_of([], width=1.0) == []

"""Rates as people read them."""

import pytest

from web.domain.formatting import format_hourly


@pytest.mark.parametrize(
    ("micros_an_hour", "words"),
    [
        (4_800_000, "€4.80 an hour"),
        (12_020_000, "€12.02 an hour"),
        (5_001, "€0.01 an hour"),
        (900, "€0.0009 an hour"),
        (0, "€0.00 an hour"),
    ],
)
def test_a_rate_is_in_cents_and_never_shown_as_nothing(micros_an_hour: int, words: str) -> None:
    assert format_hourly(micros_an_hour) == words

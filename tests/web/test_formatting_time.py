"""Time as people read it."""

import pytest
from django.utils.translation import override

from web.domain.formatting import format_clock, format_duration


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (3, "3 s"),
        (2.4, "2.4 s"),
        (90, "1 min 30 s"),
        (720, "12 min"),
        (3900, "1 h 05"),
        (86_400, "24 h 00"),
        (3 * 86_400, "3 days"),
        (3 * 86_400 + 3600, "73 h 00"),
    ],
)
def test_a_duration_is_said_as_people_say_it(seconds: float, words: str) -> None:
    assert format_duration(seconds).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("seconds", "place"),
    [
        (0, "0:00.0"),
        (8.54, "0:08.5"),
        (59.96, "1:00.0"),
        (754.2, "12:34.2"),
        (3671.25, "1:01:11.2"),
        (36_000, "10:00:00.0"),
    ],
)
def test_a_place_in_a_recording_is_said_as_on_a_clock(seconds: float, place: str) -> None:
    assert format_clock(seconds) == place


def test_a_clock_in_french_has_a_comma() -> None:
    with override("fr"):
        assert format_clock(8.5) == "0:08,5"

"""Who was seen in the machine room, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from web.domain import processes
from web.models import ProcessSeen

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_a_process_that_was_never_there_is_not_alive():
    assert processes.last_seen("background") is None
    assert processes.silent_seconds(name="background", at=NOON) is None
    assert not processes.is_alive(name="background", at=NOON)


def test_the_last_sight_counts_and_leaves_one_row():
    processes.saw(name="background", at=NOON)
    processes.saw(name="background", at=NOON + timedelta(seconds=5))

    assert list(ProcessSeen.objects.values_list("name", "at")) == [("background", NOON + timedelta(seconds=5))]


@pytest.mark.parametrize(("seconds", "alive"), [(0, True), (30, True), (31, False)])
def test_a_process_is_alive_for_half_a_minute_after_it_was_seen(seconds, alive):
    processes.saw(name="background", at=NOON)

    at = NOON + timedelta(seconds=seconds)

    assert processes.is_alive(name="background", at=at) is alive
    assert processes.silent_seconds(name="background", at=at) == seconds


def test_a_clock_that_runs_ahead_is_no_negative_silence():
    processes.saw(name="clock", at=NOON)

    assert processes.silent_seconds(name="clock", at=NOON - timedelta(seconds=2)) == 0

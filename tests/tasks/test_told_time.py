"""Whatever pages tell of their time, it stays within the time that the server saw the work take."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.domain import claiming, desk, submitting
from tests.fixtures import CAT, NOON
from transparency.domain import attention

CLAIMED_MS = attention.milliseconds(NOON)
# Two stretches of a page told again and again, within the lease and after it: with counters that fall, jump and
# contradict each other, by clocks that are wrong.
COUNTER = st.integers(0, 50).map(lambda seconds: seconds * 1000)
TOLD = st.builds(
    desk.Beat,
    assignment=st.just(""),
    seq=st.integers(1, 2),
    began_ms=st.integers(-10, 50).map(lambda seconds: CLAIMED_MS + seconds * 1000),
    visible_ms=COUNTER,
    active_ms=COUNTER,
    media_ms=COUNTER,
)
BEATS = st.lists(st.tuples(st.integers(0, 50), st.lists(TOLD, min_size=1, max_size=3)), min_size=2, max_size=8)


@pytest.fixture
def job(open_job):
    return open_job(micro_tasks=1)


def tell(mine, worker, beats):
    """A page tells what it has to, at so many seconds after the claim."""
    for second, told in beats:
        own = [replace(beat, assignment=mine.public_id) for beat in told]
        desk.hear(worker=worker, tab="a", beats=own, at=NOON + timedelta(seconds=second))


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(beats=BEATS, lease=st.integers(20, 40))
def test_use_is_within_view_and_view_within_the_lease_and_two_seconds(job, worker, beats, lease):
    ordered = sorted(beats, key=lambda beat: beat[0])
    with transaction.atomic():
        mine = claiming.claim_next(job=job, worker=worker, at=NOON)
        tell(mine, worker, [beat for beat in ordered if beat[0] <= lease])
        done_at = NOON + timedelta(seconds=lease)
        submitting.submit(assignment=mine, worker=worker, answer=CAT, key="k", at=done_at)
        tell(mine, worker, [beat for beat in ordered if beat[0] > lease])
        mine.refresh_from_db()
        transaction.set_rollback(True)

    assert 0 <= mine.active_ms <= mine.visible_ms <= (lease + 2) * 1000


def test_a_stretch_told_again_from_an_earlier_beginning_ends_where_it_was_told_to_end(job, worker):
    mine = claiming.claim_next(job=job, worker=worker, at=NOON)
    whole = desk.Beat(mine.public_id, 1, CLAIMED_MS, 100_000, 100_000)
    late_half = desk.Beat(mine.public_id, 1, CLAIMED_MS + 90_000, 10_000, 10_000)
    other = desk.Beat(mine.public_id, 2, CLAIMED_MS, 100_000, 100_000)

    for beat in (late_half, whole, other):
        desk.hear(worker=worker, tab="a", beats=[beat], at=NOON + timedelta(seconds=100))

    mine.refresh_from_db()
    assert (mine.visible_ms, mine.active_ms) == (100_000, 100_000)

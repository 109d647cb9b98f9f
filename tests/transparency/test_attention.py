"""Time in view and in use: what holds for whatever pages tell, in whatever order, however often."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from transparency.domain import attention
from transparency.domain.attention import Share, Stretch, Told
from transparency.models import Attention

# Three assignments and a few minutes, so that stretches meet.
STRETCH = st.tuples(st.integers(1, 3), st.integers(0, 3000), st.integers(0, 900), st.integers(0, 900)).map(
    lambda drawn: Stretch(drawn[0], drawn[1], drawn[2], min(drawn[2], drawn[3]))
)
STRETCHES = st.lists(STRETCH, max_size=12)


@given(STRETCHES)
def test_use_is_never_more_than_view_nor_a_union_more_than_the_sum(stretches):
    whole = attention.total(stretches)

    assert 0 <= whole.active_ms <= whole.visible_ms <= sum(one.visible_ms for one in stretches)
    assert whole.active_ms <= sum(one.active_ms for one in stretches)
    assert all(0 <= share.active_ms <= share.visible_ms for share in attention.shares(stretches).values())


@given(STRETCHES, st.randoms())
def test_neither_order_nor_doubles_change_anything(stretches, chance):
    told = stretches + stretches[: len(stretches) // 2]
    chance.shuffle(told)

    assert attention.total(told) == attention.total(stretches)
    assert attention.shares(told) == attention.shares(stretches)


@given(STRETCHES, STRETCH)
def test_one_more_stretch_never_lowers_the_whole(stretches, one_more):
    before, after = attention.total(stretches), attention.total([*stretches, one_more])

    assert after.visible_ms >= before.visible_ms
    assert after.active_ms >= before.active_ms


@given(STRETCHES, st.integers(0, 300), st.integers(0, 300))
def test_counters_that_grow_never_lower_the_whole(stretches, longer, used):
    grown = [
        Stretch(one.assignment_number, one.start, one.visible_ms + longer, min(one.visible_ms, one.active_ms + used))
        for one in stretches
    ]

    before, after = attention.total(stretches), attention.total(grown)

    assert (after.visible_ms >= before.visible_ms, after.active_ms >= before.active_ms) == (True, True)


@given(STRETCHES)
def test_the_shares_come_to_the_whole_and_a_second_counts_once(stretches):
    whole, split = attention.total(stretches), attention.shares(stretches)

    shared = sum(share.visible_ms for share in split.values())
    assert whole.visible_ms - len(split) - 1 <= shared <= whole.visible_ms
    assert sum(share.active_ms for share in split.values()) <= whole.active_ms


@given(STRETCHES)
def test_one_assignment_alone_has_all_of_its_time(stretches):
    alone = [Stretch(1, one.start, one.visible_ms, one.active_ms) for one in stretches]

    assert attention.shares(alone).get(1, Share(0, 0)) == attention.total(alone)


def test_a_moment_in_two_windows_is_halved():
    shares = attention.shares([Stretch(1, 0, 1000, 1000), Stretch(2, 600, 1000, 200)])

    assert shares == {1: Share(800, 800), 2: Share(800, 100)}


@given(told=st.permutations([(1, 300, 100), (1, 900, 400), (2, 200, 200), (2, 100, 100), (3, 0, 0)]))
def test_what_is_kept_is_the_same_in_any_order(django_db_blocker, django_db_setup, told):
    at = attention.moment(1_800_000_000_000)
    with django_db_blocker.unblock(), transaction.atomic():
        for seq, visible, active in told:
            one = Told(9, 1, "a", seq, at - timedelta(seconds=10 - seq), visible, active, 0)
            found = attention.keep(worker_number=7, told=[one], at=at)
        transaction.set_rollback(True)

    assert found == {9: Share(1100, 600)}


def test_the_database_keeps_counters_from_falling_and_from_going(db):
    row = {"worker_number": 7, "job_number": 1, "assignment_number": 9, "tab": "a", "seq": 1, "media_ms": 0}
    at = attention.moment(0)
    kept = Attention.objects.create(**row, started_at=at, visible_ms=9, active_ms=9, told_at=at, is_late=False)

    for change in (lambda: Attention.objects.update(active_ms=8), kept.delete):
        with pytest.raises(IntegrityError, match="attention_never_falls"), transaction.atomic():
            change()

    assert Attention.objects.get().active_ms == 9

"""One worker's time, told apart: which second is what, and what holds for any log."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transparency.domain.rollup.attempts import Happening
from transparency.domain.rollup.days import SECOND
from transparency.domain.rollup.kinds import Label
from transparency.domain.rollup.sweep import Time, time_of, told_apart
from transparency.domain.wages import union_seconds

PAGES = {
    "list.viewed": Label.SEARCH,
    "task.previewed": Label.PREVIEW,
    "instructions.viewed": Label.INSTRUCTIONS,
    "message.viewed": Label.MESSAGES,
    "payout.viewed": Label.PAYMENT,
    "qualification.started": Label.QUALIFICATION,
}


def row(number: int, kind: str, at: int, *, since: int | None = None, **more: object) -> Happening:
    """An event `at` so many seconds; with `since` it ends a stretch. Its number is its assignment's, unless told."""
    stretch = {} if since is None else {"started": since * SECOND, "ended": at * SECOND}
    job = None if kind.startswith(("presence", "list", "payout")) else 1
    return Happening(number, kind, at * SECOND, **{"job": job, "assignment": number, **stretch, **more})  # type: ignore[arg-type]


def seconds(time: Time) -> dict[str, float]:
    """The seconds of each label that has any."""
    found: dict[str, float] = {}
    for start, end, label in told_apart(time.stretches):
        found[label.value] = found.get(label.value, 0.0) + (end - start) / SECOND
    return found


def presence(number: int, start: int, end: int) -> Happening:
    return row(number, "presence.stopped", end, since=start, note="stop", assignment=None)


def test_time_at_work_without_anything_else_is_waiting():
    assert seconds(time_of([presence(1, 0, 100)])) == {"waiting": 100.0}
    assert seconds(time_of([], running=(0, 7 * SECOND))) == {"waiting": 7.0}


@pytest.mark.parametrize(
    ("decisions", "label"),
    [
        ([], "pending"),
        ([("task.paid", {"micros": 5})], "paid"),
        ([("task.rejected", {})], "rejected"),
        ([("task.rejected", {}), ("appeal.decided", {"note": "won"}), ("task.paid", {"micros": 5})], "paid"),
        ([("task.rejected", {}), ("appeal.decided", {"note": "lost"})], "rejected"),
    ],
)
def test_an_answer_counts_as_what_was_decided_on_it_last(decisions, label):
    rows = [row(1, "task.submitted", 60, since=0)]
    rows += [row(n, kind, 900, assignment=1, **more) for n, (kind, more) in enumerate(decisions, start=2)]

    assert seconds(time_of(rows)) == {label: 60.0}


@pytest.mark.parametrize(("kind", "label"), [("task.returned", "returned"), ("task.expired", "expired")])
def test_what_was_not_submitted_is_unpaid_and_of_training_it_is_qualifying(kind, label):
    assert seconds(time_of([row(1, kind, 60, since=0)])) == {label: 60.0}
    assert seconds(time_of([row(1, kind, 60, since=0, assignment=-1)])) == {"qualification": 60.0}
    assert seconds(time_of([row(1, kind, 60, since=0, note="unseen")])) == {}


def test_a_submission_that_was_taken_back_is_no_work_but_the_next_one_is():
    rows = [
        row(1, "task.submitted", 60, since=0, assignment=9),
        row(2, "task.undone", 61, assignment=9),
        row(3, "task.submitted", 70, since=0, assignment=9),
    ]

    assert seconds(time_of(rows[:2])) == {}
    assert seconds(time_of(rows)) == {"pending": 70.0}


@pytest.mark.parametrize(("kind", "label"), PAGES.items())
def test_a_page_is_looked_at_until_the_next_act_and_a_minute_at_most(kind, label):
    assert seconds(time_of([row(1, kind, 0)])) == {label.value: 60.0}
    assert seconds(time_of([row(1, kind, 0), row(2, "task.claimed", 20)])) == {label.value: 20.0}
    assert seconds(time_of([row(1, kind, 0), row(2, kind, 40)])) == {label.value: 100.0}


def test_what_others_do_ends_no_look_at_a_page():
    rows = [row(1, "list.viewed", 0), row(2, "task.approved", 10), row(3, "task.paid", 10, micros=5)]

    assert seconds(time_of(rows)) == {"search": 60.0}


def test_a_list_with_nothing_to_claim_is_waiting():
    assert seconds(time_of([row(1, "list.viewed", 0, note="0")])) == {"waiting": 60.0}


@pytest.mark.parametrize(("claimed_at", "job"), [(30, 5), (1800, 5), (1801, None)])
def test_a_search_counts_for_the_job_that_is_taken_next(claimed_at, job):
    rows = [row(1, "list.viewed", 0), row(2, "task.claimed", claimed_at, job=5), row(3, "task.claimed", 3000, job=6)]

    assert [(one.label, one.job) for one in time_of(rows).stretches] == [(Label.SEARCH, job)]


def test_the_site_was_out_of_order_for_those_who_were_at_work():
    outages = [(50 * SECOND, 500 * SECOND)]

    assert seconds(time_of([presence(1, 0, 100)], outages=outages)) == {"waiting": 50.0, "technical": 50.0}
    assert seconds(time_of([row(1, "list.viewed", 60)], outages=outages)) == {"search": 60.0}


def test_a_second_goes_to_the_first_kind_that_claims_it():
    rows = [
        presence(1, 0, 1000),
        row(2, "task.submitted", 300, since=100),
        row(3, "task.paid", 999, assignment=2, micros=5),
        row(4, "task.returned", 400, since=200),
        row(5, "task.submitted", 450, since=390),
        row(6, "list.viewed", 460),
    ]

    assert seconds(time_of(rows)) == {
        "waiting": 590.0,
        "paid": 200.0,
        "returned": 100.0,
        "pending": 50.0,
        "search": 60.0,
    }


work = st.tuples(
    st.sampled_from(["task.submitted", "task.returned", "task.expired", "presence.stopped"]),
    st.integers(0, 5000),
    st.integers(0, 600),
)
looks = st.tuples(
    st.sampled_from(["list.viewed", "message.sent", "instructions.viewed"]), st.integers(0, 5000), st.just(0)
)
decisions = st.sampled_from(["task.paid", "task.rejected", "none"])


@st.composite
def logs(draw: st.DrawFn) -> list[Happening]:
    """Any log of one worker: attempts, decided on or not, times at work and looks at pages."""
    found: list[Happening] = []
    for kind, start, length in draw(st.lists(st.one_of(work, looks), max_size=20)):
        number = len(found) + 1
        since = None if kind in PAGES or kind == "message.sent" else start
        found.append(row(number, kind, start + length, since=since))
        decision = draw(decisions)
        if kind == "task.submitted" and decision != "none":
            found.append(row(number + 1, decision, start + 9000, assignment=number))
    return found


def covered(time: Time) -> float:
    return union_seconds((one.start / SECOND, one.end / SECOND) for one in time.stretches)


@given(logs(), st.lists(st.tuples(st.integers(0, 5000), st.integers(5001, 6000)), max_size=2))
def test_all_kinds_together_are_the_time_at_work_and_no_moment_is_two(found, outages):
    time = time_of(found, outages=[(start * SECOND, end * SECOND) for start, end in outages])
    pieces = told_apart(time.stretches)

    assert sum(seconds(time).values()) == pytest.approx(covered(time))
    assert all(one[1] <= other[0] for one, other in pairwise(pieces))
    assert sum(seconds(time).values()) <= sum((one.end - one.start) / SECOND for one in time.stretches) + 1e-6


@given(logs(), st.randoms())
def test_neither_order_nor_doubles_in_the_log_change_anything(found, chance):
    shuffled = found + found[: len(found) // 2]
    chance.shuffle(shuffled)

    assert set(time_of(shuffled).stretches) == set(time_of(found).stretches)
    assert told_apart(time_of(shuffled).stretches) == told_apart(time_of(found).stretches)


@given(logs(), looks)
def test_one_more_look_at_a_page_never_lessens_the_time_at_work(found, more):
    kind, start, _length = more

    assert covered(time_of([*found, row(1000, kind, start)])) >= covered(time_of(found)) - 1e-6


@given(logs(), work)
def test_one_more_piece_of_work_never_lessens_the_time_of_work(found, more):
    """It may end a look at a page, which lasts until the next act."""
    kind, start, length = more
    added = row(1000, kind, start + length, since=start)

    def of_work(log: list[Happening]) -> float:
        time = time_of(log)
        kept = [one for one in time.stretches if one.label not in PAGES.values()]
        return covered(Time(time.attempts, kept))

    assert of_work([*found, added]) >= of_work(found) - 1e-6


def test_attempts_keep_their_pay_and_what_was_withheld():
    rows: Sequence[Happening] = [
        row(1, "task.submitted", 60, since=0),
        row(2, "task.rejected", 900, assignment=1, withheld=70),
    ]
    overturned = [
        row(3, "appeal.decided", 950, assignment=1, note="won"),
        row(4, "task.paid", 950, assignment=1, micros=70),
    ]
    (rejected,), (paid,) = time_of(rows).attempts, time_of([*rows, *overturned]).attempts

    assert (rejected.pay_micros, rejected.withheld_micros, rejected.is_rejected) == (0, 70, True)
    assert (paid.label, paid.pay_micros, paid.withheld_micros, paid.is_rejected) == (Label.PAID, 70, 0, False)

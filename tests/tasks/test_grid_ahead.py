"""From one screen of many to the next and back: held ahead, sent late, taken back; nothing lost, nothing doubled."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tasks.domain import ahead, grid, grid_answers, jobs, reviewing, submitting, undoing
from tasks.models import Answer, Assignment, Draft, Job
from tests.fixtures import CAT, DOG, NOON, make_draft, states
from tests.tasks.test_grid import GRID, all_say, screen_of
from transparency.models import WorkEvent
from workers.domain import earnings


def after(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def job(requester) -> Job:
    """Thirty pictures: two screens of twelve, and one of six."""
    made = make_draft(
        requester, texts=[f"picture {number}" for number in range(30)], kind="image_classification", settings=GRID
    )
    jobs.publish(job=made, at=NOON)
    return made


def names(rows) -> list[str]:
    return [row.public_id for row in rows]


def send(job: Job, worker, screen, *, answer=CAT, key="k", at: datetime) -> grid_answers.Sent:
    return grid_answers.submit(job=job, worker=worker, answers=all_say(screen, answer), key=key, at=at)


def test_the_next_screen_is_held_whole_and_asking_again_gives_the_same(job, worker):
    screen = screen_of(job, worker)

    held = names(grid.hold(job=job, worker=worker, at=after(5)))

    assert names(grid.hold(job=job, worker=worker, at=after(9))) == held
    assert (len(held), set(held) & set(names(screen))) == (12, set())
    assert names(grid.on_screen(job=job, worker=worker)) == names(screen)
    assert states(job) == ["claimed"] * 24 + ["open"] * 6


def test_what_was_held_is_on_screen_from_the_moment_the_one_before_was_sent(job, worker):
    screen = screen_of(job, worker)
    held = names(grid.hold(job=job, worker=worker, at=after(5)))
    timing = submitting.Timing(waited_ms=30_000)
    grid_answers.submit(job=job, worker=worker, answers=all_say(screen), key="k", at=after(90), timing=timing)

    assert grid.show(job=job, worker=worker, public_ids=held, at=after(90), shown_at=timing.done(after(90)))

    assert names(grid.on_screen(job=job, worker=worker)) == held
    assert {row.shown_at for row in grid.on_screen(job=job, worker=worker)} == {after(60)}


def test_the_time_that_answers_waited_for_a_network_is_nobodys_work(job, worker):
    screen = screen_of(job, worker)
    timing = submitting.Timing(waited_ms=600_000, worked_ms=60_000)

    grid_answers.submit(job=job, worker=worker, answers=all_say(screen), key="k", at=after(660), timing=timing)

    parts = WorkEvent.objects.filter(type="task.submitted").order_by("started_at")
    assert [(row.started_at, row.ended_at) for row in parts] == [(after(5 * n), after(5 * n + 5)) for n in range(12)]
    assert earnings.today(worker=worker, at=after(660)).earning_seconds == 60


def test_a_screen_that_only_the_browser_knew_to_be_shown_has_the_time_it_tells(job, worker):
    screen_of(job, worker)
    held = list(grid.hold(job=job, worker=worker, at=after(5)))
    timing = submitting.Timing(waited_ms=10_000, worked_ms=24_000)

    grid_answers.submit(job=job, worker=worker, answers=all_say(held), key="k", at=after(60), timing=timing)

    spans = WorkEvent.objects.filter(type="task.submitted").order_by("started_at").values_list("started_at", "ended_at")
    assert list(spans) == [(after(26 + 2 * n), after(28 + 2 * n)) for n in range(12)]
    assert WorkEvent.objects.filter(type="task.opened", assignment_number__in=[row.pk for row in held]).count() == 12


def test_a_screen_is_taken_back_with_all_its_answers_and_what_is_there_waits(job, worker):
    screen = screen_of(job, worker)
    held = names(grid.hold(job=job, worker=worker, at=after(5)))
    send(job, worker, screen, at=after(60))
    grid.show(job=job, worker=worker, public_ids=held, at=after(60), shown_at=after(60))

    grid.undo(job=job, worker=worker, public_ids=names(screen), at=after(68))
    grid.undo(job=job, worker=worker, public_ids=names(screen), at=after(69))

    assert names(grid.on_screen(job=job, worker=worker)) == names(screen)
    assert names(grid.hold(job=job, worker=worker, at=after(69))) == held
    assert list(Draft.objects.values_list("content", flat=True)) == [CAT] * 12
    assert Answer.objects.count() == 0


def test_what_was_taken_back_and_sent_again_is_twelve_answers_and_its_time_counts_once(job, worker):
    screen = screen_of(job, worker)
    send(job, worker, screen, at=after(60))
    grid.undo(job=job, worker=worker, public_ids=names(screen), at=after(68))

    send(job, worker, screen, answer=DOG, key="again", at=after(96))

    assert list(Answer.objects.values_list("content", flat=True)) == [DOG] * 12
    assert states(job) == ["open"] * 18 + ["submitted"] * 12
    assert earnings.today(worker=worker, at=after(96)).earning_seconds == 96


def test_what_was_decided_on_stands_and_the_others_come_back(job, worker, requester):
    screen = screen_of(job, worker)
    send(job, worker, screen, at=after(60))
    reviewing.approve(job=job, assignment_ids=[screen[3].pk], decided_by_id=requester.pk, at=after(62))

    grid.undo(job=job, worker=worker, public_ids=names(screen), at=after(65))

    assert names(grid.on_screen(job=job, worker=worker)) == names([*screen[:3], *screen[4:]])
    assert Answer.objects.get().assignment_id == screen[3].pk


def test_after_some_seconds_a_screen_stands_and_anybody_elses_always_does(job, worker, other_worker):
    screen = screen_of(job, worker)
    send(job, worker, screen, at=after(60))

    for person, seconds in ((other_worker, 61), (worker, 60 + undoing.UNDO_SECONDS + undoing.GRACE_SECONDS)):
        with pytest.raises(undoing.TooLateToUndo):
            grid.undo(job=job, worker=person, public_ids=names(screen), at=after(seconds))

    assert states(job) == ["open"] * 18 + ["submitted"] * 12


def test_a_screen_that_cannot_be_sent_comes_back_and_the_next_one_waits(job, worker):
    screen = screen_of(job, worker)
    held = names(grid.hold(job=job, worker=worker, at=after(5)))
    grid.show(job=job, worker=worker, public_ids=held, at=after(60), shown_at=after(60))

    grid.bring_back(job=job, worker=worker, public_ids=names(screen), timing=submitting.SENT_AT_ONCE, at=after(61))

    assert names(grid.on_screen(job=job, worker=worker)) == names(screen)
    assert Assignment.objects.filter(state="claimed", shown_at=None).count() == 12


def test_a_screen_whose_lease_ran_out_while_it_waited_is_kept_and_paid(job, worker, other_worker):
    screen = screen_of(job, worker)
    late = after(job.lease_seconds + 60)
    submitting.return_expired(at=late)
    ahead.claim_ahead(job=job, worker=other_worker, at=late, count=30)

    sent = send(job, worker, screen, at=late + timedelta(seconds=1))

    assert (len(sent.late), Answer.objects.count()) == (12, 12)

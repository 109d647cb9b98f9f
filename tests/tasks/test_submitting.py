"""Submitting, returning, expiry: nothing that a worker finished is lost or unpaid."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import User
from ledger.domain import accounts as books
from tasks.domain import claiming, desk, submitting
from tasks.kinds.base import AnswerRefused
from tasks.models import Answer, Assignment, Draft, Job
from tests.fixtures import CAT, DOG, NOON, earnings_micros, states
from transparency.models import WorkEvent


def test_submitting_keeps_the_answer_and_gives_the_next_in_the_same_call(
    open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=2)
    first = claiming.claim_next(job=job, worker=worker, at=NOON)

    done = submitting.submit(assignment=first, worker=worker, answer=CAT, key="k", at=NOON, with_next=True)

    assert Answer.objects.get(pk=first.pk).content == CAT
    assert done.next_claim is not None
    following = Assignment.objects.select_related("micro_task").get(pk=done.next_claim.assignment_id)
    assert (following.state, following.micro_task.payload["text"]) == ("claimed", "line 1")


def test_submitting_again_with_the_same_key_changes_nothing(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job()
    first = claiming.claim_next(job=job, worker=worker, at=NOON)
    submitting.submit(assignment=first, worker=worker, answer=CAT, key="k", at=NOON)

    again = submitting.submit(assignment=first, worker=worker, answer=CAT, key="k", at=NOON + timedelta(seconds=9))

    assert again.is_repeat
    assert (Answer.objects.count(), WorkEvent.objects.filter(type="task.submitted").count()) == (1, 1)


def test_another_answer_to_a_submitted_assignment_is_refused(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job()
    first = claiming.claim_next(job=job, worker=worker, at=NOON)
    submitting.submit(assignment=first, worker=worker, answer=CAT, key="k", at=NOON)

    with pytest.raises(submitting.AlreadySubmitted):
        submitting.submit(assignment=first, worker=worker, answer=DOG, key="other", at=NOON)

    assert Answer.objects.get(pk=first.pk).content == CAT


def test_an_answer_that_the_kind_refuses_saves_nothing(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job()
    first = claiming.claim_next(job=job, worker=worker, at=NOON)

    with pytest.raises(AnswerRefused):
        submitting.submit(assignment=first, worker=worker, answer={"label": "horse"}, key="k", at=NOON)

    first.refresh_from_db()
    assert (first.state, Answer.objects.count()) == ("claimed", 0)


def test_nobody_submits_for_somebody_else(open_job: Callable[..., Job], worker: User, other_worker: User) -> None:
    job = open_job()
    theirs = claiming.claim_next(job=job, worker=worker, at=NOON)

    with pytest.raises(submitting.LeaseLost):
        submitting.submit(assignment=theirs, worker=other_worker, answer=CAT, key="k", at=NOON)

    assert Answer.objects.count() == 0


def test_a_late_answer_is_taken_while_nobody_took_the_place(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=1)
    late = claiming.claim_next(job=job, worker=worker, at=NOON)
    after = NOON + timedelta(hours=1)

    done = submitting.submit(assignment=late, worker=worker, answer=CAT, key="k", at=after)

    assert not done.is_late
    assert states(job) == ["submitted"]


def test_a_late_answer_takes_the_place_back_that_the_clock_opened_again(
    open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=1)
    late = claiming.claim_next(job=job, worker=worker, at=NOON)
    after = NOON + timedelta(hours=1)
    submitting.return_expired(at=after)

    done = submitting.submit(assignment=late, worker=worker, answer=CAT, key="k", at=after)
    again = submitting.submit(assignment=late, worker=worker, answer=CAT, key="k", at=after)

    assert (done.is_late, again.is_repeat, again.assignment_id) == (False, True, done.assignment_id)
    assert states(job) == ["expired", "submitted"]


def test_a_late_answer_to_a_place_that_someone_took_is_kept_and_paid_from_the_reserve(
    open_job: Callable[..., Job], worker: User, other_worker: User
) -> None:
    job = open_job(micro_tasks=1)
    late = claiming.claim_next(job=job, worker=worker, at=NOON)
    after = NOON + timedelta(hours=1)
    claiming.claim_next(job=job, worker=other_worker, at=after)

    done = submitting.submit(assignment=late, worker=worker, answer=CAT, key="k", at=after)
    submitting.submit(assignment=late, worker=worker, answer=CAT, key="k", at=after)

    assert done.is_late
    assert earnings_micros(worker) == job.price_micros
    assert books.reserve().balance_micros == -job.price_micros
    assert Answer.objects.get(pk=late.pk).content == CAT
    assert states(job) == ["claimed", "expired"]


def test_a_late_answer_goes_to_the_row_that_the_same_worker_claimed_since(
    open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=1)
    late = claiming.claim_next(job=job, worker=worker, at=NOON)
    after = NOON + timedelta(hours=1)
    submitting.return_expired(at=after)
    held = claiming.claim_next(job=job, worker=worker, at=after)

    done = submitting.submit(assignment=late, worker=worker, answer=CAT, key="k", at=after)

    assert (done.assignment_id, done.is_late) == (held.pk, False)
    assert states(job) == ["expired", "submitted"]


def test_a_returned_assignment_leaves_a_fresh_open_row_for_others(
    open_job: Callable[..., Job], worker: User, other_worker: User
) -> None:
    job = open_job(micro_tasks=1)
    mine = claiming.claim_next(job=job, worker=worker, at=NOON)

    assert submitting.give_back(assignment=mine, worker=worker, at=NOON + timedelta(seconds=7))
    assert not submitting.give_back(assignment=mine, worker=worker, at=NOON + timedelta(seconds=8))

    assert states(job) == ["open", "returned"]
    assert claiming.claim_next(job=job, worker=other_worker, at=NOON).micro_task_id == mine.micro_task_id
    returned = WorkEvent.objects.get(type="task.returned")
    assert returned.ended_at - returned.started_at == timedelta(seconds=7)


def test_a_submitted_assignment_cannot_be_returned(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=1)
    mine = claiming.claim_next(job=job, worker=worker, at=NOON)
    submitting.submit(assignment=mine, worker=worker, answer=CAT, key="k", at=NOON)

    with pytest.raises(submitting.LeaseLost):
        submitting.give_back(assignment=mine, worker=worker, at=NOON)

    assert states(job) == ["submitted"]


def test_the_clock_opens_every_expired_place_once(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=1)
    claiming.claim_next(job=job, worker=worker, at=NOON)
    after = NOON + timedelta(hours=1)

    ended = [submitting.return_expired(at=after), submitting.return_expired(at=after)]

    assert ended == [1, 0]
    assert states(job) == ["expired", "open"]


def test_a_heartbeat_renews_the_lease_and_its_counters_never_fall(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job()
    mine = claiming.claim_next(job=job, worker=worker, at=NOON)
    soon = NOON + timedelta(seconds=30)

    desk.renew(assignment=mine, worker=worker, visible_ms=30_000, active_ms=20_000, at=soon)
    due_at = desk.renew(assignment=mine, worker=worker, visible_ms=15_000, active_ms=10_000, at=soon)

    mine.refresh_from_db()
    assert (mine.visible_ms, mine.active_ms, mine.due_at) == (30_000, 20_000, due_at)
    assert due_at == soon + timedelta(seconds=job.lease_seconds)


def test_visible_time_never_exceeds_the_lease(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job()
    mine = claiming.claim_next(job=job, worker=worker, at=NOON)

    desk.renew(assignment=mine, worker=worker, visible_ms=10**9, active_ms=10**9, at=NOON + timedelta(seconds=10))

    mine.refresh_from_db()
    assert (mine.visible_ms, mine.active_ms) == (12_000, 12_000)


def test_an_older_draft_does_not_overwrite_a_newer_one(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job()
    mine = claiming.claim_next(job=job, worker=worker, at=NOON)
    revision = desk.save_draft(assignment=mine, worker=worker, content=CAT, revision=0, at=NOON)
    desk.save_draft(assignment=mine, worker=worker, content=DOG, revision=revision, at=NOON)

    with pytest.raises(desk.DraftConflict) as conflict:
        desk.save_draft(assignment=mine, worker=worker, content={"label": "cow"}, revision=revision, at=NOON)

    assert (conflict.value.draft.content, conflict.value.draft.revision) == (DOG, 2)
    assert Draft.objects.get(pk=mine.pk).content == DOG


def test_submitting_clears_the_draft(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job()
    mine = claiming.claim_next(job=job, worker=worker, at=NOON)
    desk.save_draft(assignment=mine, worker=worker, content=CAT, revision=0, at=NOON)

    submitting.submit(assignment=mine, worker=worker, answer=CAT, key="k", at=NOON)

    assert Draft.objects.count() == 0


def test_a_submission_that_comes_to_another_process_finds_what_this_one_handed_out(
    open_job: Callable[..., Job], worker: User, other_worker: User
) -> None:
    job = open_job()
    held = claiming.claim_next(job=job, worker=worker, at=NOON)
    remembered = submitting.find_to_submit(public_id=held.public_id, worker=worker)

    read = submitting.find_to_submit(public_id=held.public_id.upper(), worker=worker)

    for found in (remembered, read):
        assert (found.pk, found.job.settings, found.micro_task.payload) == (
            held.pk,
            job.settings,
            held.micro_task.payload,
        )
    with pytest.raises(Assignment.DoesNotExist):
        submitting.find_to_submit(public_id=held.public_id, worker=other_worker)

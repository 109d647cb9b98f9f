"""Reporting a micro-task: free for the worker, and after three reports nobody gets it any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain import books as audit
from tasks.domain import claiming, jobs, pay_check, raising, reporting, reviewing, submitting
from tasks.models import Assignment, Job, MicroTask, Report
from tests.fixtures import CAT, EURO, NOON, earnings_micros, make_worker, states
from transparency.models import WorkEvent

LATER = NOON + timedelta(minutes=1)
Jobs = Callable[..., Job]


def report_by(number: int, job: Job, *, reason: str = "media") -> Assignment:
    """A worker of their own claims the next micro-task and reports it."""
    worker = make_worker(number)
    assignment = claiming.claim_next(job=job, worker=worker, at=NOON)
    reporting.report(assignment=assignment, worker=worker, reason=reason, words="", at=LATER)
    return assignment


def thrice(job: Job) -> MicroTask:
    """Three people report the same micro-task."""
    reported = {report_by(number, job).micro_task_id for number in (11, 12, 13)}
    assert len(reported) == 1
    return MicroTask.objects.get(pk=reported.pop())


def test_a_report_ends_the_attempt_as_returned_and_tells_the_log_why(open_job: Jobs) -> None:
    assignment = report_by(11, open_job(micro_tasks=1), reason="harmful")

    event = WorkEvent.objects.get(assignment_number=assignment.pk, type="task.returned")
    assert (event.note, event.ended_at, event.micros) == ("reported: harmful", LATER, 0)
    assert states(assignment.job) == ["open", "returned"]


def test_who_reported_it_never_gets_it_again_and_others_do(open_job: Jobs, worker: User, other_worker: User) -> None:
    job = open_job(micro_tasks=1)
    mine = claiming.claim_next(job=job, worker=worker, at=NOON)
    reporting.report(assignment=mine, worker=worker, reason="media", words="", at=LATER)

    with pytest.raises(claiming.NothingToClaim):
        claiming.claim_next(job=job, worker=worker, at=LATER)

    assert claiming.claim_next(job=job, worker=other_worker, at=LATER).micro_task_id == mine.micro_task_id


def test_reported_twice_by_the_same_person_it_counts_once(open_job: Jobs, worker: User) -> None:
    mine = claiming.claim_next(job=open_job(micro_tasks=1), worker=worker, at=NOON)

    first, second = (
        reporting.report(assignment=mine, worker=worker, reason="media", words="", at=LATER) for _ in range(2)
    )

    assert (first, second, Report.objects.count()) == (True, False, 1)


def test_two_reports_leave_it_to_others_and_the_third_withdraws_it(open_job: Jobs, worker: User) -> None:
    job = open_job(micro_tasks=1, wanted_answers=2)
    report_by(11, job)
    report_by(12, job)
    before = states(job)
    report_by(13, job)

    assert before == ["open", "open", "returned", "returned"]
    assert states(job) == ["returned"] * 3 + ["withdrawn"] * 2
    with pytest.raises(claiming.NothingToClaim):
        claiming.claim_next(job=job, worker=worker, at=LATER)


def test_whoever_holds_a_withdrawn_one_may_submit_and_is_paid(open_job: Jobs, worker: User) -> None:
    job = open_job(micro_tasks=1, wanted_answers=2)
    held = claiming.claim_next(job=job, worker=worker, at=NOON)
    thrice(job)

    submitting.submit(assignment=held, worker=worker, answer=CAT, key="k", at=LATER)
    reviewing.approve(job=job, assignment_ids=[held.pk], decided_by_id=None, at=LATER)

    assert earnings_micros(worker) == 4000
    assert pay_check.check_pay().troubles == ()


def test_a_withdrawn_one_that_is_given_back_or_runs_out_isnt_handed_out_again(open_job: Jobs, worker: User) -> None:
    job = open_job(micro_tasks=1, wanted_answers=3)
    given_back, lapsing = (claiming.claim_next(job=job, worker=person, at=NOON) for person in (worker, make_worker(9)))
    thrice(job)

    submitting.give_back(assignment=given_back, worker=worker, at=LATER)
    with pytest.raises(claiming.NothingToClaim):
        claiming.claim_next(job=job, worker=make_worker(10), at=NOON + timedelta(hours=1))
    submitting.return_expired(at=NOON + timedelta(hours=1))

    lapsing.refresh_from_db()
    assert (lapsing.state, states(job).count("withdrawn"), states(job).count("open")) == ("expired", 3, 0)


def test_put_back_it_is_handed_out_again_with_the_money_it_had(open_job: Jobs, worker: User) -> None:
    job = open_job(micro_tasks=1)
    micro_task = thrice(job)
    escrow = books.escrow(job_number=job.pk).balance_micros

    assert reporting.put_back(micro_task=micro_task, at=LATER)
    claimed = claiming.claim_next(job=job, worker=worker, at=LATER)

    assert claimed.micro_task == micro_task
    assert books.escrow(job_number=job.pk).balance_micros == escrow
    assert not Report.objects.filter(settled_at__isnull=True).exists()
    assert not reporting.put_back(micro_task=micro_task, at=LATER)


def test_after_it_was_put_back_three_new_reports_withdraw_it_again(open_job: Jobs) -> None:
    job = open_job(micro_tasks=1)
    micro_task = thrice(job)
    reporting.put_back(micro_task=micro_task, at=LATER)
    report_by(14, job)
    report_by(15, job)
    assert states(job).count("open") == 1

    report_by(16, job)

    assert states(job).count("withdrawn") == 1


def test_a_dropped_one_is_gone_for_good_and_its_money_comes_back_when_the_job_closes(
    open_job: Jobs, requester: User, worker: User
) -> None:
    job = open_job(micro_tasks=2)
    given = claiming.claim_next(job=job, worker=worker, at=NOON)
    micro_task = thrice(job)
    reporting.drop(micro_task=micro_task, at=LATER)
    submitting.submit(assignment=given, worker=worker, answer=CAT, key="k", at=LATER)
    reviewing.approve(job=job, assignment_ids=[given.pk], decided_by_id=None, at=LATER)

    with pytest.raises(reporting.Dropped):
        reporting.put_back(micro_task=micro_task, at=LATER)
    closed = jobs.close_finished(at=LATER)

    assert closed == 1
    assert books.funds(owner_id=requester.pk).balance_micros == 1000 * EURO - 4400
    assert books.escrow(job_number=job.pk).balance_micros == 0
    assert audit.recompute().is_clean


def test_a_finished_job_waits_for_its_requester_as_long_as_answers_do(open_job: Jobs) -> None:
    job = open_job(micro_tasks=1)
    thrice(job)

    at_once = jobs.close_finished(at=LATER)
    later = jobs.close_finished(at=LATER + job.auto_approval_delay)

    assert (at_once, later) == (0, 1)
    assert states(job) == ["returned"] * 3


def test_nothing_is_decided_once_the_job_is_closed(open_job: Jobs) -> None:
    job = open_job(micro_tasks=1)
    micro_task = thrice(job)
    jobs.close(job=job, at=LATER)

    for decide in (reporting.put_back, reporting.drop):
        with pytest.raises(reporting.NotRunning):
            decide(micro_task=micro_task, at=LATER)
    assert Report.objects.filter(settled_at__isnull=True).count() == 3


def test_a_raise_of_the_price_counts_what_may_be_put_back(open_job: Jobs) -> None:
    job = open_job(micro_tasks=1)
    micro_task = thrice(job)

    raising.raise_price(job=job, price_micros=5000, at=LATER)
    reporting.put_back(micro_task=micro_task, at=LATER)

    assert books.escrow(job_number=job.pk).balance_micros == 5500
    assert pay_check.check_pay().troubles == ()


def test_a_rejected_answer_to_a_withdrawn_one_gets_no_replacement(open_job: Jobs, worker: User) -> None:
    job = open_job(micro_tasks=1, wanted_answers=2)
    held = claiming.claim_next(job=job, worker=worker, at=NOON)
    submitting.submit(assignment=held, worker=worker, answer=CAT, key="k", at=NOON)
    thrice(job)

    is_replaced = reviewing.reject(assignment=held, code="wrong", words="No.", decided_by_id=job.requester_id, at=LATER)

    assert not is_replaced
    assert not reviewing.missing_replacements(job=job).exists()


def test_what_ran_out_may_be_reported_too_and_its_answer_is_then_not_taken(open_job: Jobs, worker: User) -> None:
    job = open_job(micro_tasks=1)
    mine = claiming.claim_next(job=job, worker=worker, at=NOON)
    hour = NOON + timedelta(hours=1)
    submitting.return_expired(at=hour)

    assert reporting.report(assignment=mine, worker=worker, reason="media", words="", at=hour)
    with pytest.raises(submitting.LeaseLost):
        submitting.submit(assignment=mine, worker=worker, answer=CAT, key="k", at=hour)

    assert states(job) == ["expired", "open"]


@pytest.mark.parametrize("before", ["submitted", "returned"])
def test_what_is_submitted_or_given_back_is_not_reported(open_job: Jobs, worker: User, before: str) -> None:
    mine = claiming.claim_next(job=open_job(micro_tasks=1), worker=worker, at=NOON)
    if before == "submitted":
        submitting.submit(assignment=mine, worker=worker, answer=CAT, key="k", at=NOON)
    else:
        submitting.give_back(assignment=mine, worker=worker, at=NOON)

    with pytest.raises(submitting.LeaseLost):
        reporting.report(assignment=mine, worker=worker, reason="media", words="", at=LATER)

    assert not Report.objects.exists()


def test_a_report_of_something_else_needs_words_and_personal_data_is_masked(open_job: Jobs, worker: User) -> None:
    mine = claiming.claim_next(job=open_job(micro_tasks=1), worker=worker, at=NOON)
    with pytest.raises(reporting.WordsMissing):
        reporting.report(assignment=mine, worker=worker, reason="other", words=" ", at=LATER)

    words = "Ask ann@example.org or +33 6 12 34 56 78, seen on 2026-11-24."
    reporting.report(assignment=mine, worker=worker, reason="other", words=words, at=LATER)

    assert Report.objects.get().words == "Ask […] or […], seen on 2026-11-24."


def test_nobody_empties_a_job_by_reporting_it(open_job: Jobs, worker: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "MOST_AN_HOUR", 2)
    job = open_job(micro_tasks=3)
    for _ in range(2):
        mine = claiming.claim_next(job=job, worker=worker, at=NOON)
        reporting.report(assignment=mine, worker=worker, reason="media", words="", at=LATER)
    third = claiming.claim_next(job=job, worker=worker, at=NOON)

    with pytest.raises(reporting.TooManyReports):
        reporting.report(assignment=third, worker=worker, reason="media", words="", at=LATER)

    third.refresh_from_db()
    assert (third.state, Report.objects.count()) == ("claimed", 2)


def test_a_place_whose_claim_was_given_up_meanwhile_is_withdrawn_by_the_clock(open_job: Jobs) -> None:
    job = open_job(micro_tasks=1)
    micro_task = thrice(job)
    Assignment.objects.filter(micro_task=micro_task, state="withdrawn").update(state="open")

    assert reporting.withdraw_leftovers() == 1
    assert states(job).count("open") == 0

"""Approving, rejecting, paying: every micro-euro."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain.books import recompute
from ledger.models import Transfer
from tasks.domain import claiming, jobs, pay_check, rests, reviewing, submitting
from tasks.models import Assignment, Job
from tests.fixtures import CAT, EURO, NOON, earnings_micros, make_draft, states
from transparency.domain import log
from transparency.models import WorkEvent


def answer_all(job: Job, worker: User) -> list[int]:
    """The worker answers everything that is left for them; the numbers of the assignments."""
    given = []
    while True:
        try:
            assignment = claiming.claim_next(job=job, worker=worker, at=NOON)
        except claiming.NothingToClaim:
            return given
        submitting.submit(assignment=assignment, worker=worker, answer=CAT, key=str(assignment.pk), at=NOON)
        given.append(assignment.pk)


def test_approval_pays_the_price_from_escrow_and_the_fee_with_it(
    open_job: Callable[..., Job], worker: User, requester: User
) -> None:
    job = open_job(micro_tasks=2, price_micros=4000)
    before = books.escrow(job_number=job.pk).balance_micros
    given = answer_all(job, worker)

    approved = reviewing.approve(job=job, assignment_ids=given[:1], decided_by_id=requester.pk, at=NOON)

    assert (before, approved) == (8800, 1)
    assert earnings_micros(worker) == 4000
    assert books.fees().balance_micros == 400
    assert books.escrow(job_number=job.pk).balance_micros == 4400
    assert WorkEvent.objects.get(type="task.paid").micros == 4000


def test_approving_twice_pays_once(open_job: Callable[..., Job], worker: User, requester: User) -> None:
    job = open_job(micro_tasks=1)
    given = answer_all(job, worker)

    approved = [reviewing.approve(job=job, assignment_ids=given, decided_by_id=requester.pk, at=NOON) for _ in "ab"]

    assert approved == [1, 0]
    assert earnings_micros(worker) == job.price_micros
    assert Transfer.objects.filter(reason="pay").count() == 1


def test_a_price_of_four_hundredths_of_a_cent_pays_400_micros(
    open_job: Callable[..., Job], worker: User, requester: User
) -> None:
    job = open_job(micro_tasks=1, price_micros=400)

    reviewing.approve(job=job, assignment_ids=answer_all(job, worker), decided_by_id=requester.pk, at=NOON)

    assert earnings_micros(worker) == 400


def test_ten_thousand_payments_of_400_micros_are_exactly_four_euros(requester: User, worker: User) -> None:
    job = make_draft(requester, texts=["line"] * 10_000, price_micros=400)
    jobs.publish(job=job, at=NOON)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tasks_assignment SET state = 'submitted', worker_id = %s, claimed_at = %s, due_at = %s,"
            " submitted_at = %s, price_micros = 400 WHERE job_id = %s",
            [worker.pk, NOON, NOON, NOON, job.pk],
        )

    reviewing.approve_until(job=job, until=NOON, decided_by_id=requester.pk, at=NOON)

    assert earnings_micros(worker) == 4 * EURO
    assert Transfer.objects.filter(reason="pay").count() == 10_000
    assert books.escrow(job_number=job.pk).balance_micros == 0
    assert recompute().is_clean


def test_a_fee_that_is_no_whole_micro_is_rounded_once_over_the_job(requester: User, worker: User) -> None:
    job = make_draft(requester, texts=["line"] * 7, price_micros=1)
    jobs.publish(job=job, at=NOON)
    assert books.escrow(job_number=job.pk).balance_micros == 8

    for pk in answer_all(job, worker):
        reviewing.approve(job=job, assignment_ids=[pk], decided_by_id=requester.pk, at=NOON)

    assert (earnings_micros(worker), books.fees().balance_micros) == (7, 1)
    assert books.escrow(job_number=job.pk).balance_micros == 0


def test_a_rejection_needs_a_code_and_words(open_job: Callable[..., Job], worker: User, requester: User) -> None:
    job = open_job(micro_tasks=1)
    assignment = Assignment.objects.get(pk=answer_all(job, worker)[0])

    for code, words in (("wrong", "  "), ("", "It is a dog."), ("because", "It is a dog.")):
        with pytest.raises(reviewing.WordsMissing):
            reviewing.reject(assignment=assignment, code=code, words=words, decided_by_id=requester.pk, at=NOON)

    assert states(job) == ["submitted"]


def test_a_rejected_answer_keeps_its_pay_in_escrow_and_its_replacement_has_fresh_money(
    open_job: Callable[..., Job], worker: User, requester: User
) -> None:
    job = open_job(micro_tasks=1, price_micros=4000)
    funds = books.funds(owner_id=requester.pk).balance_micros
    assignment = Assignment.objects.get(pk=answer_all(job, worker)[0])

    replaced = [
        reviewing.reject(assignment=assignment, code="wrong", words="A dog.", decided_by_id=requester.pk, at=NOON)
        for _ in "ab"
    ]

    assert replaced == [True, True]
    assert states(job) == ["open", "rejected"]
    assert books.escrow(job_number=job.pk).balance_micros == 2 * 4400
    assert books.funds(owner_id=requester.pk).balance_micros == funds - 4400
    assert earnings_micros(worker) == 0


def test_a_worker_is_not_given_again_what_was_rejected(
    open_job: Callable[..., Job], worker: User, other_worker: User, requester: User
) -> None:
    job = open_job(micro_tasks=1)
    assignment = Assignment.objects.get(pk=answer_all(job, worker)[0])
    reviewing.reject(assignment=assignment, code="wrong", words="A dog.", decided_by_id=requester.pk, at=NOON)

    with pytest.raises(claiming.NothingToClaim):
        claiming.claim_next(job=job, worker=worker, at=NOON)

    assert claiming.claim_next(job=job, worker=other_worker, at=NOON).micro_task_id == assignment.micro_task_id


def test_without_money_no_replacement_opens_until_there_is_some(requester: User, worker: User) -> None:
    job = make_draft(requester, texts=["one"], price_micros=100 * EURO, wanted_answers=9)
    jobs.publish(job=job, at=NOON)
    assignment = Assignment.objects.get(pk=answer_all(job, worker)[0])

    opened = reviewing.reject(assignment=assignment, code="wrong", words="No.", decided_by_id=requester.pk, at=NOON)
    assert (opened, states(job).count("open")) == (False, 8)

    from_friend = books.funds(owner_id=requester.pk)
    assert from_friend.balance_micros == 10 * EURO
    assert reviewing.open_missing_replacements(job=job, at=NOON) == 0


def test_answers_approve_themselves_when_their_time_has_come(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=2, auto_approval_seconds=3600)
    answer_all(job, worker)

    early = reviewing.approve_overdue(at=NOON + timedelta(seconds=3599))
    in_time = reviewing.approve_overdue(at=NOON + timedelta(seconds=3600))

    assert (early, in_time) == (0, 2)
    assert earnings_micros(worker) == 2 * job.price_micros
    assert set(WorkEvent.objects.filter(type="task.approved").values_list("note", flat=True)) == {"auto"}


def test_closing_gives_back_what_nobody_can_earn_any_more(
    open_job: Callable[..., Job], worker: User, requester: User
) -> None:
    job = open_job(micro_tasks=3, price_micros=4000)
    funds = books.funds(owner_id=requester.pk).balance_micros
    assignment = claiming.claim_next(job=job, worker=worker, at=NOON)

    jobs.close(job=job, at=NOON)
    jobs.close(job=job, at=NOON)

    assert books.funds(owner_id=requester.pk).balance_micros == funds + 2 * 4400
    submitting.submit(assignment=assignment, worker=worker, answer=CAT, key="k", at=NOON)
    reviewing.approve(job=job, assignment_ids=[assignment.pk], decided_by_id=requester.pk, at=NOON)
    assert (earnings_micros(worker), books.escrow(job_number=job.pk).balance_micros) == (4000, 0)


def test_the_rest_of_a_rejected_answer_goes_back_after_the_time_to_appeal(
    open_job: Callable[..., Job], worker: User, requester: User
) -> None:
    job = open_job(micro_tasks=1, price_micros=4000)
    funds = books.funds(owner_id=requester.pk).balance_micros
    assignment = Assignment.objects.get(pk=answer_all(job, worker)[0])
    jobs.close(job=job, at=NOON)
    reviewing.reject(assignment=assignment, code="wrong", words="A dog.", decided_by_id=requester.pk, at=NOON)

    rests.give_back_rests(at=NOON + timedelta(days=13))
    held = books.escrow(job_number=job.pk).balance_micros
    rests.give_back_rests(at=NOON + timedelta(days=15))

    assert (held, books.escrow(job_number=job.pk).balance_micros) == (4400, 0)
    assert books.funds(owner_id=requester.pk).balance_micros == funds + 4400


def test_a_job_closes_itself_when_every_wanted_answer_is_approved(
    open_job: Callable[..., Job], worker: User, requester: User
) -> None:
    job, unfinished = open_job(micro_tasks=1), open_job(micro_tasks=1)
    reviewing.approve(job=job, assignment_ids=answer_all(job, worker), decided_by_id=requester.pk, at=NOON)

    closed = jobs.close_finished(at=NOON)

    job.refresh_from_db()
    unfinished.refresh_from_db()
    assert (closed, job.state, unfinished.state) == (1, "closed", "open")


def test_check_books_prints_figures_and_is_content_with_honest_books(
    open_job: Callable[..., Job], worker: User, requester: User
) -> None:
    job = open_job(micro_tasks=2)
    reviewing.approve(job=job, assignment_ids=answer_all(job, worker), decided_by_id=requester.pk, at=NOON)
    out = StringIO()

    call_command("check_books", stdout=out)

    assert "approved answers 2, paid 2" in out.getvalue()
    assert "sum of all balances: 0 micros" in out.getvalue()


def test_the_check_of_pay_misses_no_event_and_no_late_pay(
    open_job: Callable[..., Job], worker: User, other_worker: User
) -> None:
    job = open_job(micro_tasks=1)
    late = claiming.claim_next(job=job, worker=worker, at=NOON)
    taken = claiming.claim_next(job=job, worker=other_worker, at=NOON + timedelta(hours=1))
    Assignment.objects.filter(pk=late.pk).update(submitted_at=NOON + timedelta(hours=1), price_micros=4000)
    log.record([log.Event(log.Type.PAID, NOON, 1, 1, job.pk, taken.pk, micros=4000)])
    submitting.submit(assignment=taken, worker=other_worker, answer=CAT, key="k", at=NOON)
    reviewing.approve(job=job, assignment_ids=[taken.pk], decided_by_id=None, at=NOON)

    troubles = pay_check.check_pay().troubles

    assert troubles == (
        f"Late answers without their pay: 1, numbers {late.pk}",
        f"Payments that the log doesn’t tell of, or tells of twice: 1, numbers {taken.pk}",
    )


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE ledger_account SET balance_micros = balance_micros + 1 WHERE kind = 'earnings'",
        "UPDATE tasks_assignment SET state = 'submitted', decided_at = NULL WHERE state = 'approved'",
        "UPDATE tasks_assignment SET price_micros = price_micros + 1 WHERE state = 'approved'",
        "UPDATE ledger_account SET owner_id = NULL, kind = 'reserve' WHERE kind = 'earnings'",
    ],
)
def test_check_books_exits_with_1_on_any_difference(
    open_job: Callable[..., Job], worker: User, requester: User, tampering: str
) -> None:
    job = open_job(micro_tasks=2)
    reviewing.approve(job=job, assignment_ids=answer_all(job, worker), decided_by_id=requester.pk, at=NOON)
    assert pay_check.check_pay().troubles == ()
    with connection.cursor() as cursor:
        cursor.execute(tampering)

    with pytest.raises(SystemExit) as end:
        call_command("check_books", stdout=StringIO(), stderr=StringIO())

    assert end.value.code == 1

"""What holds however much work there is: the cost of a claim, exact pay, submissions that wait for nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction
from psycopg._queries import MAX_CACHED_STATEMENT_LENGTH

from accounts.models import User
from ledger.domain import books
from ledger.models import Transfer
from tasks.domain import claiming, cutting, jobs, reviewing, splitting, statements, submitting
from tasks.models import Answer, Assignment, Job, Participation
from tests.fixtures import CAT, EURO, NOON, earnings_micros, make_draft, make_worker
from web.domain.formatting import parse_micros

MANY = 4_000
# A claim reads its candidate, its own row again, and what its worker holds; some more for what others hold.
FEW_ROWS = 12


def rows_read() -> int:
    """How many rows of assignments this transaction has fetched so far, by whatever plan."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'tasks_assignment'"
        )
        (count,) = cursor.fetchone()
    return int(count)


@pytest.mark.parametrize("name", ["SUBMIT", "CLAIM", "CLAIM_AHEAD", "FIND"])
def test_the_driver_remembers_the_form_of_the_busiest_statements(name: str) -> None:
    assert len(getattr(statements, name)) <= MAX_CACHED_STATEMENT_LENGTH


def let_have_done(job: Job, worker: User, *, micro_tasks: int) -> None:
    """Rows as they stand after `worker` answered the first micro-tasks of a job, one answer of each."""
    # The first chunk has number 1: its items begin where a chunk number 0 would have ended.
    last = (cutting.ITEMS_A_CHUNK + micro_tasks) * cutting.POSITIONS_AN_ITEM * 16 - 1
    Assignment.objects.filter(job=job, ordinal=1, place__lte=last).update(
        state="submitted",
        worker=worker,
        claimed_at=NOON,
        shown_at=NOON,
        due_at=NOON,
        submitted_at=NOON,
        price_micros=job.price_micros,
    )
    Participation.objects.create(job=job, worker=worker, place=last)


def test_a_claim_reads_a_few_rows_however_much_its_worker_has_done(requester: User, worker: User) -> None:
    job = make_draft(requester, texts=[f"line {n}" for n in range(MANY)], wanted_answers=3)
    jobs.publish(job=job, at=NOON)
    let_have_done(job, worker, micro_tasks=MANY // 2)
    before = rows_read()

    claim = claiming.claim_next(job=job, worker=worker, at=NOON)

    assert claim.micro_task.payload["text"] == f"line {MANY // 2}"
    assert rows_read() - before <= FEW_ROWS


def test_a_claim_reads_a_few_rows_in_a_job_of_any_size_without_statistics(requester: User, worker: User) -> None:
    job = make_draft(requester, texts=[f"line {n}" for n in range(MANY)], wanted_answers=2)
    jobs.publish(job=job, at=NOON)
    before = rows_read()

    for number in range(10):
        assignment = claiming.claim_next(job=job, worker=worker, at=NOON)
        submitting.submit(assignment=assignment, worker=worker, answer=CAT, key=f"{number}", at=NOON)

    assert rows_read() - before <= 10 * 2 * FEW_ROWS


def test_telling_that_nothing_is_left_reads_a_bounded_part_of_the_queue(
    requester: User, worker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claiming, "LOOK_BACK_ROWS", 100)
    job = make_draft(requester, texts=[f"line {n}" for n in range(MANY)], wanted_answers=3)
    jobs.publish(job=job, at=NOON)
    let_have_done(job, worker, micro_tasks=MANY)
    before = rows_read()

    with pytest.raises(claiming.NothingToClaim):
        claiming.claim_next(job=job, worker=worker, at=NOON)

    # Each row that is looked at costs a look at what the worker did of the same micro-task.
    assert rows_read() - before <= 3 * 100 + FEW_ROWS


def test_cancelling_an_upload_reads_its_own_rows_and_not_everybodys_for_each_of_them(requester: User) -> None:
    make_draft(requester, texts=[f"line {n}" for n in range(MANY)])
    draft = make_draft(requester, texts=[f"line {n}" for n in range(50)])
    before = rows_read()

    splitting.cancel_upload(upload=draft.uploads.get())
    connection.check_constraints()

    # At most once through the table, when the planner thinks that best for the 50 at once.
    assert rows_read() - before <= MANY + 10 * 50
    assert Assignment.objects.count() == MANY


def test_four_hundredths_of_a_cent_pay_four_hundred_micros(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=1, price_micros=parse_micros("0.0004"))
    assignment = claiming.claim_next(job=job, worker=worker, at=NOON)
    submitting.submit(assignment=assignment, worker=worker, answer=CAT, key="k", at=NOON)

    reviewing.approve(job=job, assignment_ids=[assignment.pk], decided_by_id=None, at=NOON)

    assert earnings_micros(worker) == 400


def test_ten_thousand_payments_of_four_hundred_micros_are_exactly_four_euros(requester: User, worker: User) -> None:
    job = make_draft(requester, texts=[f"line {n}" for n in range(10_000)], price_micros=400)
    jobs.publish(job=job, at=NOON)
    let_have_done(job, worker, micro_tasks=10_000)
    ids = list(Assignment.objects.filter(job=job).order_by("pk").values_list("pk", flat=True))

    approved = reviewing.approve(job=job, assignment_ids=ids, decided_by_id=None, at=NOON)

    assert (approved, earnings_micros(worker)) == (10_000, 4 * EURO)
    assert Transfer.objects.filter(reason=Transfer.Reason.PAY).count() == 10_000
    assert books.recompute().is_clean


@pytest.mark.django_db(transaction=True)
def test_submitting_does_not_wait_for_an_approval_that_holds_the_escrow(requester: User) -> None:
    job = make_draft(requester, texts=["one", "two", "three"])
    jobs.publish(job=job, at=NOON)
    first, second = make_worker(1), make_worker(2)
    done, in_hand = (claiming.claim_next(job=job, worker=person, at=NOON) for person in (first, second))
    submitting.submit(assignment=done, worker=first, answer=CAT, key="k", at=NOON)
    given: list[str] = []

    def submit_meanwhile() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
            submission = submitting.submit(
                assignment=in_hand, worker=second, answer=CAT, key="k", at=NOON, with_next=True
            )
            given.append(submission.next_claim.in_hand.payload["text"] if submission.next_claim else "nothing")
        finally:
            connections.close_all()

    with transaction.atomic():
        reviewing.approve(job=job, assignment_ids=[done.pk], decided_by_id=None, at=NOON)
        thread = threading.Thread(target=submit_meanwhile)
        thread.start()
        thread.join()

    assert given == ["three"]
    assert Answer.objects.count() == 2

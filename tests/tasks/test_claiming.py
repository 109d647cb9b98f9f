"""Claims: one row a wanted answer, each worker once a micro-task, nobody waits."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction

from accounts.models import User
from ledger.domain.transfers import InsufficientFunds
from tasks.domain import claiming, jobs, submitting
from tasks.models import Answer, Assignment, Job, Participation
from tests.fixtures import CAT, EURO, NOON, make_draft, make_worker, states
from transparency.models import WorkEvent


def test_a_worker_is_given_the_micro_tasks_in_their_order(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=3)

    given = []
    for n in range(3):
        assignment = claiming.claim_next(job=job, worker=worker, at=NOON)
        given.append(assignment.micro_task.payload["text"])
        submitting.submit(assignment=assignment, worker=worker, answer=CAT, key=f"k{n}", at=NOON)

    assert given == ["line 0", "line 1", "line 2"]
    with pytest.raises(claiming.NothingToClaim):
        claiming.claim_next(job=job, worker=worker, at=NOON)


def test_asking_twice_gives_the_same_assignment_with_a_fresh_lease(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job()
    first = claiming.claim_next(job=job, worker=worker, at=NOON)

    again = claiming.claim_next(job=job, worker=worker, at=NOON + timedelta(minutes=5))

    assert again.pk == first.pk
    assert again.due_at == NOON + timedelta(minutes=5, seconds=job.lease_seconds)
    assert states(job).count("claimed") == 1


def test_nobody_works_on_their_own_job(open_job: Callable[..., Job], requester: User) -> None:
    job = open_job(micro_tasks=2)
    requester.is_worker = True
    requester.save(update_fields=["is_worker"])

    with pytest.raises(claiming.OwnJob):
        claiming.claim_next(job=job, worker=requester, at=NOON)

    assert states(job) == ["open", "open"]
    assert not Participation.objects.exists()


def test_what_a_requester_held_of_their_own_job_is_not_followed_by_more(
    open_job: Callable[..., Job], requester: User
) -> None:
    job = open_job(micro_tasks=2)
    first = job.assignments.order_by("place").first()
    held = {"worker": requester, "state": "claimed", "claimed_at": NOON, "due_at": NOON}
    Assignment.objects.filter(pk=first.pk).update(**held)
    first.refresh_from_db()

    submission = submitting.submit(assignment=first, worker=requester, answer=CAT, key="k", at=NOON, with_next=True)

    assert submission.next_claim is None
    assert states(job) == ["open", "submitted"]


def test_a_worker_answers_each_micro_task_once_however_many_answers_are_wanted(
    open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=2, wanted_answers=3)

    for n in range(2):
        assignment = claiming.claim_next(job=job, worker=worker, at=NOON)
        submitting.submit(assignment=assignment, worker=worker, answer=CAT, key=f"k{n}", at=NOON)

    with pytest.raises(claiming.NothingToClaim):
        claiming.claim_next(job=job, worker=worker, at=NOON)
    assert states(job) == ["open"] * 4 + ["submitted"] * 2


def test_the_database_refuses_a_second_answer_of_one_worker_to_a_micro_task(
    open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=1, wanted_answers=2)
    claiming.claim_next(job=job, worker=worker, at=NOON)
    sibling = Assignment.objects.get(job=job, state="open")

    with pytest.raises(IntegrityError, match="tasks_worker_answers_a_micro_task_once"), transaction.atomic():
        Assignment.objects.filter(pk=sibling.pk).update(state="claimed", worker=worker, claimed_at=NOON, due_at=NOON)

    sibling.refresh_from_db()
    assert sibling.state == "open"


def test_a_draft_and_a_closed_job_give_nothing(requester: User, worker: User, open_job: Callable[..., Job]) -> None:
    draft, closed = make_draft(requester, texts=["one"]), open_job()
    jobs.close(job=closed, at=NOON)

    for job in (draft, closed):
        with pytest.raises(claiming.NothingToClaim):
            claiming.claim_next(job=job, worker=worker, at=NOON)


def test_a_claim_takes_over_a_lease_that_ran_out(
    open_job: Callable[..., Job], worker: User, other_worker: User
) -> None:
    job = open_job(micro_tasks=1)
    lapsed = claiming.claim_next(job=job, worker=worker, at=NOON)
    later = NOON + timedelta(seconds=job.lease_seconds + 1)

    taken = claiming.claim_next(job=job, worker=other_worker, at=later)

    lapsed.refresh_from_db()
    assert (lapsed.state, lapsed.ended_at) == ("expired", later)
    assert (taken.micro_task_id, taken.ordinal, taken.worker) == (lapsed.micro_task_id, lapsed.ordinal, other_worker)
    assert list(WorkEvent.objects.order_by("id").values_list("type", flat=True)) == [
        "task.claimed", "task.opened", "task.expired", "task.claimed", "task.opened",
    ]  # fmt: skip


def test_nobody_takes_over_a_lease_that_still_holds(
    open_job: Callable[..., Job], worker: User, other_worker: User
) -> None:
    job = open_job(micro_tasks=1)
    claiming.claim_next(job=job, worker=worker, at=NOON)

    with pytest.raises(claiming.NothingToClaim):
        claiming.claim_next(job=job, worker=other_worker, at=NOON + timedelta(seconds=job.lease_seconds - 1))


def test_a_row_behind_the_workers_place_is_found_by_the_second_look(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=3)
    Participation.objects.create(job=job, worker=worker, place=1 << 62)

    assignment = claiming.claim_next(job=job, worker=worker, at=NOON)

    assert assignment.micro_task.payload["text"] == "line 0"


def test_the_second_look_reads_a_bounded_part_and_goes_on_from_there(
    open_job: Callable[..., Job], worker: User, other_worker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claiming, "LOOK_BACK_ROWS", 2)
    job = open_job(micro_tasks=5, wanted_answers=2)
    for n in range(4):
        assignment = claiming.claim_next(job=job, worker=worker, at=NOON)
        submitting.submit(assignment=assignment, worker=worker, answer=CAT, key=f"k{n}", at=NOON)
    Participation.objects.filter(job=job, worker=worker).update(place=1 << 62)

    refusals = 0
    while True:
        try:
            found = claiming.claim_next(job=job, worker=worker, at=NOON)
            break
        except claiming.NothingToClaim:
            refusals += 1

    assert (found.micro_task.payload["text"], refusals) == ("line 4", 2)


@pytest.mark.django_db(transaction=True)
def test_sixteen_claimers_at_once_give_exactly_the_wanted_answers(requester: User) -> None:
    job = make_draft(requester, texts=[f"line {n}" for n in range(200)], wanted_answers=3)
    jobs.publish(job=job, at=NOON)
    workers = [make_worker(n) for n in range(16)]
    start, waiting, troubles = threading.Barrier(17), list[int](), list[BaseException]()
    threads = [
        *(threading.Thread(target=_work_until_nothing_is_left, args=(job, w, start, troubles)) for w in workers[1:]),
        threading.Thread(target=_hold_a_row_to_the_end, args=(job, workers[0], start, troubles)),
    ]
    watcher = threading.Thread(target=_count_lock_waits, args=(threads, start, waiting))

    for thread in [*threads, watcher]:
        thread.start()
    for thread in [*threads, watcher]:
        thread.join()

    assert troubles == []
    assert states(job) == ["submitted"] * 600
    pairs = Counter(Assignment.objects.filter(job=job).values_list("micro_task_id", "worker_id"))
    assert (len(pairs), max(pairs.values())) == (600, 1)
    assert set(Counter(Assignment.objects.filter(job=job).values_list("micro_task_id", flat=True)).values()) == {3}
    assert Answer.objects.count() == 600
    # One may be seen waiting for the end of a statement that met their row in the moment they took it; when claims
    # wait for each other a dozen stand in line.
    assert max(waiting) <= 2
    held, other = Assignment.objects.filter(job=job, worker=workers[1]).order_by("pk")[:2]
    with pytest.raises(IntegrityError, match="tasks_worker_answers_a_micro_task_once"):
        Assignment.objects.filter(pk=other.pk).update(micro_task=held.micro_task, ordinal=9)


def _hold_a_row_to_the_end(job: Job, worker: User, start: threading.Barrier, troubles: list[BaseException]) -> None:
    """Claim a row and don't commit until all others are answered and the others have asked for this one in vain."""
    try:
        start.wait()
        with transaction.atomic():
            assignment = claiming.claim_next(job=job, worker=worker, at=NOON)
            while Assignment.objects.filter(job=job, state="submitted").count() < 599:
                time.sleep(0.01)
            time.sleep(0.2)
        submitting.submit(assignment=assignment, worker=worker, answer=CAT, key="held", at=NOON)
    except BaseException as trouble:
        troubles.append(trouble)
    finally:
        connections.close_all()


def _work_until_nothing_is_left(
    job: Job, worker: User, start: threading.Barrier, troubles: list[BaseException]
) -> None:
    try:
        start.wait()
        n = 0
        while True:
            try:
                assignment = claiming.claim_next(job=job, worker=worker, at=NOON)
            except claiming.NothingToClaim:
                if (
                    not Assignment.objects.filter(job=job, state="open")
                    .exclude(micro_task__in=Assignment.objects.filter(job=job, worker=worker).values("micro_task"))
                    .exists()
                ):
                    return
                continue
            submitting.submit(assignment=assignment, worker=worker, answer=CAT, key=f"{worker.pk}-{n}", at=NOON)
            n += 1
    except BaseException as trouble:
        troubles.append(trouble)
    finally:
        connections.close_all()


def _count_lock_waits(threads: list[threading.Thread], start: threading.Barrier, waiting: list[int]) -> None:
    """Look every few milliseconds whether any claim waits for a row or a transaction of another."""
    try:
        start.wait()
        while any(thread.is_alive() for thread in threads):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    " AND wait_event IN ('tuple', 'transactionid') AND query LIKE '%tasks_participation%'"
                )
                waiting.append(cursor.fetchone()[0])
            threads[0].join(0.003)
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_a_claim_does_not_wait_for_a_row_that_another_transaction_holds(requester: User) -> None:
    job = make_draft(requester, texts=["one", "two"])
    jobs.publish(job=job, at=NOON)
    first, second, third = make_worker(1), make_worker(2), make_worker(3)
    claimed: list[str] = []

    def claim_meanwhile() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
            claimed.append(claiming.claim_next(job=job, worker=second, at=NOON).micro_task.payload["text"])
            claiming.claim_next(job=job, worker=third, at=NOON)
        except claiming.NothingToClaim:
            claimed.append("nothing")
        finally:
            connections.close_all()

    with transaction.atomic():
        claiming.claim_next(job=job, worker=first, at=NOON)
        thread = threading.Thread(target=claim_meanwhile)
        thread.start()
        thread.join()

    assert claimed == ["two", "nothing"]


def test_publishing_without_enough_money_opens_nothing(requester: User, worker: User) -> None:
    job = make_draft(requester, texts=["one"], price_micros=100 * EURO, wanted_answers=9)
    poor = make_draft(requester, texts=["one", "two"], price_micros=100 * EURO, wanted_answers=9)
    jobs.publish(job=job, at=NOON)

    with pytest.raises(InsufficientFunds):
        jobs.publish(job=poor, at=NOON)

    poor.refresh_from_db()
    assert poor.state == "draft"

"""Reports that come at the same moment as each other, a submission, a return: real transactions, real threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from accounts.models import User
from ledger.domain import books
from tasks.domain import claiming, jobs, pay_check, reporting, submitting
from tasks.models import Answer, Assignment, Job, MicroTask, Report
from tests.fixtures import CAT, NOON, make_draft, make_worker, states
from tests.tasks.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def job(requester: User) -> Job:
    made = make_draft(requester, texts=["one"], wanted_answers=4)
    jobs.publish(job=made, at=NOON)
    return made


def held_by(job: Job, numbers: range) -> list[tuple[Assignment, User]]:
    people = [make_worker(number) for number in numbers]
    return [(claiming.claim_next(job=job, worker=person, at=NOON), person) for person in people]


def reporter(assignment: Assignment, worker: User) -> Callable[[], object]:
    return lambda: reporting.report(assignment=assignment, worker=worker, reason="media", words="", at=LATER)


def test_three_reports_at_once_withdraw_it_once(job: Job) -> None:
    found = at_once(*(reporter(*held) for held in held_by(job, range(10, 13))))

    assert found == [True, True, True]
    assert MicroTask.objects.get().withdrawn_at == LATER
    assert states(job) == ["returned"] * 3 + ["withdrawn"] * 4


def test_a_report_and_a_submission_of_the_same_attempt_are_one_or_the_other(job: Job) -> None:
    ((mine, worker),) = held_by(job, range(10, 11))

    reported, submitted = at_once(
        reporter(mine, worker),
        lambda: submitting.submit(assignment=mine, worker=worker, answer=CAT, key="k", at=LATER).assignment_id,
    )

    assert (reported, submitted) in [(True, submitting.LeaseLost), (submitting.LeaseLost, mine.pk)]
    assert Report.objects.count() + Answer.objects.count() == 1


def test_the_third_report_waits_for_nobody_who_submits(job: Job) -> None:
    *reporters, (held, worker) = held_by(job, range(10, 14))
    for assignment, person in reporters[:2]:
        reporting.report(assignment=assignment, worker=person, reason="media", words="", at=LATER)
    third, person = reporters[2]

    with transaction.atomic():
        submitting.submit(assignment=held, worker=worker, answer=CAT, key="k", at=LATER)
        (found,) = at_once(reporter(third, person))

    assert found is True
    assert states(job) == ["returned"] * 3 + ["submitted"] + ["withdrawn"] * 3
    assert books.recompute().is_clean
    assert pay_check.check_pay().troubles == ()


def test_a_place_that_comes_back_while_the_third_report_is_written_is_withdrawn_too(job: Job) -> None:
    *reporters, (returned, worker) = held_by(job, range(10, 14))
    for assignment, person in reporters[:2]:
        reporting.report(assignment=assignment, worker=person, reason="media", words="", at=LATER)
    third, person = reporters[2]
    began = threading.Event()

    def give_back() -> bool:
        began.set()
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '20s'")
        return submitting.give_back(assignment=returned, worker=worker, at=LATER)

    with transaction.atomic():
        reporting.report(assignment=third, worker=person, reason="media", words="", at=LATER)
        thread = threading.Thread(target=lambda: (give_back(), connections.close_all()))
        thread.start()
        began.wait()
    thread.join()

    assert states(job) == ["returned"] * 4 + ["withdrawn"] * 4


def test_put_back_and_a_new_report_at_once_lose_no_place(job: Job) -> None:
    held = held_by(job, range(10, 14))
    for assignment, person in held[:3]:
        reporting.report(assignment=assignment, worker=person, reason="media", words="", at=LATER)
    micro_task = MicroTask.objects.get()

    found = at_once(lambda: reporting.put_back(micro_task=micro_task, at=LATER), reporter(*held[3]))

    assert found == [True, True]
    withdrawn = MicroTask.objects.get().withdrawn_at is not None
    assert states(job) == (["returned"] * 4 + ["withdrawn"] * 4 if withdrawn else ["open"] * 4 + ["returned"] * 4)

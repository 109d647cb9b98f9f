"""Appeals that meet another decision at the same moment: real transactions, real threads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections, transaction

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain import books as ledger_books
from tasks.domain import appeals, jobs, pay_check, rests
from tasks.models import Appeal, AppealStep, Assignment, Job
from tests.fixtures import CAT, NOON, earnings_micros
from tests.tasks.answering import answer, reject
from tests.tasks.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
SOON = NOON + timedelta(hours=1)
LAST_MOMENT = NOON + settings.APPEAL_TIME - timedelta(seconds=1)


@pytest.fixture
def rejected(open_job: Callable[..., Job], worker: User) -> Assignment:
    (given,) = answer(open_job(micro_tasks=1, price_micros=4000), worker, [CAT])
    reject(given)
    return Assignment.objects.select_related("job").get(pk=given.pk)


@pytest.fixture
def filed(rejected: Assignment, worker: User, requester: User) -> Appeal:
    filed = appeals.file(assignment=rejected, worker=worker, words="A cat.", at=SOON)
    appeals.reply(appeal=filed, person=requester, words="A dog.", at=SOON)
    return filed


def decider(appeal: Appeal, number: int, *, is_won: bool) -> Callable[[], object]:
    auditor = User.objects.create_user(f"auditor{number}@example.org", "a calm long password", is_auditor=True)
    own = Appeal.objects.get(pk=appeal.pk)
    return lambda: appeals.decide(appeal=own, auditor=auditor, is_won=is_won, words=f"{number}", at=SOON)


def the_books_are_right() -> bool:
    return ledger_books.recompute().is_clean and pay_check.check_pay().troubles == ()


def test_of_two_auditors_at_once_one_decides_and_it_is_paid_once_or_not(filed: Appeal, worker: User) -> None:
    found = at_once(decider(filed, 1, is_won=True), decider(filed, 2, is_won=False), decider(filed, 3, is_won=True))

    assert sorted(found, key=str) == sorted([True, appeals.AlreadyDecided, appeals.AlreadyDecided], key=str)
    assert earnings_micros(worker) == (4000 if Appeal.objects.get().state == "won" else 0)
    assert the_books_are_right()


def test_a_requester_who_gives_in_while_an_auditor_decides_pays_once(
    filed: Appeal, worker: User, requester: User
) -> None:
    own = Appeal.objects.get(pk=filed.pk)

    found = at_once(
        lambda: appeals.give_in(appeal=own, person=requester, words="", at=SOON), decider(filed, 1, is_won=True)
    )

    assert sorted(found, key=str) == sorted([True, appeals.AlreadyDecided], key=str)
    assert (earnings_micros(worker), AppealStep.objects.count()) == (4000, 3)
    assert the_books_are_right()


def test_an_appeal_and_the_rest_given_back_at_once_find_the_money_or_are_told_that_it_went(
    rejected: Assignment, worker: User
) -> None:
    jobs.close(job=rejected.job, at=SOON)

    found = at_once(
        lambda: appeals.file(assignment=rejected, worker=worker, words="A cat.", at=LAST_MOMENT).state,
        lambda: rests.give_back_rests(at=NOON + settings.APPEAL_TIME),
    )

    left = books.escrow(job_number=rejected.job_id).balance_micros
    assert (found[0], found[1], left) in [("filed", 0, 4400), (appeals.TooLate, 1, 0)]
    assert the_books_are_right()


def test_a_job_that_closes_while_somebody_appeals_keeps_the_pay(rejected: Assignment, worker: User) -> None:
    with transaction.atomic():
        appeals.file(assignment=rejected, worker=worker, words="A cat.", at=LAST_MOMENT)
        before = Appeal.objects.count()
        (waits,) = at_once(lambda: closed_without_waiting(rejected.job))
    jobs.close(job=rejected.job, at=NOON + 2 * settings.APPEAL_TIME)

    assert (before, waits) == (1, "waits")
    assert books.escrow(job_number=rejected.job_id).balance_micros == 4400


def closed_without_waiting(job: Job) -> str:
    """Whether closing has to wait for somebody’s lock; it is not done."""
    with transaction.atomic():
        free = Job.objects.select_for_update(skip_locked=True).filter(pk=job.pk).exists()
    connections.close_all()
    return "free" if free else "waits"


def test_one_appeal_comes_of_two_forms_sent_at_once(rejected: Assignment, worker: User) -> None:
    def file() -> object:
        return appeals.file(assignment=rejected, worker=worker, words="A cat.", at=SOON).pk

    first, second = at_once(file, file)

    assert first == second == Appeal.objects.get().pk

"""Appeals of rejected answers: who may, until when, what it pays, what stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.utils import Error

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain import books as ledger_books
from ledger.models import Transfer
from tasks.domain import appeals, jobs, pay_check, redoing, rests, results
from tasks.models import Appeal, AppealStep, Assignment, Job
from tests.fixtures import CAT, DOG, NOON, earnings_micros, states
from tests.tasks.answering import answer, approve, reject
from transparency.models import WorkEvent

SOON = NOON + timedelta(hours=1)
WORDS = "It says cat in the second word."


@pytest.fixture
def rejected(open_job: Callable[..., Job], worker: User) -> Assignment:
    """One rejected answer, with its replacement open."""
    (given,) = answer(open_job(micro_tasks=1, price_micros=4000), worker, [CAT])
    reject(given)
    return Assignment.objects.select_related("job").get(pk=given.pk)


@pytest.fixture
def filed(rejected: Assignment, worker: User) -> Appeal:
    return appeals.file(assignment=rejected, worker=worker, words=WORDS, at=SOON)


def steps(appeal: Appeal) -> list[tuple[str, str]]:
    return list(AppealStep.objects.filter(appeal=appeal).order_by("pk").values_list("became", "words"))


def escrow_micros(job: Job) -> int:
    return books.escrow(job_number=job.pk).balance_micros


def test_an_appeal_says_until_when_each_side_has_time(filed: Appeal, requester: User) -> None:
    assert (filed.state, filed.against_id) == ("filed", requester.pk)
    assert filed.reply_until == SOON + timedelta(days=5)
    assert filed.decide_until == SOON + timedelta(days=14)
    assert steps(filed) == [("filed", WORDS)]
    assert WorkEvent.objects.filter(type="appeal.filed").count() == 1


def test_the_same_appeal_again_changes_nothing_and_other_words_are_refused(filed: Appeal, worker: User) -> None:
    assert appeals.file(assignment=filed.assignment, worker=worker, words=WORDS, at=SOON) == filed

    with pytest.raises(appeals.AlreadyAppealed):
        appeals.file(assignment=filed.assignment, worker=worker, words="Something else.", at=SOON)

    assert Appeal.objects.count() == AppealStep.objects.count() == 1


def test_only_its_worker_appeals_and_only_in_words(rejected: Assignment, worker: User, other_worker: User) -> None:
    with pytest.raises(appeals.NotYours):
        appeals.file(assignment=rejected, worker=other_worker, words=WORDS, at=SOON)
    with pytest.raises(appeals.Wordless):
        appeals.file(assignment=rejected, worker=worker, words="  ", at=SOON)

    assert Appeal.objects.count() == 0


def test_an_answer_that_waits_or_is_approved_has_nothing_to_appeal(open_job: Callable[..., Job], worker: User) -> None:
    waiting, approved = answer(open_job(micro_tasks=2), worker, [CAT, DOG])
    approve(approved.job, [approved])

    for given in (waiting, approved):
        with pytest.raises(appeals.NotRejected):
            appeals.file(assignment=given, worker=worker, words=WORDS, at=SOON)


def test_after_the_time_to_appeal_it_is_too_late(rejected: Assignment, worker: User) -> None:
    with pytest.raises(appeals.TooLate):
        appeals.file(assignment=rejected, worker=worker, words=WORDS, at=NOON + settings.APPEAL_TIME)

    assert Appeal.objects.count() == 0


def test_an_auditor_waits_for_the_other_side_until_its_time_is_over(filed: Appeal, auditor: User) -> None:
    with pytest.raises(appeals.TimeToReply) as refusal:
        appeals.decide(appeal=filed, auditor=auditor, is_won=True, words="It is a cat.", at=SOON)

    assert refusal.value.until == filed.reply_until
    assert appeals.decide(appeal=filed, auditor=auditor, is_won=True, words="A cat.", at=filed.reply_until)


def test_a_won_appeal_pays_at_once_from_what_the_rejection_left(
    filed: Appeal, auditor: User, requester: User, worker: User
) -> None:
    job, funds = Job.objects.get(), books.funds(owner_id=requester.pk).balance_micros
    appeals.reply(appeal=filed, person=requester, words="I see a dog.", at=SOON)

    decided = [
        appeals.decide(appeal=filed, auditor=auditor, is_won=True, words="It is a cat.", at=SOON) for _ in range(2)
    ]

    assert decided == [True, False]
    assert earnings_micros(worker) == 4000
    # The replacement that was opened meanwhile keeps its own money.
    assert (escrow_micros(job), books.funds(owner_id=requester.pk).balance_micros) == (4400, funds)
    assert steps(filed) == [("filed", WORDS), ("replied", "I see a dog."), ("won", "It is a cat.")]
    assert list(WorkEvent.objects.filter(type__startswith="appeal").values_list("note", flat=True)) == ["", "won"]
    assert pay_check.check_pay().troubles == ()


def test_an_answer_that_won_stands_in_the_results_beside_its_replacement(
    filed: Appeal, auditor: User, other_worker: User
) -> None:
    job = Job.objects.get()
    approve(job, answer(job, other_worker, [DOG]))

    appeals.decide(appeal=filed, auditor=auditor, is_won=True, words="It is a cat.", at=filed.reply_until)

    won = Assignment.objects.get(overturned_at__isnull=False)
    assert (won.state, won.reject_words, won.decided_at) == ("approved", "It is a dog.", NOON)
    (found,) = results.results_of(job=job, micro_tasks=list(job.micro_tasks.all()))
    assert sorted(content["label"] for content in found.answers) == ["cat", "dog"]


def test_a_lost_appeal_pays_nothing_and_frees_the_money(filed: Appeal, auditor: User, worker: User) -> None:
    job = Job.objects.get()
    jobs.close(job=job, at=SOON)
    job.refresh_from_db()
    held = escrow_micros(job)

    appeals.decide(appeal=filed, auditor=auditor, is_won=False, words="It is a dog.", at=filed.reply_until)
    rests.give_back_rest(job=job, at=filed.reply_until)

    assert (held, escrow_micros(job), earnings_micros(worker)) == (4400, 0, 0)
    assert Assignment.objects.get(pk=filed.assignment_id).state == "rejected"


def test_the_pay_stays_in_escrow_as_long_as_an_appeal_is_open(filed: Appeal, auditor: User, worker: User) -> None:
    job, late = Job.objects.get(), NOON + 3 * settings.APPEAL_TIME
    jobs.close(job=job, at=SOON)

    assert rests.give_back_rests(at=late) == 0
    appeals.decide(appeal=filed, auditor=auditor, is_won=True, words="It is a cat.", at=late)

    assert (earnings_micros(worker), escrow_micros(job)) == (4000, 0)
    assert ledger_books.recompute().is_clean


def test_once_the_rest_of_a_closed_job_went_back_nobody_can_appeal(rejected: Assignment, worker: User) -> None:
    jobs.close(job=rejected.job, at=SOON)
    rests.give_back_rests(at=NOON + settings.APPEAL_TIME)

    with pytest.raises(appeals.TooLate):
        appeals.file(assignment=rejected, worker=worker, words=WORDS, at=SOON)


def test_the_requester_gives_in_at_once(filed: Appeal, requester: User, worker: User) -> None:
    given_in = [appeals.give_in(appeal=filed, person=requester, words="", at=SOON) for _ in range(2)]

    assert (given_in, earnings_micros(worker)) == ([True, False], 4000)
    assert Appeal.objects.get().decided_by == requester
    assert Transfer.objects.filter(reason="pay").count() == 1


def test_only_the_other_side_replies_or_gives_in(filed: Appeal, auditor: User, other_worker: User) -> None:
    for stranger in (auditor, other_worker):
        with pytest.raises(appeals.NotYours):
            appeals.reply(appeal=filed, person=stranger, words="No.", at=SOON)
        with pytest.raises(appeals.NotYours):
            appeals.give_in(appeal=filed, person=stranger, words="No.", at=SOON)

    assert steps(filed) == [("filed", WORDS)]


def test_what_was_said_or_decided_once_stands(filed: Appeal, auditor: User, requester: User) -> None:
    assert appeals.reply(appeal=filed, person=requester, words="A dog.", at=SOON)
    assert not appeals.reply(appeal=filed, person=requester, words="A dog.", at=SOON)
    with pytest.raises(appeals.AlreadyDecided):
        appeals.reply(appeal=filed, person=requester, words="A cow.", at=SOON)
    appeals.decide(appeal=filed, auditor=auditor, is_won=False, words="A dog.", at=SOON)

    with pytest.raises(appeals.AlreadyDecided):
        appeals.decide(appeal=filed, auditor=auditor, is_won=True, words="A cat.", at=SOON)
    with pytest.raises(appeals.AlreadyDecided):
        appeals.give_in(appeal=filed, person=requester, words="", at=SOON)


def test_neither_side_decides_its_own_case(filed: Appeal, requester: User, worker: User) -> None:
    User.objects.update(is_auditor=True)
    for person in User.objects.filter(pk__in=[requester.pk, worker.pk]):
        with pytest.raises(appeals.OwnCase):
            appeals.decide(appeal=filed, auditor=person, is_won=True, words="Mine.", at=filed.reply_until)

    with pytest.raises(IntegrityError, match="tasks_appeal_is_decided_by_neither_side"), transaction.atomic():
        Appeal.objects.update(state="won", decided_at=SOON, decided_by=requester)


def test_nobody_but_an_auditor_decides(filed: Appeal, other_worker: User) -> None:
    with pytest.raises(appeals.NotYours):
        appeals.decide(appeal=filed, auditor=other_worker, is_won=True, words="Yes.", at=filed.reply_until)

    assert states(Job.objects.get()) == ["open", "rejected"]


@pytest.mark.parametrize("statement", ["UPDATE tasks_appealstep SET words = 'x'", "DELETE FROM tasks_appealstep"])
def test_what_was_said_in_an_appeal_is_never_edited(filed: Appeal, statement: str) -> None:
    with (
        pytest.raises(Error, match="tasks_steps_of_appeals_never_change"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_place_has_one_living_answer_besides_those_that_won(filed: Appeal, auditor: User) -> None:
    appeals.decide(appeal=filed, auditor=auditor, is_won=True, words="A cat.", at=filed.reply_until)

    with pytest.raises(IntegrityError, match="tasks_wanted_answer_has_one_living_row"), transaction.atomic():
        Assignment.objects.filter(state="approved").update(overturned_at=None, reject_code="", reject_words="")
    with pytest.raises(IntegrityError, match="tasks_overturned_rejection_is_approved"), transaction.atomic():
        Assignment.objects.filter(state="open").update(overturned_at=SOON, reject_code="wrong", reject_words="x")


def test_who_does_an_answer_again_gives_the_appeal_up_and_who_appeals_the_second_try(
    rejected: Assignment, worker: User, other_worker: User, open_job: Callable[..., Job]
) -> None:
    redoing.redo(assignment=rejected, worker=worker, at=SOON)
    with pytest.raises(appeals.Redone):
        appeals.file(assignment=rejected, worker=worker, words=WORDS, at=SOON)

    (second,) = answer(open_job(micro_tasks=1), other_worker, [CAT])
    reject(second)
    appeals.file(assignment=second, worker=other_worker, words=WORDS, at=SOON)
    with pytest.raises(redoing.NotToBeRedone):
        redoing.redo(assignment=second, worker=other_worker, at=SOON)

    assert Appeal.objects.get().assignment_id == second.pk

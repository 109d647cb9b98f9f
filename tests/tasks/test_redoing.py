"""A rejected answer may be done again: once, in time, in the place that nobody else has taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from rest_framework.test import APIClient

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain.transfers import transfer
from ledger.models import Transfer
from tasks.domain import ahead, claiming, jobs, pay_check, raising, redoing, rests, reviewing, submitting, suspending
from tasks.models import Assignment, Draft, Job
from tests.fixtures import CAT, DOG, NOON, earnings_micros, states
from tests.tasks.answering import answer, approve, reject

HOUR = timedelta(hours=1)


@pytest.fixture
def rejected(open_job: Callable[..., Job], worker: User) -> Assignment:
    """A rejected answer whose replacement is open."""
    (given,) = answer(open_job(micro_tasks=1), worker, [CAT])
    assert reject(given)
    return given


@pytest.fixture
def unreplaced(open_job: Callable[..., Job], worker: User, requester: User) -> Assignment:
    """A rejected answer for whose replacement its requester has no money."""
    job = open_job(micro_tasks=2)
    empty(requester)
    (given,) = answer(job, worker, [CAT])
    assert not reject(given)
    return given


def empty(requester: User) -> None:
    funds = books.funds(owner_id=requester.pk)
    transfer(
        debit=funds,
        credit=books.reserve(),
        amount_micros=funds.balance_micros,
        reason=Transfer.Reason.TOP_UP,
        key="emptied",
        at=NOON,
    )


def do_again(first: Assignment, worker: User, *, after: timedelta = HOUR) -> Assignment:
    return redoing.redo(assignment=first, worker=worker, at=NOON + after)


def submit(assignment: Assignment, worker: User, content: dict[str, str], *, after: timedelta = HOUR) -> None:
    submitting.submit(assignment=assignment, worker=worker, answer=content, key="again", at=NOON + after)


def test_a_redo_takes_the_open_replacement_and_is_paid_like_any_answer(rejected: Assignment, worker: User) -> None:
    mine = do_again(rejected, worker)
    submit(mine, worker, DOG)
    approve(rejected.job, [mine], at=NOON + HOUR)

    assert states(rejected.job) == ["approved", "rejected"]
    assert Assignment.objects.get(state="approved").redo_of == rejected
    assert earnings_micros(worker) == 4000
    assert pay_check.check_pay().troubles == ()


def test_the_first_answer_is_the_draft_of_the_redo(rejected: Assignment, worker: User) -> None:
    mine = do_again(rejected, worker)

    assert Draft.objects.get().content == CAT
    assert (mine.state, mine.due_at) == ("claimed", NOON + settings.REDO_TIME)
    assert claiming.claim_next(job=rejected.job, worker=worker, at=NOON + HOUR) == mine


def test_asking_twice_gives_what_is_in_hand(rejected: Assignment, worker: User) -> None:
    assert do_again(rejected, worker) == do_again(rejected, worker)
    assert Draft.objects.count() == 1


def test_without_a_replacement_the_rejected_answers_own_money_pays(unreplaced: Assignment, worker: User) -> None:
    escrow = books.escrow(job_number=unreplaced.job_id).balance_micros
    mine = do_again(unreplaced, worker)
    submit(mine, worker, DOG)
    approve(unreplaced.job, [mine], at=NOON + HOUR)

    assert earnings_micros(worker) == 4000
    assert books.escrow(job_number=unreplaced.job_id).balance_micros == escrow - 4400
    assert list(reviewing.missing_replacements(job=unreplaced.job)) == []
    assert pay_check.check_pay().troubles == ()


def test_what_the_price_rose_since_comes_from_the_requester(
    rejected: Assignment, worker: User, requester: User
) -> None:
    job = rejected.job
    Assignment.objects.filter(job=job, state="open").delete()
    raising.raise_price(job=job, price_micros=5000, at=NOON)
    funds = books.funds(owner_id=requester.pk).balance_micros

    do_again(rejected, worker)

    assert books.funds(owner_id=requester.pk).balance_micros == funds - 1100


def test_without_money_for_the_rise_there_is_no_redo(unreplaced: Assignment, worker: User) -> None:
    Job.objects.filter(pk=unreplaced.job_id).update(price_micros=5000)

    with pytest.raises(redoing.PlaceTaken):
        do_again(unreplaced, worker)

    assert not Assignment.objects.filter(redo_of__isnull=False).exists()


def test_who_rejects_and_closes_leaves_the_worker_the_redo(rejected: Assignment, worker: User) -> None:
    jobs.close(job=rejected.job, at=NOON)

    mine = do_again(rejected, worker)
    rests.give_back_rest(job=rejected.job, at=NOON + HOUR)
    submit(mine, worker, DOG)

    assert books.escrow(job_number=rejected.job_id).balance_micros == 4400
    assert reviewing.approve_overdue(at=NOON + timedelta(days=5)) == 1
    assert earnings_micros(worker) == 4000


def test_a_place_in_somebody_elses_hands_is_theirs(rejected: Assignment, worker: User, other_worker: User) -> None:
    claiming.claim_next(job=rejected.job, worker=other_worker, at=NOON)

    assert list(redoing.redoable(worker=worker, at=NOON + HOUR)) == []
    with pytest.raises(redoing.PlaceTaken):
        do_again(rejected, worker)

    assert states(rejected.job) == ["claimed", "rejected"]


def test_after_its_time_nothing_is_done_again(rejected: Assignment, worker: User) -> None:
    assert list(redoing.redoable(worker=worker, at=NOON + HOUR)) == [rejected]
    with pytest.raises(redoing.NotToBeRedone):
        do_again(rejected, worker, after=settings.REDO_TIME)

    assert list(redoing.redoable(worker=worker, at=NOON + settings.REDO_TIME)) == []
    assert states(rejected.job) == ["open", "rejected"]


def test_a_rejected_redo_is_not_done_again(rejected: Assignment, worker: User) -> None:
    mine = do_again(rejected, worker)
    submit(mine, worker, DOG)
    reject(mine, at=NOON + HOUR)

    for one in (rejected, mine):
        with pytest.raises(redoing.NotToBeRedone):
            do_again(one, worker)
    assert list(redoing.redoable(worker=worker, at=NOON + HOUR)) == []


def test_a_redo_that_was_given_back_may_be_begun_again(rejected: Assignment, worker: User) -> None:
    mine = do_again(rejected, worker)
    submitting.give_back(assignment=mine, worker=worker, at=NOON + HOUR)

    again = do_again(rejected, worker)

    assert again != mine
    assert states(rejected.job) == ["claimed", "rejected", "returned"]


def test_money_that_paid_for_a_redo_is_spent_once(unreplaced: Assignment, worker: User) -> None:
    jobs.close(job=unreplaced.job, at=NOON)
    mine = do_again(unreplaced, worker)
    submitting.give_back(assignment=mine, worker=worker, at=NOON + HOUR)

    with pytest.raises(redoing.PlaceTaken):
        do_again(unreplaced, worker)

    rests.give_back_rest(job=unreplaced.job, at=NOON + HOUR)
    assert books.escrow(job_number=unreplaced.job_id).balance_micros == 0


def test_a_late_redo_goes_back_into_its_open_place(rejected: Assignment, worker: User) -> None:
    mine = do_again(rejected, worker)
    late = settings.REDO_TIME + HOUR
    submitting.return_expired(at=NOON + late)

    submit(mine, worker, DOG, after=late)

    assert Assignment.objects.get(state="submitted").redo_of == rejected
    assert states(rejected.job) == ["expired", "rejected", "submitted"]


def test_taking_another_answer_back_leaves_the_redo_in_hand(unreplaced: Assignment, worker: User) -> None:
    mine = do_again(unreplaced, worker)

    ahead.set_aside(job=unreplaced.job, worker=worker, at=NOON + HOUR, but=[])

    mine.refresh_from_db()
    assert (mine.shown_at, mine.due_at) == (NOON + HOUR, NOON + settings.REDO_TIME)


def test_the_database_refuses_a_redo_that_is_none(rejected: Assignment, worker: User, other_worker: User) -> None:
    claimed = {"state": "claimed", "claimed_at": NOON, "due_at": NOON}
    open_row = Assignment.objects.filter(state="open")

    with pytest.raises(IntegrityError, match="tasks_redo_is_of_a_rejected_answer"), transaction.atomic():
        open_row.update(**claimed, worker=other_worker, redo_of=rejected)
    with pytest.raises(IntegrityError, match="tasks_worker_answers_a_micro_task_once"), transaction.atomic():
        open_row.update(**claimed, worker=worker)

    assert states(rejected.job) == ["open", "rejected"]


def test_my_work_offers_the_redo_and_leads_to_the_desk_with_the_reason(
    rejected: Assignment, client: Client, worker: User
) -> None:
    Assignment.objects.filter(pk=rejected.pk).update(decided_at=now())
    client.force_login(worker, backend=settings.AUTHENTICATION_BACKENDS[0])
    address = reverse("work:redo", args=[rejected.public_id])

    offered = client.get(reverse("work:mine")).content.decode()
    begun = client.post(address, follow=True)

    assert f'action="{address}"' in offered
    assert begun.redirect_chain == [(reverse("work:desk", args=[rejected.job.public_id]), 303)]
    assert "It is a dog." in begun.content.decode()
    assert f'action="{address}"' not in client.get(reverse("work:mine")).content.decode()


def test_a_program_does_it_again_and_is_told_why_it_can_not(
    rejected: Assignment, worker: User, other_worker: User
) -> None:
    Assignment.objects.filter(pk=rejected.pk).update(decided_at=now())
    mine, address = APIClient(), f"/api/v1/assignments/{rejected.public_id}/redo"
    mine.force_authenticate(worker)

    begun = mine.post(address).json()
    listed = mine.get("/api/v1/me/assignments").json()["results"]
    submit(Assignment.objects.get(public_id=begun["id"]), worker, DOG)
    refused = mine.post(address)

    assert begun["draft"]["answer"] == CAT
    assert [(one["id"], one["redo_of"]) for one in listed if one["redo_of"]] == [(begun["id"], rejected.public_id)]
    assert (refused.status_code, refused.json()["code"]) == (409, "not_to_be_redone")


def test_a_suspended_worker_begins_nothing_again(rejected: Assignment, worker: User, auditor: User) -> None:
    suspending.suspend(worker=worker, decided_by=auditor, reason="Two accounts.", at=NOON)
    worker.refresh_from_db()

    with pytest.raises(claiming.Suspended):
        do_again(rejected, worker)

    assert states(rejected.job) == ["open", "rejected"]

"""Beyond a share of a job's answers a rejection waits for an auditor, and nobody's pay waits with it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client, override_settings
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import User
from tasks.domain import consents, quota, reviewing, undoing
from tasks.domain.consents import Outcome
from tasks.models import Assignment, Job, RejectionRequest
from tests.fixtures import CAT, NOON, earnings_micros, states
from tests.tasks.answering import answer, approve, press, reject, state_of


@pytest.fixture(autouse=True)
def one_alone() -> Iterator[None]:
    """A requester rejects one answer alone, or a tenth of what came."""
    with override_settings(REJECTIONS_WITHOUT_CONSENT=1, REJECTION_CONSENT_PERCENT=10):
        yield


@pytest.fixture
def given(open_job: Callable[..., Job], worker: User) -> list[Assignment]:
    """Three answers, the first of them rejected: the limit is reached."""
    every = answer(open_job(micro_tasks=3), worker, [CAT] * 3)
    reject(every[0])
    return every


def ask(assignment: Assignment) -> Outcome:
    by = assignment.job.requester
    return consents.reject_or_ask(assignment=assignment, code="wrong", words="A dog.", decided_by=by, at=NOON)


def asked_about(assignment: Assignment) -> RejectionRequest:
    ask(assignment)
    return RejectionRequest.objects.get(assignment=assignment)


def test_beyond_the_limit_the_answer_waits_and_an_auditor_is_asked_once(given: list[Assignment]) -> None:
    assert [ask(given[1]) for _ in range(2)] == [Outcome.ASKED] * 2
    with pytest.raises(reviewing.ConsentNeeded):
        reject(given[2])

    assert [state_of(one) for one in given] == ["rejected", "submitted", "submitted"]
    assert RejectionRequest.objects.count() == 1


def test_the_limit_grows_with_the_answers_that_come(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=30)
    given = answer(job, worker, [CAT] * 19)
    reject(given[0])
    assert quota.quota_of(job=job) == quota.Quota(used=1, allowed=1)

    given += answer(job, worker, [CAT])

    assert quota.quota_of(job=job) == quota.Quota(used=1, allowed=2)
    assert [ask(given[1]), ask(given[2])] == [Outcome.REPLACED, Outcome.ASKED]


def test_what_is_granted_is_rejected_as_asked_and_counts_no_more(given: list[Assignment], auditor: User) -> None:
    request = asked_about(given[1])

    opened = [consents.grant(request=request, auditor=auditor, words="Plainly a dog.", at=NOON) for _ in range(2)]

    now = Assignment.objects.get(pk=given[1].pk)
    assert opened == [True, False]
    assert (now.state, now.reject_words, now.decided_by_id) == ("rejected", "A dog.", now.job.requester_id)
    assert quota.quota_of(job=now.job).used == 1


def test_what_is_refused_can_only_be_approved(given: list[Assignment], auditor: User) -> None:
    consents.refuse(request=asked_about(given[1]), auditor=auditor, words="It is a cat.", at=NOON)

    with pytest.raises(consents.ConsentRefused):
        ask(given[1])
    approve(given[1].job, [given[1]])

    assert state_of(given[1]) == "approved"


def test_without_an_auditor_the_answer_approves_itself_in_its_time_and_is_paid(
    given: list[Assignment], worker: User, auditor: User
) -> None:
    request, job = asked_about(given[1]), given[1].job
    later = NOON + job.auto_approval_delay

    assert reviewing.approve_overdue(at=later) == 2
    with pytest.raises(consents.DecidedBefore):
        consents.grant(request=request, auditor=auditor, words="Too late.", at=later)

    assert (state_of(given[1]), earnings_micros(worker)) == ("approved", 8000)
    assert list(consents.open_requests()) == []


def test_approving_all_passes_by_what_an_auditor_was_asked_about(given: list[Assignment]) -> None:
    job = given[1].job
    ask(given[1])

    assert reviewing.approve_until(job=job, until=NOON, decided_by_id=job.requester_id, at=NOON) == 1

    assert [state_of(one) for one in given] == ["rejected", "submitted", "approved"]


def test_a_worker_does_not_take_back_what_an_auditor_was_asked_about(given: list[Assignment], worker: User) -> None:
    ask(given[1])

    with pytest.raises(undoing.TooLateToUndo):
        undoing.undo(assignment=given[1], worker=worker, at=NOON + timedelta(seconds=1))

    assert state_of(given[1]) == "submitted"


def test_nobody_consents_to_their_own_rejection(given: list[Assignment], auditor: User) -> None:
    request = asked_about(given[1])

    with pytest.raises(consents.OwnRequest):
        consents.grant(request=request, auditor=request.asked_by, words="I agree.", at=NOON)
    own = {"is_granted": True, "decided_by": request.asked_by, "decided_at": NOON, "decision_words": "I agree."}
    with pytest.raises(IntegrityError, match="tasks_nobody_consents_to_their_own"), transaction.atomic():
        RejectionRequest.objects.update(**own)
    with pytest.raises(IntegrityError, match="tasks_consent_is_decided_by_a_person"), transaction.atomic():
        RejectionRequest.objects.update(is_granted=True, decided_by=auditor, decided_at=NOON)

    assert state_of(given[1]) == "submitted"


@pytest.mark.django_db(transaction=True)
def test_two_rejections_at_once_do_not_pass_the_limit_together(open_job: Callable[..., Job], worker: User) -> None:
    given = answer(open_job(micro_tasks=2), worker, [CAT] * 2)
    outcomes: list[Outcome] = []

    def second() -> None:
        outcomes.append(ask(given[1]))
        connection.close()

    with transaction.atomic():
        outcomes.append(ask(given[0]))
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.2)
        assert len(outcomes) == 1
    thread.join()

    assert outcomes == [Outcome.REPLACED, Outcome.ASKED]
    assert states(given[0].job) == ["open", "rejected", "submitted"]


def test_many_are_rejected_for_one_reason_and_the_rest_is_asked(given: list[Assignment], at_desk: Client) -> None:
    names = [one.public_id for one in given]

    page = press(at_desk, "reject-many", given[0].job, assignment=names, code="wrong", words="Dogs.")

    assert "For 2 of them an auditor was asked for consent" in page
    assert "1 of them had been decided on already" in page
    assert page.count("An auditor is asked") == 2
    assert states(given[0].job) == ["open", "rejected", "submitted", "submitted"]


def test_many_are_not_rejected_without_a_reason(given: list[Assignment], at_desk: Client) -> None:
    page = press(at_desk, "reject-many", given[0].job, assignment=[given[1].public_id])

    assert "Choose the reason." in page
    assert f'value="{given[1].public_id}" form="approve-form" autocomplete="off" checked' in page
    assert not RejectionRequest.objects.exists()


def test_an_auditor_reads_the_request_and_decides_with_words(
    given: list[Assignment], client: Client, auditor: User
) -> None:
    request = asked_about(given[1])
    client.force_login(auditor, backend=settings.AUTHENTICATION_BACKENDS[0])
    address = reverse("audit-work:decide-rejection", args=[request.public_id])

    listed = client.get(reverse("audit-work:rejections")).content.decode()
    silent = client.post(address, {"decision": "grant"}).content.decode()
    decided = client.post(address, {"decision": "refuse", "words": "It is a cat."}, follow=True).content.decode()

    assert "A dog." in listed
    assert "1 of 1 rejected alone" in listed
    assert "Give your reasons" in silent
    assert "Refused: the answer stays" in decided
    assert "It is a cat." in client.get(reverse("audit-work:rejections"), {"state": "past"}).content.decode()


def test_a_program_is_told_that_an_auditor_was_asked(given: list[Assignment], requester: User) -> None:
    mine = APIClient()
    mine.force_authenticate(requester)
    sent = {"code": "wrong", "words": "A dog."}

    asked = mine.post(f"/api/v1/answers/{given[1].public_id}/reject", sent, format="json").json()
    many = mine.post(
        f"/api/v1/jobs/{given[0].job.public_id}/reject",
        {"ids": [one.public_id for one in given] + ["nothing"], **sent},
        format="json",
    ).json()

    assert (asked["state"], asked["consent"], asked["answer"]) == ("submitted", "waiting", CAT)
    assert many["asked"] == [given[1].public_id, given[2].public_id]
    assert many["left_out"] == [given[0].public_id, "nothing"]

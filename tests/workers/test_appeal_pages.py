"""A worker appeals in the browser, reads what was said, and reads why they are suspended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db.utils import Error
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Suspension, User
from tasks.domain import appeals, suspending
from tasks.models import Appeal, Assignment, Job
from tests.fixtures import CAT, earnings_micros, states
from tests.tasks.answering import answer, reject
from workers.models import Look


@pytest.fixture
def rejected(open_job: Callable[..., Job], worker: User) -> Assignment:
    (given,) = answer(open_job(micro_tasks=1), worker, [CAT], at=now())
    reject(given, at=now())
    return given


def page(client: Client, name: str, *args: object, **sent: object) -> str:
    """The page behind a link, or what a form that is sent leads to."""
    address = reverse(name, args=args)
    response = client.post(address, sent, follow=True) if sent else client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_my_work_leads_from_a_rejection_to_an_appeal_and_shows_both_clocks(
    client: Client, worker: User, rejected: Assignment
) -> None:
    client.force_login(worker)
    assert reverse("work:appeal", args=[rejected.public_id]) in page(client, "work:mine")

    said = page(client, "work:appeal", rejected.public_id, words="It is a cat.")

    assert "It is a cat." in said
    assert "It is a dog." in said
    assert "The requester may answer until" in said
    assert "An auditor decides by" in said
    assert Appeal.objects.get().state == "filed"


def test_an_appeal_without_words_says_what_to_do(client: Client, worker: User, rejected: Assignment) -> None:
    client.force_login(worker)

    said = page(client, "work:appeal", rejected.public_id, words=" ")

    assert "Write why the decision is wrong." in said
    assert Appeal.objects.count() == 0


def test_what_was_decided_is_new_until_its_worker_reads_it(
    client: Client, worker: User, requester: User, rejected: Assignment
) -> None:
    filed = appeals.file(assignment=rejected, worker=worker, words="A cat.", at=now())
    appeals.give_in(appeal=filed, person=requester, words="You are right.", at=now())
    client.force_login(worker)

    before = page(client, "work:mine")
    said = page(client, "work:appeal", rejected.public_id)
    after = page(client, "work:mine")

    assert "You are right." in said
    assert ['<span class="badge badge-unpaid">New</span>' in html for html in (before, after)] == [True, False]


def test_the_requester_sees_the_answer_again_and_gives_in(
    client: Client, worker: User, requester: User, rejected: Assignment
) -> None:
    filed = appeals.file(assignment=rejected, worker=worker, words="A cat, look.", at=now())
    client.force_login(requester)

    listed = page(client, "jobs:appeals", rejected.job.public_id)
    shown = page(client, "jobs:appeal", rejected.job.public_id, filed.public_id)
    refused = page(client, "jobs:appeal", rejected.job.public_id, filed.public_id, words="", do="reply")
    given_in = page(client, "jobs:appeal", rejected.job.public_id, filed.public_id, words="", do="give-in")

    assert filed.public_id in listed
    assert "A cat, look." in shown
    assert "Write your answer, or give in." in refused
    assert "is in your data set again" in given_in
    assert earnings_micros(worker) == 4000


def test_an_auditor_is_told_what_waits_and_decides_with_reasons(
    client: Client, worker: User, requester: User, auditor: User, rejected: Assignment
) -> None:
    filed = appeals.file(assignment=rejected, worker=worker, words="A cat.", at=now())
    client.force_login(auditor)
    early = page(client, "audit-work:appeal", filed.public_id, words="A cat.", do="won")
    appeals.reply(appeal=filed, person=requester, words="A dog.", at=now())

    waiting = page(client, "audit:jobs")
    decided = page(client, "audit-work:appeal", filed.public_id, words="I see a cat.", do="won")

    assert "The requester may still answer" in early
    assert 'title="waiting for a decision">1</span>' in waiting
    assert "I see a cat." in decided
    assert "waiting for a decision" not in decided
    assert (Appeal.objects.get().state, earnings_micros(worker)) == ("won", 4000)


def test_a_rejection_that_stands_takes_the_answer_from_the_requester_again(
    client: Client, worker: User, requester: User, auditor: User, rejected: Assignment
) -> None:
    filed = appeals.file(assignment=rejected, worker=worker, words="Look.", at=now())
    appeals.reply(appeal=filed, person=requester, words="No.", at=now())
    appeals.decide(appeal=filed, auditor=auditor, is_won=False, words="No.", at=now())
    client.force_login(requester)

    shown = page(client, "jobs:appeal", rejected.job.public_id, filed.public_id)

    assert "so the answer is not shown any more" in shown
    assert "The answer</h2>" not in shown


def test_a_suspended_worker_reads_why_and_appeals_and_is_handed_nothing(
    client: Client, worker: User, auditor: User, open_job: Callable[..., Job]
) -> None:
    job = open_job()
    suspending.suspend(worker=worker, decided_by=auditor, reason="Two names.", at=now())
    client.force_login(worker)

    for name in ("work:mine", "work:find"):
        assert "You are suspended from new work." in page(client, name)
    refused = page(client, "work:start", job.public_id, start="1")
    said = page(client, "work:suspension", words="Only me.")

    assert "has suspended you from new work" in refused
    assert states(job) == ["open"] * 3
    assert "Two names." in said
    assert "Only me." in said
    assert Appeal.objects.get().against == auditor


def test_an_auditor_looks_with_a_reason_suspends_and_lifts_and_the_worker_sees_it(
    client: Client, worker: User, auditor: User
) -> None:
    client.force_login(auditor)
    page(client, "audit-people:find", email=worker.email, why="Two complaints.")
    look = Look.objects.get()
    page(client, "audit-people:person", look.pk, reason="Two names.", do="suspend")
    assert User.objects.get(pk=worker.pk).is_suspended
    page(client, "audit-people:person", look.pk, reason="A mistake.", do="lift")

    client.force_login(worker)
    said = page(client, "work:suspension")

    assert "Two complaints." in said
    assert "Two names." in said
    assert "A mistake." in said
    assert Suspension.objects.get().lifted_by == auditor


def test_nobody_else_opens_a_look_and_none_is_taken_without_a_reason(
    client: Client, worker: User, auditor: User
) -> None:
    client.force_login(auditor)
    page(client, "audit-people:find", email=worker.email, why=" ")
    assert Look.objects.count() == 0
    page(client, "audit-people:find", email=worker.email, why="So.")

    client.force_login(User.objects.create_user("auditor2@example.org", "a calm long password", is_auditor=True))

    assert client.get(reverse("audit-people:person", args=[Look.objects.get().pk])).status_code == 404
    with pytest.raises(Error, match="workers_looks_never_change"):
        Look.objects.update(why="Another.")

"""Letters about appeals and suspensions reach whoever they concern, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail

from accounts.models import User
from tasks.domain import appeals, decision_letters, suspending
from tasks.models import Job, Letter
from tests.fixtures import CAT, NOON
from tests.tasks.answering import answer, reject


def send_all() -> list[tuple[str, str]]:
    """What goes out now: to whom, and about what."""
    before = len(mail.outbox)
    for each in decision_letters.due(at=NOON):
        assert decision_letters.tell(key=each.key, person_id=each.person_id, at=NOON)
        assert not decision_letters.tell(key=each.key, person_id=each.person_id, at=NOON)
    return [(letter.to[0], letter.subject.removeprefix("Visible Hands: ")) for letter in mail.outbox[before:]]


def test_each_step_is_told_to_the_other_side_and_a_decision_to_both(
    open_job: Callable[..., Job], worker: User, requester: User, auditor: User
) -> None:
    (given,) = answer(open_job(micro_tasks=1), worker, [CAT])
    reject(given)
    filed = appeals.file(assignment=given, worker=worker, words="It is a cat.", at=NOON)
    assert send_all() == [(requester.email, "a worker appeals against your decision")]
    assert "It is a cat." in mail.outbox[0].body
    appeals.reply(appeal=filed, person=requester, words="A dog.", at=NOON)
    assert send_all() == [(worker.email, "your appeal was answered")]

    appeals.decide(appeal=filed, auditor=auditor, is_won=True, words="A cat.", at=NOON)

    told = "an appeal is decided for the worker"
    assert send_all() == [(worker.email, told), (requester.email, told)]
    assert send_all() == []


def test_a_suspension_and_its_end_are_told_with_their_reasons(worker: User, auditor: User) -> None:
    made = suspending.suspend(worker=worker, decided_by=auditor, reason="Two names.", at=NOON)
    assert send_all() == [(worker.email, "you are suspended")]
    assert "Two names." in mail.outbox[0].body
    made.refresh_from_db()

    suspending.lift(suspension=made, lifted_by=auditor, because="A mistake.", at=NOON)

    assert send_all() == [(worker.email, "your suspension is lifted")]
    assert "A mistake." in mail.outbox[1].body


def test_a_letter_that_can_t_be_sent_is_due_again(worker: User, auditor: User, settings, tmp_path) -> None:
    suspending.suspend(worker=worker, decided_by=auditor, reason="Two names.", at=NOON)
    (wanted,) = decision_letters.due(at=NOON)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1

    with pytest.raises(OSError, match="refused"):
        decision_letters.tell(key=wanted.key, person_id=worker.pk, at=NOON)

    assert Letter.objects.count() == 0
    assert decision_letters.due(at=NOON) == [wanted]
    assert decision_letters.due(at=NOON + timedelta(days=4)) == []

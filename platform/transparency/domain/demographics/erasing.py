"""Taking back a consent, or everything: rows go at once, and a receipt is given that says so."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785
from django.conf import settings
from django.db import transaction

from transparency.domain.demographics import consents, subjects
from transparency.domain.demographics.consents import Purpose
from transparency.domain.demographics.questions import QUESTIONS
from transparency.models.demographics import Consent, Response, Sitting, Subject, WithdrawalReceipt


class NotGiven(Exception):
    """There is no consent to this purpose to take back."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What its holder can show: facts, and the hash by which this site knows them as its own."""

    facts: dict[str, Any]
    sha256: str

    @property
    def as_json(self) -> dict[str, Any]:
        return {**self.facts, "sha256": self.sha256}


@transaction.atomic
def withdraw(*, worker_number: int, purpose: Consent.Purpose, at: datetime) -> Receipt:
    """Take back the yes to one purpose; from now on nothing is counted for it. What was published stays.

    Answers that no other consent stands for are erased with their history: those on accessibility with their own
    consent, the others with the last of the rest. Raises NotGiven and Closed.
    """
    subject, today = subjects.locked(worker_number=worker_number), subjects.day_of(at)
    rows = Consent.objects.filter(subject_key=subject.pk, purpose=purpose, withdrawn_on__isnull=True)
    given = rows.first()
    if given is None:
        raise NotGiven
    rows.update(withdrawn_on=today)
    erased = _erase_unfounded(subject, purpose, consents.of(worker_number=worker_number))
    return _receipt(
        act="withdrawal", on=today.isoformat(), purpose=str(purpose), text_version=given.text_version,
        answers_erased=erased,
    )  # fmt: skip


def is_last(*, purpose: Consent.Purpose, agreed: frozenset[Consent.Purpose]) -> bool:
    """Whether taking `purpose` back erases answers: nothing else that is agreed to stands for them."""
    return purpose is Purpose.SPECIAL or not (agreed - {purpose, Purpose.SPECIAL})


@transaction.atomic
def erase(*, worker_number: int, at: datetime) -> Receipt:
    """Erase all that the worker said, agreed to and saved, and the salt without which no copy can be read.

    The ledger keeps what was paid, as the law asks; it tells nothing of what was said. Safe to repeat. Raises Closed.
    """
    subject = subjects.locked(worker_number=worker_number)
    erased = Response.objects.filter(subject_key=subject.pk).delete()[0]
    Consent.objects.filter(subject_key=subject.pk).delete()
    Sitting.objects.filter(subject_key=subject.pk).delete()
    Subject.objects.filter(pk=subject.pk).delete()
    return _receipt(act="erasure", on=subjects.day_of(at).isoformat(), answers_erased=erased)


def is_ours(*, receipt: dict[str, Any]) -> bool:
    """Whether this site gave a receipt, as it stands: one changed letter makes it somebody else's."""
    facts = {name: value for name, value in receipt.items() if name != "sha256"}
    digest = _digest(facts)
    return digest == receipt.get("sha256") and WithdrawalReceipt.objects.filter(pk=digest).exists()


def _erase_unfounded(subject: Subject, purpose: Consent.Purpose, left: frozenset[Consent.Purpose]) -> int:
    special = [question.id for question in QUESTIONS.values() if question.is_special]
    rows = Response.objects.filter(subject_key=subject.pk)
    if purpose is Purpose.SPECIAL:
        return rows.filter(question__in=special).delete()[0]
    return rows.exclude(question__in=special).delete()[0] if not left - {Purpose.SPECIAL} else 0


def _receipt(**facts: Any) -> Receipt:
    """Its number is random: two receipts of the same day differ, and none can be guessed."""
    said = {"site": settings.SITE_ADDRESS, "number": secrets.token_hex(16), **facts}
    receipt = Receipt(said, _digest(said))
    WithdrawalReceipt.objects.create(digest=receipt.sha256)
    return receipt


def _digest(facts: dict[str, Any]) -> str:
    return hashlib.sha256(rfc8785.dumps(facts)).hexdigest()

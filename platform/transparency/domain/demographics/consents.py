"""What may be done with the answers: four purposes, each agreed to by itself, and none ticked beforehand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from transparency.domain.demographics import subjects
from transparency.models.demographics import Consent

Purpose = Consent.Purpose
# Names the words below; who agreed to earlier words agreed to those. A test holds both together.
TEXT_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Asked:
    """A purpose in the words that it is asked in."""

    purpose: Consent.Purpose
    title: str | Promise
    words: str | Promise


ASKED = (
    Asked(
        Purpose.PUBLIC,
        _("Count my answers in this site’s public figures"),
        _("For example: how many women work here, and what they earn an hour. Only counts of eleven people or more."),
    ),
    Asked(
        Purpose.STATEMENT,
        _("Count my answers in the statements that travel with data sets"),
        _("One line about all people who made a data set together, when they are eleven or more."),
    ),
    Asked(
        Purpose.RESEARCH,
        _("Put my answers into files for research"),
        _("Without name or number, coarse enough that at least eleven people look alike, to researchers who signed."),
    ),
    Asked(
        Purpose.SPECIAL,
        _("Ask me about accessibility"),
        _(
            "Six questions on seeing, hearing, walking, remembering, self-care and communicating. They concern health, "
            "so the law asks for your explicit consent. They are counted only for the purposes ticked above."
        ),
    ),
)


def of(*, worker_number: int) -> frozenset[Consent.Purpose]:
    """What the worker agrees to at the moment."""
    if not subjects.is_open():
        return frozenset()
    rows = Consent.objects.filter(subject_key=subjects.key_of(worker_number=worker_number), withdrawn_on__isnull=True)
    return frozenset(Purpose(one) for one in rows.values_list("purpose", flat=True))


def history(*, worker_number: int) -> list[Consent]:
    """Every consent the worker gave, with those taken back, oldest first."""
    rows = Consent.objects.filter(subject_key=subjects.key_of(worker_number=worker_number))
    return list(rows.order_by("granted_on", "purpose"))


@transaction.atomic
def grant(*, worker_number: int, purposes: Collection[Consent.Purpose], at: datetime) -> None:
    """Write down a yes to each of `purposes`; who has said it already says nothing new. Raises Closed."""
    subject = subjects.locked(worker_number=worker_number)
    missing = [one for one in Purpose if one in purposes and one not in of(worker_number=worker_number)]
    Consent.objects.bulk_create(
        Consent(
            subject_key=subject.pk,
            purpose=purpose,
            text_version=TEXT_VERSION,
            granted_on=subjects.day_of(at),
        )
        for purpose in missing
    )

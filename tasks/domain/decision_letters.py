"""Letters about appeals and suspensions: each step to whoever it concerns, once.

Tells of decisions and takes none: it imports neither `appeals` nor `suspending`, so that the background may import it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Suspension, User
from tasks.models import Appeal, AppealStep, Letter

# What is older was told by the pages meanwhile.
LOOKED_BACK = timedelta(days=3)
MOST_A_SWEEP = 500


@dataclass(frozen=True, slots=True)
class Due:
    """A letter to write: `key` names what it tells."""

    key: str
    person_id: int


def due(*, at: datetime) -> list[Due]:
    """The letters about what happened lately that nobody has sent, the oldest first."""
    since = at - LOOKED_BACK
    steps = AppealStep.objects.filter(at__gt=since).select_related("appeal").order_by("pk")
    wanted = [Due(f"step:{step.pk}", person) for step in steps for person in _readers(step)]
    recent = Suspension.objects.filter(Q(decided_at__gt=since) | Q(lifted_at__gt=since)).select_related("appeal")
    for one in recent.order_by("pk"):
        wanted += [Due(f"suspension:{one.pk}", one.worker_id)] if one.decided_at > since else []
        wanted += [Due(f"lifted:{one.pk}", one.worker_id)] if one.lifted_at and not _was_overturned(one) else []
    sent = set(Letter.objects.filter(key__in=[each.key for each in wanted]).values_list("key", "person_id"))
    return [each for each in wanted if (each.key, each.person_id) not in sent][:MOST_A_SWEEP]


def _readers(step: AppealStep) -> list[int]:
    """Whom one step concerns: both sides, but not its author."""
    appeal = step.appeal
    return [person for person in (appeal.worker_id, appeal.against_id) if person != step.by_id]


def _was_overturned(suspension: Suspension) -> bool:
    """Then the letter about the appeal tells that it is lifted."""
    appeal = getattr(suspension, "appeal", None)
    return appeal is not None and appeal.state in Appeal.OVERTURNED


def tell(*, key: str, person_id: int, at: datetime) -> bool:
    """Send one letter; False when it was sent before.

    That it is sent is noted first, so that two messages at once send one. A letter that can't be sent is taken back
    from the notes, and its trouble raised.
    """
    noted, is_new = Letter.objects.get_or_create(key=key, person_id=person_id, defaults={"sent_at": at})
    if not is_new:
        return False
    try:
        _letter(key, User.objects.get(pk=person_id)).send()
    except OSError:
        noted.delete()
        raise
    return True


def _letter(key: str, person: User) -> EmailMultiAlternatives:
    kind, _colon, number = key.partition(":")
    with translation.override(person.language or settings.LANGUAGE_CODE):
        context = _of_step(int(number), person) if kind == "step" else _of_suspension(int(number), kind)
        body = render_to_string(
            "tasks/appeal_letter.txt" if kind == "step" else "tasks/suspension_letter.txt",
            context | {"site": settings.SITE_ADDRESS.rstrip("/")},
        )
        subject = str(context["subject"])
        page = render_to_string("account/email/letter.html", {"subject": subject, "body": body})
    letter = EmailMultiAlternatives(subject=subject, body=body, to=[person.email])
    letter.attach_alternative(page, "text/html")
    return letter


def _of_step(number: int, person: User) -> dict[str, object]:
    step = AppealStep.objects.select_related("appeal__assignment__job", "appeal__suspension").get(pk=number)
    subjects = {
        Appeal.State.FILED: _("Visible Hands: a worker appeals against your decision"),
        Appeal.State.REPLIED: _("Visible Hands: your appeal was answered"),
        Appeal.State.GIVEN_IN: _("Visible Hands: your appeal is won"),
        Appeal.State.WON: _("Visible Hands: an appeal is decided for the worker"),
        Appeal.State.LOST: _("Visible Hands: an appeal is decided; the decision stands"),
    }
    return {
        "subject": subjects[Appeal.State(step.became)],
        "step": step,
        "appeal": step.appeal,
        "assignment": step.appeal.assignment,
        "is_worker": step.appeal.worker_id == person.pk,
    }


def _of_suspension(number: int, kind: str) -> dict[str, object]:
    is_lifted = kind == "lifted"
    subject = _("Visible Hands: your suspension is lifted") if is_lifted else _("Visible Hands: you are suspended")
    return {"subject": subject, "suspension": Suspension.objects.get(pk=number), "is_lifted": is_lifted}

"""Rejections beyond what a requester decides alone: asked for with reason and words, granted or refused by an auditor.

Nobody's pay waits for the auditor: an answer approves itself at its time, asked about or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from django.db import transaction
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, QuerySet

from accounts.models import User
from tasks.domain import reviewing
from tasks.models import Assignment, Job, RejectionRequest


class ConsentRefused(Exception):
    """An auditor looked at the answer and refused its rejection. `request` holds the words."""

    def __init__(self, request: RejectionRequest) -> None:
        super().__init__("an auditor refused the rejection")
        self.request = request


class DecidedBefore(Exception):
    """The request was granted or refused before, or its answer waits no longer."""


class OwnRequest(Exception):
    """Nobody consents to a rejection that they asked for themselves."""


class Outcome(Enum):
    """What became of a rejection."""

    REPLACED = auto()
    NOT_REPLACED = auto()
    ASKED = auto()


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of several rejections. `left` were decided on before, or an auditor had refused."""

    replaced: tuple[str, ...]
    not_replaced: tuple[str, ...]
    asked: tuple[str, ...]
    left: tuple[str, ...]


def open_requests() -> QuerySet[RejectionRequest]:
    """Those that an auditor may still decide on: undecided, about answers that wait."""
    return RejectionRequest.objects.filter(decided_at__isnull=True, assignment__state=Assignment.State.SUBMITTED)


def open_requests_in_order() -> QuerySet[RejectionRequest]:
    """The same with all that their page shows; the one whose answer approves itself first comes first."""
    delay = ExpressionWrapper(F("assignment__job__auto_approval_seconds") * timedelta(seconds=1), DurationField())
    approves_at = ExpressionWrapper(F("assignment__submitted_at") + delay, DateTimeField())
    return _shown(open_requests()).order_by(approves_at, "pk")


def past_requests() -> QuerySet[RejectionRequest]:
    """Those that were decided, or lapsed when their answers were approved, newest first."""
    open_ones = Q(decided_at__isnull=True, assignment__state=Assignment.State.SUBMITTED)
    return _shown(RejectionRequest.objects.exclude(open_ones)).order_by("-asked_at", "-pk")


def _shown(requests: QuerySet[RejectionRequest]) -> QuerySet[RejectionRequest]:
    return requests.select_related(
        "assignment__answer", "assignment__micro_task__item", "assignment__job__requester", "decided_by"
    )


def waiting_in(*, job: Job) -> int:
    """How many rejections of a job wait for an auditor."""
    return open_requests().filter(assignment__job=job).count()


@transaction.atomic
def reject_or_ask(*, assignment: Assignment, code: str, words: str, decided_by: User, at: datetime) -> Outcome:
    """Reject an answer, or ask an auditor where the requester can't decide alone. Repeated, it changes nothing.

    Raises WordsMissing, NotDecidable and ConsentRefused.
    """
    # First the job, as every rejection does: of two at once the second sees what the first one counted.
    Job.objects.select_for_update(no_key=True).get(pk=assignment.job_id)
    before = RejectionRequest.objects.filter(assignment=assignment).first()
    if before is not None and before.is_granted is False:
        raise ConsentRefused(before)
    if before is not None and open_requests().filter(pk=before.pk).exists():
        return Outcome.ASKED
    try:
        is_replaced = reviewing.reject(
            assignment=assignment, code=code, words=words, decided_by_id=decided_by.pk, at=at
        )
    except reviewing.ConsentNeeded:
        return _ask(assignment, code, words, decided_by, at)
    return Outcome.REPLACED if is_replaced else Outcome.NOT_REPLACED


def _ask(assignment: Assignment, code: str, words: str, asked_by: User, at: datetime) -> Outcome:
    """With the answer's lock, so that its worker doesn't take it back meanwhile."""
    locked = Assignment.objects.select_for_update().filter(pk=assignment.pk, state=Assignment.State.SUBMITTED)
    if not locked.exists():
        raise reviewing.NotDecidable
    RejectionRequest.objects.create(
        assignment=assignment, code=code, words=words.strip(), asked_by=asked_by, asked_at=at
    )
    return Outcome.ASKED


def reject_many(
    *, assignments: Sequence[Assignment], code: str, words: str, decided_by: User, at: datetime
) -> Outcomes:
    """Reject several answers for one reason, each as if alone: beyond the limit an auditor is asked for the rest."""
    found: dict[Outcome | None, list[str]] = {outcome: [] for outcome in (*Outcome, None)}
    for assignment in assignments:
        try:
            outcome = reject_or_ask(assignment=assignment, code=code, words=words, decided_by=decided_by, at=at)
        except (reviewing.NotDecidable, ConsentRefused):
            outcome = None
        found[outcome].append(assignment.public_id)
    return Outcomes(*(tuple(found[outcome]) for outcome in (*Outcome, None)))


@transaction.atomic
def grant(*, request: RejectionRequest, auditor: User, words: str, at: datetime) -> bool:
    """Consent: the answer is rejected as its requester asked. True when a replacement was opened.

    Repeated, it changes nothing. Raises WordsMissing, OwnRequest and DecidedBefore.
    """
    locked = _to_decide(request, auditor, words)
    if locked.is_granted:
        return False
    _decide(locked, auditor, words, at, is_granted=True)
    try:
        return reviewing.reject(
            assignment=locked.assignment,
            code=locked.code,
            words=locked.words,
            decided_by_id=locked.asked_by_id,
            at=at,
            has_consent=True,
        )
    except reviewing.NotDecidable:
        raise DecidedBefore from None


@transaction.atomic
def refuse(*, request: RejectionRequest, auditor: User, words: str, at: datetime) -> None:
    """Refuse: the answer can't be rejected any more, and approves itself at its time if nobody does so before.

    Repeated, it changes nothing. Raises WordsMissing, OwnRequest and DecidedBefore.
    """
    locked = _to_decide(request, auditor, words)
    if locked.is_granted is None:
        _decide(locked, auditor, words, at, is_granted=False)
    elif locked.is_granted:
        raise DecidedBefore


def _to_decide(request: RejectionRequest, auditor: User, words: str) -> RejectionRequest:
    if not words.strip():
        raise reviewing.WordsMissing
    if request.asked_by_id == auditor.pk:
        raise OwnRequest
    Job.objects.select_for_update(no_key=True).get(pk=request.assignment.job_id)
    locked = RejectionRequest.objects.select_for_update(of=("self",)).select_related("assignment").get(pk=request.pk)
    if locked.is_granted is None and locked.assignment.state != Assignment.State.SUBMITTED:
        raise DecidedBefore
    return locked


def _decide(request: RejectionRequest, auditor: User, words: str, at: datetime, *, is_granted: bool) -> None:
    request.is_granted, request.decided_by, request.decided_at = is_granted, auditor, at
    request.decision_words = words.strip()
    request.save(update_fields=["is_granted", "decided_by", "decided_at", "decision_words"])

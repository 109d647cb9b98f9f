"""How many answers of a job may be rejected before an auditor has to consent to one more."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from tasks.models import Assignment, Job, RejectionRequest
from transparency.domain.systems import automated_decision


@dataclass(frozen=True, slots=True)
class Quota:
    """Rejections of a job without consent: how many there are, and how many there may be at the moment."""

    used: int
    allowed: int

    @property
    def left(self) -> int:
        return max(0, self.allowed - self.used)


def quota_of(*, job: Job) -> Quota:
    """Where a job stands: some percent of the answers that came, and a few in any job, however small."""
    came = Assignment.objects.filter(job=job, submitted_at__isnull=False).count()
    share = came * settings.REJECTION_CONSENT_PERCENT // 100
    return Quota(_rejected_alone(job).count(), max(settings.REJECTIONS_WITHOUT_CONSENT, share))


@automated_decision("rejection-quota")
def needs_consent(*, job: Job) -> bool:
    """Whether one more rejection would pass what a requester decides alone. The caller holds the job's lock.

    What an auditor consented to doesn't count, and neither does what was approved after all. No more answers are
    counted than the decision needs.
    """
    used = _rejected_alone(job).count()
    if used < settings.REJECTIONS_WITHOUT_CONSENT:
        return False
    if not settings.REJECTION_CONSENT_PERCENT:
        return True
    enough = -(-(used + 1) * 100 // settings.REJECTION_CONSENT_PERCENT)
    return Assignment.objects.filter(job=job, submitted_at__isnull=False)[:enough].count() < enough


def _rejected_alone(job: Job) -> QuerySet[Assignment]:
    rejected = Assignment.objects.filter(job=job, state=Assignment.State.REJECTED)
    return rejected.exclude(rejection_request__is_granted=True)


def asked_about() -> Exists:
    """Whether an assignment’s rejection waits for an auditor: nobody approves it together with others meanwhile."""
    return Exists(RejectionRequest.objects.filter(assignment=OuterRef("pk"), decided_at__isnull=True))

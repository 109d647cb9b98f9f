"""Letters to requesters whose money doesn't reach for the guaranteed floor: one for each night that adds to it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Sum
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from tasks.models import FloorPay, Job


def tell_requester(*, job: Job, at: datetime) -> bool:
    """Write to the requester of `job` what its workers are owed; False when the night of `at` added nothing to it."""
    owed = FloorPay.objects.filter(job=job, paid_at__isnull=True)
    if not owed.filter(owed_at=at).exists():
        return False
    _letter(job, owed.aggregate(total=Sum("amount_micros"))["total"]).send()
    return True


def _letter(job: Job, owed_micros: int) -> EmailMultiAlternatives:
    with translation.override(job.requester.language or settings.LANGUAGE_CODE):
        title = " ".join(job.title.split())
        subject = _("Visible Hands: money is missing for the guaranteed floor of “%(title)s”") % {"title": title}
        site = settings.SITE_ADDRESS.rstrip("/")
        body = render_to_string("tasks/floor_letter.txt", {"job": job, "owed_micros": owed_micros, "site": site})
        page = render_to_string("account/email/letter.html", {"subject": subject, "body": body})
    letter = EmailMultiAlternatives(subject=subject, body=body, to=[job.requester.email])
    letter.attach_alternative(page, "text/html")
    return letter

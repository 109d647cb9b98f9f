"""Letters to requesters about questions and reports: at most one an hour and job, and none where nothing waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from tasks.domain import questions, reporting
from tasks.models import Job, Notice, Question, Report
from tasks.models.job import RUNNING

QUIET = timedelta(hours=1)


def jobs_to_tell_of(*, at: datetime) -> QuerySet[Job]:
    """Jobs with a question or a report that came after the last letter, which is an hour old at least."""
    told = Notice.objects.filter(job=OuterRef("job"), told_at__gte=OuterRef("asked_at"))
    told_of_reports = Notice.objects.filter(job=OuterRef("job"), told_at__gte=OuterRef("reported_at"))
    waiting = Question.objects.filter(job=OuterRef("pk"), answered_at__isnull=True, hidden_at__isnull=True)
    reported = Report.objects.filter(job=OuterRef("pk"), settled_at__isnull=True)
    lately = Notice.objects.filter(job=OuterRef("pk"), told_at__gt=at - QUIET)
    jobs = Job.objects.filter(~Exists(lately)).filter(
        Exists(waiting.filter(~Exists(told))) | Q(Exists(reported.filter(~Exists(told_of_reports))), state__in=RUNNING)
    )
    return jobs.order_by("pk")


def tell_requester(*, job: Job, at: datetime) -> bool:
    """Write to the requester of `job` what waits for them; False when nothing does, or they were told within the hour.

    That they were told is noted before the letter goes, so that two messages at once send one. A letter that can't be
    sent is taken back from the note, and its trouble raised.
    """
    before = Notice.objects.filter(job=job).first()
    if not _note(job, at):
        return False
    try:
        _letter(job).send()
    except OSError:
        Notice.objects.filter(job=job).delete()
        if before is not None:
            before.save(force_insert=True)
        raise
    return True


@transaction.atomic
def _note(job: Job, at: datetime) -> bool:
    """Whoever gets the job's lock first writes; the others find the note."""
    Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    if not jobs_to_tell_of(at=at).filter(pk=job.pk).exists():
        return False
    Notice.objects.update_or_create(job=job, defaults={"told_at": at})
    return True


def _letter(job: Job) -> EmailMultiAlternatives:
    requester = job.requester
    with translation.override(requester.language or settings.LANGUAGE_CODE):
        subject = _("Visible Hands: workers wait for your word on “%(title)s”") % {"title": " ".join(job.title.split())}
        body = render_to_string(
            "tasks/letter.txt",
            {
                "job": job,
                "question_count": questions.waiting_count(job=job),
                "report_count": reporting.waiting_count(job=job),
                "site": settings.SITE_ADDRESS.rstrip("/"),
            },
        )
        page = render_to_string("account/email/letter.html", {"subject": subject, "body": body})
    letter = EmailMultiAlternatives(subject=subject, body=body, to=[requester.email])
    letter.attach_alternative(page, "text/html")
    return letter

"""Celery's door to the work: each function calls the domain and may run twice."""

import logging
from time import monotonic

from celery import Task, shared_task
from django.utils.timezone import now
from kombu.exceptions import OperationalError

from tasks.domain import (
    books_check,
    decision_letters,
    exports,
    floor_letters,
    guarantee,
    invoicing,
    jobs,
    letters,
    mass_approving,
    reporting,
    rests,
    reviewing,
    splitting,
    submitting,
    unused_files,
)
from tasks.models import Export, Job, MassApproval
from transparency.domain import presence
from transparency.domain.statement import writing
from transparency.domain.systems import automated_decision

logger = logging.getLogger(__name__)

# One message begins no chunk after so long, and sends the next: a time limit that fell into the middle of a picture
# would look like a picture that can't be read.
SECONDS_A_MESSAGE = 100.0


# The longest recording takes longer than other messages may. The broker then sends it again, and whoever gets it finds
# the chunk locked and goes on to others.
@shared_task(soft_time_limit=1500, time_limit=1560)
def split_job(*, job_id: int) -> None:
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        return
    end = monotonic() + SECONDS_A_MESSAGE
    while monotonic() < end:
        if not splitting.split_next(job=job, at=now()):
            return
    split_job.delay(job_id=job_id)


def ask_to_split(*, job_id: int) -> bool:
    """Ask for a job to be cut; False when the queue can't be reached. Nothing is lost then: the sweep finds it."""
    return _sent(split_job, job_id=job_id)


def ask_to_write(*, export_id: int) -> bool:
    """Ask for an export to be written; False when the queue can't be reached, and the sweep sends it later."""
    return _sent(write_export, export_id=export_id)


def ask_to_approve(*, approval_id: int) -> bool:
    """Ask for many answers to be approved; False when the queue can't be reached, and the sweep sends it later."""
    return _sent(approve_many, approval_id=approval_id)


def _sent(function: Task[..., None], **values: int | str) -> bool:
    try:
        function.apply_async(kwargs=values, retry=False)
    except OperationalError:
        logger.warning("the queue can't be reached: %s was not sent for %s", function.name, values)
        return False
    return True


@shared_task
def sweep_splitting() -> None:
    for job_id in splitting.jobs_to_split(at=now()):
        split_job.delay(job_id=job_id)
    for export_id in Export.objects.filter(state=Export.State.WAITING).order_by("pk").values_list("pk", flat=True):
        write_export.delay(export_id=export_id)
    under_way = MassApproval.objects.filter(state=MassApproval.State.WAITING).order_by("pk")
    for approval_id in under_way.values_list("pk", flat=True):
        approve_many.delay(approval_id=approval_id)


# A large archive takes longer than any other message. The broker then sends it again, and the lock turns that away.
@shared_task(soft_time_limit=3500, time_limit=3600)
def write_export(*, export_id: int) -> None:
    exports.write_export(export_id=export_id, statement=writing.statement_files, at=now())


@shared_task
@automated_decision("letters")
def tell_requester(*, job_id: int) -> None:
    job = Job.objects.select_related("requester").filter(pk=job_id).first()
    if job is not None:
        letters.tell_requester(job=job, at=now())


@shared_task
@automated_decision("letters")
def tell_of_decision(*, key: str, person_id: int) -> None:
    decision_letters.tell(key=key, person_id=person_id, at=now())


@shared_task
@automated_decision("letters")
def sweep_letters() -> None:
    for job_id in letters.jobs_to_tell_of(at=now()).values_list("pk", flat=True):
        tell_requester.delay(job_id=job_id)
    for letter in decision_letters.due(at=now()):
        tell_of_decision.delay(key=letter.key, person_id=letter.person_id)


@shared_task
@automated_decision("lease", "reports", "closing-jobs", "presence")
def sweep_work() -> None:
    submitting.return_expired(at=now())
    reporting.withdraw_leftovers()
    jobs.close_finished(at=now())
    rests.give_back_rests(at=now())
    presence.close_silent(at=now())


@shared_task
def sweep_files() -> None:
    while unused_files.sweep(at=now()) == unused_files.AT_ONCE:
        pass


@shared_task
@automated_decision("silent-approval")
def approve_overdue() -> None:
    reviewing.approve_overdue(at=now())


@shared_task
@automated_decision("approving-many")
def approve_many(*, approval_id: int) -> None:
    end = monotonic() + SECONDS_A_MESSAGE
    while monotonic() < end:
        if not mass_approving.go_on(approval_id=approval_id, at=now()):
            return
    approve_many.delay(approval_id=approval_id)


# It reads every transfer and every answer once; a long look keeps nobody waiting.
@shared_task(soft_time_limit=1500, time_limit=1560)
@automated_decision("alerts")
def check_books() -> None:
    books_check.check_nightly(at=now())


@shared_task
def issue_invoices() -> None:
    invoicing.issue_all_due(at=now())


@shared_task
@automated_decision("floor")
def pay_up_to_the_floor() -> None:
    for job_id in guarantee.guaranteed_jobs(at=now()).values_list("pk", flat=True):
        settle_floor.delay(job_id=job_id)


@shared_task
@automated_decision("floor", "letters")
def settle_floor(*, job_id: int) -> None:
    job = Job.objects.filter(pk=job_id).first()
    if job is not None:
        at = now()
        guarantee.settle(job=job, at=at)
        floor_letters.tell_requester(job=job, at=at)

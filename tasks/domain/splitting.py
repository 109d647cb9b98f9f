"""Cutting uploads into micro-tasks: chunk by chunk, each whole or not at all.

A chunk is taken with SKIP LOCKED, cut, written by COPY and marked done in one transaction. Killed anywhere, it is
simply not done; the next background process takes it. Attempts are counted in a transaction of their own, so that a
file that kills the process is parked after three. Whoever counts one holds the chunk alone until it is over: nobody
else counts meanwhile what nobody tries.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Max, Q, QuerySet

from tasks.domain import additions, cutting, pages, planning
from tasks.domain.jobs import NotADraft
from tasks.models import Job, Refusal, SplitChunk, Upload
from web.domain.sole import held_alone

MOST_ATTEMPTS = 3
QUIET = timedelta(seconds=20)
# Of a chunk: it belongs to a draft, or to what is added to a running job and not published yet.
_UNPUBLISHED = Q(job__state=Job.State.DRAFT) | Q(
    upload__addition__isnull=False, upload__addition__published_at__isnull=True
)
# Four hours of sound take minutes to cut, and the database hears nothing of us meanwhile.
LONGEST_CUT = "30min"
# The first numbers of the locks that say "this upload is being planned", "this chunk is being cut".
_UPLOAD_LOCKS, _CHUNK_LOCKS = 7_302, 7_303
# More than there are background processes: behind so many that others try, nothing free is looked for.
_LOOKED_AT = 100
logger = logging.getLogger(__name__)


def split_next(*, job: Job, at: datetime) -> bool:
    """Plan one waiting upload, cut one waiting chunk or open one added one of `job`; False when nothing is to do.

    Any number of processes may call it at once.
    """
    return _plan_next(job, at) or _cut_next(job, at) or additions.open_next(job=job, at=at)


def _plan_next(job: Job, at: datetime) -> bool:
    with _tried_alone(pages.waiting_uploads(job=job).order_by("pk"), what=_UPLOAD_LOCKS) as upload_id:
        if upload_id is not None:
            _plan(upload_id)
    return upload_id is not None


def _plan(upload_id: int) -> None:
    with transaction.atomic():
        upload = (
            Upload.objects.select_for_update(skip_locked=True).filter(pk=upload_id, state=Upload.State.WAITING).first()
        )
        if upload is None:
            return
        if upload.attempts > MOST_ATTEMPTS:
            _refuse_upload(upload, planning.MediaRefused("stopped", planning.STOPPED))
            return
        try:
            plan = planning.plan_upload(upload=upload)
        except planning.MediaRefused as refused:
            _refuse_upload(upload, refused)
            return
        _write_plan(upload, plan)


def _write_plan(upload: Upload, plan: planning.UploadPlan) -> None:
    """Chunk numbers go on from the job's last; the job row is locked so that two uploads can't share one."""
    Job.objects.select_for_update().get(pk=upload.job_id)
    last = SplitChunk.objects.filter(job_id=upload.job_id).aggregate(last=Max("number"))["last"] or 0
    SplitChunk.objects.bulk_create(
        [
            SplitChunk(
                job_id=upload.job_id,
                upload=upload,
                number=last + index,
                first=part.first,
                count=part.count,
                offset=part.offset,
            )
            for index, part in enumerate(plan.parts, start=1)
        ],
        batch_size=1000,
    )
    Refusal.objects.bulk_create(
        [
            Refusal(upload=upload, number=-index, name=name[:255], **refused.kept())
            for index, (name, refused) in enumerate(plan.refused, start=1)
        ],
        ignore_conflicts=True,
    )
    upload.state, upload.plan = Upload.State.PLANNED, plan.facts
    upload.save(update_fields=["state", "plan"])


def _refuse_upload(upload: Upload, refused: planning.MediaRefused) -> None:
    Refusal.objects.get_or_create(upload=upload, number=0, defaults={"name": upload.name, **refused.kept()})
    upload.state = Upload.State.REFUSED
    upload.save(update_fields=["state"])


def _cut_next(job: Job, at: datetime) -> bool:
    waiting = SplitChunk.objects.filter(job=job, state=SplitChunk.State.WAITING)
    with _tried_alone(waiting.order_by("number"), what=_CHUNK_LOCKS) as chunk_id:
        if chunk_id is None:
            return False
        try:
            _cut_chunk(chunk_id, at)
        except Exception as trouble:
            logger.exception("chunk %s could not be cut", chunk_id)
            SplitChunk.objects.filter(pk=chunk_id).update(trouble=f"{type(trouble).__name__}: {trouble}"[:300])
    return True


@transaction.atomic
def _cut_chunk(chunk_id: int, at: datetime) -> None:
    chunk = (
        SplitChunk.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("upload__addition", "job")
        .filter(pk=chunk_id, state=SplitChunk.State.WAITING)
        .first()
    )
    if chunk is None:
        return
    if chunk.attempts > MOST_ATTEMPTS:
        SplitChunk.objects.filter(pk=chunk.pk).update(state=SplitChunk.State.PARKED)
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{LONGEST_CUT}'")
    pieces = cutting.cut(chunk=chunk)
    # Whoever publishes, or changes the number of wanted answers, waits for us, or we see what they wrote.
    job = Job.objects.select_for_update(no_key=True).get(pk=chunk.job_id)
    adds = chunk.upload.addition is not None
    if not (job.is_running if adds else job.is_draft):
        # Nothing is, or ever will be, set aside for what would come of it.
        SplitChunk.objects.filter(pk=chunk.pk).update(state=SplitChunk.State.PARKED)
        return
    # What is added to a running job has no places before the money for them is set aside.
    made = cutting.write_rows(chunk=chunk, pieces=pieces, wanted_answers=0 if adds else job.wanted_answers)
    SplitChunk.objects.filter(pk=chunk.pk).update(
        state=SplitChunk.State.DONE, done_at=at, micro_task_count=made, trouble=""
    )


@contextmanager
def _tried_alone(rows: QuerySet[SplitChunk] | QuerySet[Upload], *, what: int) -> Iterator[int | None]:
    """Hold the first of `rows` that nobody else tries, its attempt counted and committed; None when none is free."""
    for number in list(rows.values_list("pk", flat=True)[:_LOOKED_AT]):
        with held_alone(what=what, number=number) as is_ours:
            # It may have been done between our look and our lock.
            if is_ours and rows.filter(pk=number).update(attempts=F("attempts") + 1):
                yield number
                return
    yield None


@transaction.atomic
def cancel_upload(*, upload: Upload) -> None:
    """Stop cutting an upload and take out what was cut of it, as long as it isn't published. Safe to repeat.

    Raises NotADraft.
    """
    Upload.objects.select_for_update().get(pk=upload.pk)
    chunks = SplitChunk.objects.filter(upload=upload)
    list(chunks.select_for_update().order_by("number").values_list("pk", flat=True))
    job = Job.objects.select_for_update().get(pk=upload.job_id)
    added = Upload.objects.filter(pk=upload.pk, addition__isnull=False, addition__published_at__isnull=True)
    if not (job.is_draft or added.exists()):
        raise NotADraft
    Upload.objects.filter(pk=upload.pk).update(state=Upload.State.CANCELLED)
    chunks.update(state=SplitChunk.State.CANCELLED, done_at=None, micro_task_count=0)
    with connection.cursor() as cursor:
        of_upload = "(SELECT m.id FROM tasks_microtask m JOIN tasks_item i ON i.id = m.item_id WHERE i.upload_id = %s)"
        cursor.execute(f"DELETE FROM tasks_trainingtask WHERE micro_task_id IN {of_upload}", [upload.pk])  # noqa: S608
        cursor.execute(f"DELETE FROM tasks_assignment WHERE micro_task_id IN {of_upload}", [upload.pk])  # noqa: S608
        cursor.execute(f"DELETE FROM tasks_microtask WHERE id IN {of_upload}", [upload.pk])  # noqa: S608
        cursor.execute("DELETE FROM tasks_item WHERE upload_id = %s", [upload.pk])


@transaction.atomic
def retry_parked(*, job: Job) -> int:
    """Give the parked chunks of what isn't published yet three more attempts; how many. Raises NotADraft."""
    parked = SplitChunk.objects.filter(_UNPUBLISHED, job=job, state=SplitChunk.State.PARKED)
    numbers = list(parked.select_for_update(of=("self",)).order_by("number").values_list("pk", flat=True))
    # Publication counts what is cut: it waits for us and finds what we start, or we find it published.
    locked = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    if not locked.is_draft and not (locked.is_running and additions.waiting(job=locked)):
        raise NotADraft
    return parked.filter(pk__in=numbers).update(state=SplitChunk.State.WAITING, attempts=0, trouble="")


def jobs_to_split(*, at: datetime) -> list[int]:
    """Jobs with something to cut and no progress for a while: the sweep sends them again, for a message may be lost."""
    quiet = at - QUIET
    waiting = Q(uploads__state=Upload.State.WAITING, uploads__created_at__lt=quiet) | Q(
        chunks__state=SplitChunk.State.WAITING
    )
    busy = SplitChunk.objects.filter(done_at__gte=quiet).values("job_id")
    found = Job.objects.filter(waiting).exclude(pk__in=busy).order_by("pk").values_list("pk", flat=True).distinct()
    return sorted({*found, *additions.jobs_to_open()})

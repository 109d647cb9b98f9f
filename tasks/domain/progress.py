"""How far a job has come, counted from its rows."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, Sum

from accounts.models import User
from ledger.domain import accounts as books
from tasks.models import Addition, Assignment, Export, Job, Participation, Refusal, SplitChunk, Upload

# Beyond so many rows "what is left for you" says "more than": counting on would cost more than it tells.
MOST_COUNTED = 1000
# The place of a refusal that means the whole upload: what an archive or a list holds is counted from 1.
WHOLE_UPLOAD = 0


@dataclass(frozen=True, slots=True)
class Splitting:
    """How much of a job's uploads is cut. `planned_count` grows while uploads are still being looked over."""

    uploads: int
    waiting_uploads: int
    planned_count: int
    cut_count: int
    micro_task_count: int
    parked_count: int
    refused_count: int

    @property
    def is_done(self) -> bool:
        return not self.waiting_uploads and self.cut_count >= self.planned_count

    @property
    def percent(self) -> int:
        """0 to 100; 100 only when nothing waits."""
        if self.is_done:
            return 100
        return min(99, self.cut_count * 100 // self.planned_count) if self.planned_count else 0


NOTHING_TO_CUT = Splitting(0, 0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class UploadShown:
    """One upload in a list: what was cut of it, what was given up or refused (in things, not in chunks).

    `reason` says why the whole of it was refused, where it was.
    """

    upload: Upload
    planned_count: int
    cut_count: int
    parked_count: int
    micro_task_count: int
    refused_count: int
    reason: str

    @property
    def is_waiting(self) -> bool:
        waits = self.planned_count > self.cut_count + self.parked_count
        return self.upload.state == Upload.State.WAITING or waits


@dataclass(frozen=True, slots=True)
class Answering:
    """How many answers of a job are in which state; `wanted` is what was paid for when it was published.

    `paid_micros` is what the approved ones were paid.
    """

    wanted: int
    open: int
    claimed: int
    submitted: int
    approved: int
    rejected: int
    returned: int
    expired: int
    withdrawn: int
    paid_micros: int

    @property
    def answered(self) -> int:
        return self.submitted + self.approved

    @property
    def awaited(self) -> int:
        """What of the wanted answers can still come: not those to micro-tasks that were withdrawn."""
        return self.wanted - self.withdrawn


@dataclass(frozen=True, slots=True)
class Money:
    """Where a job's money stands, in micros."""

    escrow_micros: int
    paid_micros: int


def splitting_of(*, job: Job, addition: Addition | None = None) -> Splitting:
    """Count a job's uploads and chunks; only those of what is added to it when an `addition` is given."""
    uploads = Upload.objects.filter(job=job).exclude(state=Upload.State.CANCELLED)
    parts, refusals = SplitChunk.objects.filter(job=job), Refusal.objects.filter(upload__job=job)
    if addition is not None:
        uploads = uploads.filter(addition=addition)
        parts, refusals = parts.filter(upload__addition=addition), refusals.filter(upload__addition=addition)
    chunks = parts.aggregate(
        planned=Sum("count", filter=~Q(state="cancelled")),
        cut=Sum("count", filter=Q(state="done")),
        made=Sum("micro_task_count", filter=Q(state="done")),
        parked=Sum("count", filter=Q(state="parked")),
    )
    return Splitting(
        uploads=uploads.count(),
        waiting_uploads=uploads.filter(state=Upload.State.WAITING).count(),
        planned_count=(chunks["planned"] or 0) - (chunks["parked"] or 0),
        cut_count=chunks["cut"] or 0,
        micro_task_count=chunks["made"] or 0,
        parked_count=chunks["parked"] or 0,
        refused_count=refusals.exclude(upload__state=Upload.State.CANCELLED).count(),
    )


def uploads_shown(*, uploads: list[Upload]) -> list[UploadShown]:
    """Count the chunks and refusals of some uploads, in three queries whatever their number."""
    numbers = [upload.pk for upload in uploads]
    chunks = {
        row["upload_id"]: row
        for row in SplitChunk.objects.filter(upload__in=numbers)
        .values("upload_id")
        .annotate(
            planned=Sum("count"),
            cut=Sum("count", filter=Q(state="done"), default=0),
            parked=Sum("count", filter=Q(state="parked"), default=0),
            made=Sum("micro_task_count"),
        )
    }
    refused = dict(Refusal.objects.filter(upload__in=numbers).values_list("upload_id").annotate(number=Count("pk")))
    reasons = {
        refusal.upload_id: refusal.sentence
        for refusal in Refusal.objects.filter(upload__in=numbers, number=WHOLE_UPLOAD)
    }
    nothing = {"planned": 0, "cut": 0, "parked": 0, "made": 0}
    shown = []
    for upload in uploads:
        row = chunks.get(upload.pk, nothing)
        shown.append(
            UploadShown(
                upload=upload,
                planned_count=row["planned"],
                cut_count=row["cut"],
                parked_count=row["parked"],
                micro_task_count=row["made"],
                refused_count=refused.get(upload.pk, 0),
                reason=reasons.get(upload.pk, ""),
            )
        )
    return shown


def answering_of(*, job: Job) -> Answering:
    """Count a job's assignments by state."""
    counts = answering_by_job(jobs=[job])
    return counts[job.pk]


def answering_by_job(*, jobs: list[Job]) -> dict[int, Answering]:
    """Count the assignments of several jobs in one query."""
    counted = [*Assignment.State.values, "paid_micros"]
    found: dict[int, dict[str, int]] = {job.pk: dict.fromkeys(counted, 0) for job in jobs}
    rows = (
        Assignment.objects.filter(job__in=[job.pk for job in jobs])
        .values_list("job_id", "state")
        .annotate(number=Count("pk"), pay_micros=Sum("price_micros"))
    )
    for job_id, state, number, pay_micros in rows:
        found[job_id][state] = number
        if state == Assignment.State.APPROVED:
            found[job_id]["paid_micros"] = pay_micros
    wanted = {job.pk: job.micro_task_count * job.wanted_answers + job.extra_answers for job in jobs}
    return {job.pk: Answering(wanted=wanted[job.pk], **found[job.pk]) for job in jobs}


def money_of(*, job: Job, answering: Answering) -> Money:
    """What stands in a job's escrow and what its workers were paid for approved answers."""
    if job.is_draft:
        return Money(0, 0)
    return Money(books.escrow(job_number=job.pk).balance_micros, answering.paid_micros)


@dataclass(frozen=True, slots=True)
class Left:
    """How many micro-tasks of a job a worker can still do; `is_more` when counting stopped early."""

    count: int
    is_more: bool


def left_for(*, jobs: list[Job], worker: User) -> dict[int, Left]:
    """What is left for `worker` in each of `jobs`, in two queries at a cost that doesn't grow with the jobs."""
    places = dict(
        Participation.objects.filter(worker=worker, job__in=[job.pk for job in jobs]).values_list("job_id", "place")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT asked.job_id, count(DISTINCT ahead.micro_task_id), count(ahead.micro_task_id)
            FROM unnest(%(jobs)s::bigint[], %(places)s::bigint[]) AS asked (job_id, place)
            LEFT JOIN LATERAL (
                SELECT a.micro_task_id FROM tasks_assignment a
                WHERE a.job_id = asked.job_id AND a.state = 'open' AND a.place > asked.place
                  AND NOT EXISTS (
                      SELECT 1 FROM tasks_assignment mine
                      WHERE mine.micro_task_id = a.micro_task_id AND mine.worker_id = %(worker)s
                        AND (mine.state = 'claimed' OR mine.submitted_at IS NOT NULL OR mine.reported_at IS NOT NULL)
                      OFFSET 0)
                ORDER BY a.place LIMIT %(most)s
            ) ahead ON true
            GROUP BY asked.job_id
            """,
            {
                "jobs": [job.pk for job in jobs],
                "places": [places.get(job.pk, 0) for job in jobs],
                "worker": worker.pk,
                "most": MOST_COUNTED,
            },
        )
        return {number: Left(distinct, is_more=rows >= MOST_COUNTED) for number, distinct, rows in cursor.fetchall()}


def export_percent(export: Export) -> int:
    """0 to 100, of the answers that stood when the export was asked for."""
    if export.state == Export.State.DONE:
        return 100
    return min(99, export.answers_written * 100 // export.answer_count) if export.answer_count else 0

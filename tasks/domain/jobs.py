"""A job from its first draft to its close."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from accounts.models import User
from tasks.domain import fitting, floor_policy, pilot_plan, price_help, pricing
from tasks.domain.pilot_plan import PilotPlan
from tasks.domain.rests import give_back_rest
from tasks.domain.setting_aside import set_aside
from tasks.domain.terms import Terms, lease_of, terms_of
from tasks.kinds import kind_named
from tasks.kinds.base import Json
from tasks.models import Addition, Assignment, Job, MicroTask, SplitChunk, Upload
from tasks.models.job import RUNNING
from transparency.domain import log
from transparency.domain.systems import automated_decision

# What publication writes down of a job, for good.
SETTLED_AT_PUBLICATION = [
    "state",
    "published_at",
    "fee_permille",
    "micro_task_count",
    "training_price_micros",
    "guarantees_floor",
    "floor_each_micros",
    "pilot_began_at",
    "extra_answers",
]


class NotADraft(Exception):
    """The job is published: what workers agreed to stays as it is."""


class NothingToPublish(Exception):
    """No micro-task was cut yet."""


class CostChanged(Exception):
    """The cost isn't what the requester agreed to: something was uploaded or changed since they saw it."""

    def __init__(self, total_micros: int) -> None:
        super().__init__(f"the job costs {total_micros} micros now")
        self.total_micros = total_micros


class StillCutting(Exception):
    """Uploads are still being cut: the cost isn't known yet."""


class PilotFirst(Exception):
    """A job of so many micro-tasks begins with a pilot on this site."""


class Incomplete(Exception):
    """A step of the form isn't filled in; `fields` names what is missing."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def create_draft(
    *, requester: User, kind: str, settings_of_kind: Json, at: datetime, client_key: str | None = None
) -> Job:
    """A new, empty draft, as quick as its kind usually is. With the same `client_key` the same one comes back."""
    facts = {
        "kind": kind,
        "settings": settings_of_kind,
        "language": settings_of_kind.get("language", ""),
        "expected_seconds": kind_named(kind).typical_seconds,
        "guarantees_floor": floor_policy.is_ticked_at_first(),
        "created_at": at,
    }
    if client_key is None:
        return Job.objects.create(requester=requester, **facts)
    job, _made = Job.objects.get_or_create(requester=requester, client_key=client_key, defaults=facts)
    return job


@transaction.atomic
def describe(*, job: Job, title: str, purpose: str, instructions: str) -> None:
    """Set a draft's words. Raises NotADraft."""
    change_draft(job, title=title, purpose=purpose, instructions=instructions)


@transaction.atomic
def choose_settings(*, job: Job, settings_of_kind: Json) -> None:
    """Set a draft's labels and other choices of its kind; frozen once it is published. Raises NotADraft."""
    # A kind that asks for a language itself means the one that its workers must know.
    language = settings_of_kind.get("language", job.language)
    change_draft(job, settings=settings_of_kind, language=language)


@transaction.atomic
def set_terms(*, job: Job, terms: Terms) -> None:
    """Set a draft's price, times and wanted answers, and make its rows agree with the last. Raises NotADraft."""
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if not locked.is_draft:
        raise NotADraft
    settled = price_help.settle(
        price_micros=terms.price_micros,
        hour_price_micros=terms.hour_price_micros,
        expected_seconds=terms.expected_seconds,
        measured=price_help.measured_for(job=locked),
    )
    change_draft(
        job,
        wanted_answers=terms.wanted_answers,
        price_micros=settled.price_micros,
        hour_price_micros=terms.hour_price_micros,
        expected_seconds=settled.seconds,
        expected_from=settled.source,
        auto_approval_seconds=terms.auto_approval_seconds,
        lease_seconds=lease_of(expected_seconds=settled.seconds),
        guarantees_floor=locked.guarantees_floor if terms.guarantees_floor is None else terms.guarantees_floor,
    )
    if terms.wanted_answers != locked.wanted_answers:
        _rewrite_wanted_rows(locked, terms.wanted_answers)


def follow_measured(*, job: Job) -> None:
    """Let the price of a draft that is priced by the hour follow what is measured by now. Safe to repeat."""
    if job.is_draft and job.hour_price_micros is not None:
        set_terms(job=job, terms=terms_of(job))


def _rewrite_wanted_rows(job: Job, wanted: int) -> None:
    """A draft's rows have no history: one too many goes, one too few is made."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM tasks_assignment WHERE job_id = %s AND ordinal > %s", [job.pk, wanted])
        cursor.execute(
            """
            INSERT INTO tasks_assignment (public_id, job_id, micro_task_id, ordinal, place, state,
                visible_ms, active_ms, reject_code, reject_words)
            SELECT substr(translate(md5(gen_random_uuid()::text), '0189', 'wxyz'), 1, 16), m.job_id, m.id, n,
                m.position * 16 + n, 'open', 0, 0, '', ''
            FROM tasks_microtask m CROSS JOIN generate_series(%s::int, %s::int) AS n
            WHERE m.job_id = %s AND NOT EXISTS (SELECT 1 FROM tasks_trainingtask t WHERE t.micro_task_id = m.id)
            """,
            [job.wanted_answers + 1, wanted, job.pk],
        )


def change_draft(job: Job, **changes: object) -> None:
    """Set fields of a draft. Raises NotADraft."""
    if not Job.objects.filter(pk=job.pk, state=Job.State.DRAFT).update(**changes):
        raise NotADraft
    for name, value in changes.items():
        setattr(job, name, value)


def missing_parts(job: Job) -> list[str]:
    """The fields that a draft needs before it can be published."""
    missing = [name for name in ("title", "purpose", "instructions") if not getattr(job, name).strip()]
    if not kind_named(job.kind).settings_form(data=job.settings).is_valid():
        missing.append("settings")
    elif fitting.has_outdated(job=job):
        missing.append("examples")
    if fitting.has_outdated_training(job=job):
        missing.append("training")
    if job.content_warnings is None:
        missing.append("content_warnings")
    return missing + ([] if job.price_micros else ["price"])


def is_cutting(job: Job, *, addition: Addition | None = None) -> bool:
    """Whether anything waits to be cut: of a draft, or of what is added to a running job."""
    return (
        Upload.objects.filter(job=job, addition=addition, state=Upload.State.WAITING).exists()
        or SplitChunk.objects.filter(job=job, upload__addition=addition, state=SplitChunk.State.WAITING).exists()
    )


@transaction.atomic
def publish(*, job: Job, at: datetime, agreed_micros: int | None = None, pilot: PilotPlan | None = None) -> None:
    """Set aside the greatest cost of `job` and open it to workers. Repeated, it moves nothing.

    `agreed_micros` is the cost that the requester saw and agreed to, where there was one to see. Of a `pilot` that is
    the cost of its micro-tasks alone; `pilots.start` withholds the others.

    Raises Incomplete, StillCutting, NothingToPublish, BelowFloor, PilotFirst, CostChanged and InsufficientFunds.
    """
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if not locked.is_draft:
        job.refresh_from_db()
        return
    follow_measured(job=locked)
    missing = missing_parts(locked)
    if missing:
        raise Incomplete(missing)
    if is_cutting(locked):
        raise StillCutting
    each = floor_policy.set_aside_up_to_micros(job=locked, at=at)
    cost = pricing.cost_of(job=locked, fee_permille=settings.FEE_PERMILLE, floor_each_micros=each)
    if not cost.micro_task_count:
        raise NothingToPublish
    floor_policy.refuse_below_floor(job=locked, at=at)
    if pilot is not None:
        cost = pilot.part_of(cost)
        locked.pilot_began_at, locked.extra_answers = at, cost.extra_answers
    elif pilot_plan.is_required(micro_task_count=cost.micro_task_count, wanted_answers=locked.wanted_answers):
        raise PilotFirst
    if agreed_micros not in (None, cost.total_micros):
        raise CostChanged(cost.total_micros)
    set_aside(job=locked, cost=cost, at=at)
    locked.training_price_micros = locked.price_micros if cost.training_micros else 0
    locked.guarantees_floor = floor_policy.promises_floor(job=locked, at=at)
    locked.floor_each_micros = cost.floor_each_micros
    locked.state, locked.published_at = Job.State.OPEN, at
    locked.fee_permille, locked.micro_task_count = cost.fee_permille, cost.micro_task_count
    locked.save(update_fields=SETTLED_AT_PUBLICATION)
    log.remember_job(
        job_number=locked.pk,
        public_id=locked.public_id,
        requester_number=locked.requester_id,
        title=locked.title,
        purpose=locked.purpose,
        kind=locked.kind,
        price_micros=locked.price_micros,
        expected_seconds=locked.expected_seconds,
        wanted_answers=locked.wanted_answers,
        micro_task_count=locked.micro_task_count,
        published_at=at,
    )
    job.refresh_from_db()


def _is_being_added_to(job: Job) -> bool:
    """Whether files wait that were brought to the running job and not published yet."""
    uploads = Upload.objects.filter(job=job, addition__published_at__isnull=True, addition__isnull=False)
    return uploads.filter(state__in=[Upload.State.WAITING, Upload.State.PLANNED]).exists()


@transaction.atomic
def close(*, job: Job, at: datetime) -> int:
    """Take no more answers and give back what nobody can earn any more; micros given back at once.

    Work in hand may be finished and is paid.

    Open rows hold no history and are removed: a claim on its way either has its row already, and is owed its pay, or
    finds none.
    """
    moved = Job.objects.filter(pk=job.pk, state__in=RUNNING).update(
        state=Job.State.CLOSED, paused_at=None, closed_at=at
    )
    job.refresh_from_db()
    if not moved:
        return 0
    given_back = give_back_rest(job=job, at=at)
    log.record_job(
        type=log.JobType.CLOSED, at=at, job_number=job.pk, requester_number=job.requester_id, micros=given_back
    )
    return given_back


@automated_decision("closing-jobs")
def close_finished(*, at: datetime) -> int:
    """Close every open job whose wanted answers are all approved; how many. The clock calls this.

    A paused one and a pilot wait for their requester. So does one with a micro-task that was withdrawn, as long as
    answers wait for decisions; then what nobody decided on counts as dropped.
    """
    unfinished = Q(state__in=["open", "claimed", "submitted"])
    closed = 0
    waits = Q(pilot_began_at__isnull=False, pilot_ended_at__isnull=True)
    for job in Job.objects.filter(state=Job.State.OPEN).exclude(waits).order_by("pk"):
        if not (
            Assignment.objects.filter(unfinished, job=job).exists()
            or _answer_is_owed(job, at)
            or _is_being_added_to(job)
        ):
            close(job=job, at=at)
            closed += 1
    return closed


def _answer_is_owed(job: Job, at: datetime) -> bool:
    """Whether a replacement may still be opened, or a withdrawn micro-task put back."""
    withdrawn = MicroTask.objects.filter(job=job, withdrawn_at__isnull=False)
    if withdrawn.filter(dropped_at__isnull=True, withdrawn_at__gt=at - job.auto_approval_delay).exists():
        return True
    approved = Assignment.objects.filter(job=job, state=Assignment.State.APPROVED)
    others = approved.filter(micro_task__withdrawn_at__isnull=True).count()
    # The places of a pilot beyond the wanted ones.
    extra = Assignment.objects.filter(
        job=job, ordinal__gt=job.wanted_answers, micro_task__withdrawn_at__isnull=True
    ).values("micro_task", "ordinal")
    extra_count = extra.distinct().count() if job.extra_answers else 0
    return others < (job.micro_task_count - withdrawn.count()) * job.wanted_answers + extra_count

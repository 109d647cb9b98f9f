"""What only a draft allows: another kind of work, warnings, an estimate of its cost, and being thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db import connection, transaction

from tasks.domain import floor_policy, price_help, pricing, unused_files
from tasks.domain.jobs import NotADraft, change_draft, is_cutting, missing_parts
from tasks.domain.measured_time import Measured
from tasks.domain.terms import Terms, terms_of
from tasks.kinds import kind_named
from tasks.kinds.base import Json
from tasks.models import ContentWarning, Job, SplitChunk, Upload


class OtherMedia(Exception):
    """The new kind works on another medium than what is uploaded already."""


class StillArriving(Exception):
    """A file arrived at the same moment; nothing was removed."""


class Step(StrEnum):
    """The four parts of a draft, in the order in which they are asked for."""

    KIND = "kind"
    WORDS = "words"
    UPLOAD = "upload"
    TERMS = "terms"


# Which step asks for what `missing_parts` names.
STEP_OF_PART = {
    "title": Step.WORDS,
    "purpose": Step.WORDS,
    "instructions": Step.WORDS,
    "settings": Step.WORDS,
    "examples": Step.WORDS,
    "content_warnings": Step.WORDS,
    "training": Step.UPLOAD,
    "price": Step.TERMS,
}


def unfinished_steps(*, job: Job) -> list[Step]:
    """The steps of a draft that still lack something, in their order."""
    lacking = {STEP_OF_PART[part] for part in missing_parts(job)}
    if is_cutting(job) or not pricing.cut_micro_tasks(job=job):
        lacking.add(Step.UPLOAD)
    return [step for step in Step if step in lacking]


@transaction.atomic
def change_kind(*, job: Job, kind: str) -> None:
    """Make a draft one of another kind. Of its labels and other choices stays what the new kind understands.

    Raises NotADraft, OtherMedia, and UnknownKind.
    """
    new = kind_named(kind)
    locked = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    if not locked.is_draft:
        raise NotADraft
    living = Upload.objects.filter(job=job, state__in=[Upload.State.WAITING, Upload.State.PLANNED])
    if new.media != kind_named(locked.kind).media and living.exists():
        raise OtherMedia
    if kind == locked.kind:
        return
    job.kind, job.settings = kind, _settings_for(kind, locked.settings)
    if locked.expected_seconds == kind_named(locked.kind).typical_seconds:
        job.expected_seconds = new.typical_seconds
    job.save(update_fields=["kind", "settings", "expected_seconds"])


def _settings_for(kind: str, earlier: Json) -> Json:
    form = kind_named(kind).settings_form(data=earlier)
    if not form.is_valid():
        form = kind_named(kind).settings_form(data={name: earlier[name] for name in earlier if name not in form.errors})
    return form.settings() if form.is_valid() else {}


@transaction.atomic
def name_language(*, job: Job, language: str) -> None:
    """Say which language workers must know, empty for none, where the kind doesn't ask for it. Raises NotADraft."""
    if "language" not in job.settings:
        change_draft(job, language=language)


@transaction.atomic
def warn(*, job: Job, warnings: Sequence[str], words: str = "") -> None:
    """Say what of a draft's media people may not want to see: an empty list says that there is nothing of the kind.

    `words` name what is warned of as `other`, and are kept for that alone. Raises NotADraft.
    """
    named = [warning.value for warning in ContentWarning if warning.value in warnings]
    words = words.strip() if ContentWarning.OTHER.value in named else ""
    change_draft(job, content_warnings=named, content_warning_words=words)


def estimate(
    *, job: Job, at: datetime, terms: Terms | None = None, measured: Measured | None = None
) -> pricing.Estimate:
    """What `job` would cost and pay an hour with what is cut by now; with `terms`, as if they were set.

    `measured` is what such work took, as far as the price follows it. Where the instance has no policy about the floor,
    none is named.
    """
    training = pricing.training_tasks(job=job)
    asked = terms or terms_of(job)
    settled = price_help.settle(
        price_micros=asked.price_micros,
        hour_price_micros=asked.hour_price_micros,
        expected_seconds=asked.expected_seconds,
        measured=measured,
    )
    return pricing.Estimate(
        cost=pricing.Cost(
            micro_task_count=pricing.made_micro_tasks(job=job) - training,
            wanted_answers=asked.wanted_answers,
            price_micros=settled.price_micros,
            fee_permille=settings.FEE_PERMILLE,
            training_tasks=training,
            training_places=job.training_places,
            floor_each_micros=floor_policy.would_set_aside_up_to_micros(
                is_wanted=job.guarantees_floor if asked.guarantees_floor is None else asked.guarantees_floor,
                expected_seconds=settled.seconds,
                at=at,
            ),
        ),
        expected_seconds=settled.seconds,
        expected_from=settled.source if terms else Job.ExpectedFrom(job.expected_from),
        hour_price_micros=asked.hour_price_micros,
        floor_hourly_micros=floor_policy.named_floor_micros(at=at),
    )


@transaction.atomic
def discard(*, job: Job, at: datetime) -> None:
    """Remove a draft and everything cut of it. Safe to repeat.

    Nobody has worked on a draft, no money moved for it and no log knows of it: its rows hold no history. Its stored
    files go a day later, those that nothing else names.

    Raises NotADraft and StillArriving.
    """
    uploads = list(Upload.objects.select_for_update().filter(job=job).order_by("pk").values_list("pk", flat=True))
    list(SplitChunk.objects.select_for_update().filter(job=job).order_by("number").values_list("pk", flat=True))
    locked = Job.objects.select_for_update().filter(pk=job.pk).first()
    if locked is None:
        return
    if not locked.is_draft:
        raise NotADraft
    # A file that came between the locks may be in the hands of the background: waiting for it now could be a circle.
    if Upload.objects.filter(job=job).exclude(pk__in=uploads).exists():
        raise StillArriving
    unused_files.mark(job_id=job.pk, at=at)
    with connection.cursor() as cursor:
        for table in ("tasks_trainingtask", "tasks_assignment", "tasks_microtask", "tasks_item", "tasks_splitchunk"):
            cursor.execute(f"DELETE FROM {table} WHERE job_id = %s", [job.pk])  # noqa: S608 (our own names)
    Upload.objects.filter(job=job).delete()
    locked.delete()

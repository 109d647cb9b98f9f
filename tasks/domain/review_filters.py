"""Which of a job's answers a requester looks for: by worker, by what they say, by the others, by time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value

from tasks.domain import withheld
from tasks.domain.pseudonyms import worker_code
from tasks.models import Answer, Assignment, Job, Participation, SampledAnswer

SAME, DIFFERENT, ALONE = "same", "different", "alone"


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; what is empty or None doesn't count.

    `worker` is a worker's code; `says` a label, or words of a text; `agreement` how it stands to the other answers.
    `since` and `until` are when it came; `within` the time until it approves itself; `sample` the id of a sample.
    """

    worker: str = ""
    says: str = ""
    agreement: str = ""
    since: datetime | None = None
    until: datetime | None = None
    within: timedelta | None = None
    sample: str = ""

    @property
    def is_anything(self) -> bool:
        return self != EVERYTHING


EVERYTHING = Sought()


class Says(Func):
    """Whether any text in a JSON document is like a pattern."""

    template = "EXISTS (SELECT 1 FROM jsonb_path_query(%(expressions)s)"
    arg_joiner = ", '$.** ? (@.type() == \"string\")') AS said (one) WHERE said.one #>> '{}' ILIKE "
    output_field = BooleanField()


def narrowed(answers: QuerySet[Assignment], *, job: Job, sought: Sought, at: datetime) -> QuerySet[Assignment]:
    """Those of `answers`, all of `job`, that fit what is sought.

    Rejected answers are never found by what they say or by whether others said the same: that would tell it.
    """
    if sought.worker:
        answers = answers.filter(worker__in=_workers_called(job, sought.worker))
    if sought.says:
        answers = answers.exclude(state=withheld.WITHHELD).filter(
            Says(F("answer__content"), Value(_pattern(job, sought.says)))
        )
    if sought.agreement:
        answers = answers.exclude(state=withheld.WITHHELD).filter(_agreement(sought.agreement))
    if sought.sample:
        sampled = SampledAnswer.objects.filter(sample__job=job, sample__public_id=sought.sample.lower())
        answers = answers.filter(pk__in=sampled.values("assignment"))
    if sought.since:
        answers = answers.filter(submitted_at__gte=sought.since)
    if sought.until:
        answers = answers.filter(submitted_at__lt=sought.until)
    if sought.within is not None:
        answers = answers.filter(
            state=Assignment.State.SUBMITTED, submitted_at__lte=at + sought.within - job.auto_approval_delay
        )
    return answers


def _workers_called(job: Job, code: str) -> list[int]:
    """A code is made of a worker's number and can't be read back: each who took part is asked for theirs."""
    numbers = Participation.objects.filter(job=job).values_list("worker_id", flat=True)
    wanted = code.strip().lower()
    return [pk for pk in numbers if worker_code(requester_id=job.requester_id, worker_id=pk) == wanted]


def _pattern(job: Job, says: str) -> str:
    """A label of the job is meant whole; other words anywhere in a text."""
    escaped = says.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return escaped if says in labels_of(job=job) else f"%{escaped}%"


def labels_of(*, job: Job) -> list[str]:
    """The labels that a job's answers choose among; none where they are free text."""
    return [str(label) for label in job.settings.get("labels") or []]


def _agreement(how: str) -> Q:
    readable = [Assignment.State.SUBMITTED, Assignment.State.APPROVED]
    others = Answer.objects.filter(
        assignment__micro_task=OuterRef("micro_task"), assignment__state__in=readable
    ).exclude(assignment=OuterRef("pk"))
    if how == SAME:
        return Q(Exists(others.filter(content=OuterRef("answer__content"))))
    if how == DIFFERENT:
        return Q(Exists(others.exclude(content=OuterRef("answer__content"))))
    return ~Q(Exists(others))


def others_of(*, assignments: Iterable[Assignment]) -> dict[int, list[Assignment]]:
    """The other answers to the same micro-tasks that wait or are approved, by the number of the assignment."""
    every = list(assignments)
    found = Assignment.objects.filter(
        micro_task__in=[one.micro_task_id for one in every],
        state__in=[Assignment.State.SUBMITTED, Assignment.State.APPROVED],
    )
    siblings = list(found.select_related("answer").order_by("ordinal", "pk"))
    return {
        one.pk: [other for other in siblings if other.micro_task_id == one.micro_task_id and other.pk != one.pk]
        for one in every
    }


@dataclass(frozen=True, slots=True)
class Waiting:
    """What of a job waits for a decision, and when the first of it approves itself."""

    count: int
    first_at: datetime | None
    soon_count: int
    soon: timedelta


def waiting_of(*, job: Job, at: datetime, soon: timedelta = timedelta(hours=24)) -> Waiting:
    """How many answers wait, when the oldest approves itself, and how many do so within `soon`."""
    waiting = Assignment.objects.filter(job=job, state=Assignment.State.SUBMITTED)
    first = waiting.order_by("submitted_at").values_list("submitted_at", flat=True).first()
    overdue = waiting.filter(submitted_at__lte=at + soon - job.auto_approval_delay).count()
    return Waiting(waiting.count(), first + job.auto_approval_delay if first else None, overdue, soon)

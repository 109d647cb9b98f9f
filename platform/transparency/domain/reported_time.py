"""What workers say of their own time. It counts as they say it; what is far beyond others waits for a person's eyes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from transparency.domain import log
from transparency.domain.systems import automated_decision
from transparency.models import JobFact, ReportedTime

# Beyond so many times what nine in ten needed, somebody looks; meanwhile so many times are credited.
LOOK_BEYOND = 3.0
CREDITED_MEANWHILE = 1.5
MOST_SECONDS = 86_400


def credited_seconds(*, lease: float, active: float | None, reported: ReportedTime | None, typical: float) -> float:
    """What counts as the time of one assignment, in seconds; never more than `lease`, from shown to ended.

    The greater of what was measured in use and what the worker says. `active` is None where nothing was measured: then
    their word, and without it what the job's answers typically take.
    """
    said = None
    if reported is not None:
        most = CREDITED_MEANWHILE * reported.usual_most_seconds if reported.waits_for_look else reported.seconds
        said = min(float(reported.seconds), most)
    if active is None:
        return min(lease, said if said is not None else typical)
    return min(lease, max(active, said or 0.0))


def of_assignments(*, numbers: Iterable[int]) -> dict[int, ReportedTime]:
    """What was said of each of these assignments; those of which nothing was said are absent."""
    return ReportedTime.objects.in_bulk(list(numbers))


@automated_decision("reported-time", look_beyond=LOOK_BEYOND, credited_meanwhile=CREDITED_MEANWHILE)
@transaction.atomic
def keep(*, reported: ReportedTime) -> None:
    """Let a worker's word stand, and write it into the log. Said again, it changes nothing."""
    known = ReportedTime.objects.select_for_update().filter(pk=reported.pk).first()
    if known is not None and known.seconds == reported.seconds:
        return
    reported.waits_for_look = reported.seconds > LOOK_BEYOND * reported.usual_most_seconds
    reported.save()
    _record(
        log.Type.SELF_REPORTED, reported, reported.reported_at, note="to look at" if reported.waits_for_look else ""
    )


def waiting_for_look() -> QuerySet[ReportedTime]:
    """What a person must look at, oldest first."""
    return ReportedTime.objects.filter(waits_for_look=True).order_by("reported_at", "pk")


def facts_of(*, reported: Sequence[ReportedTime]) -> dict[int, JobFact]:
    """The facts of their jobs, by the number of the job."""
    return JobFact.objects.in_bulk({one.job_number for one in reported})


@transaction.atomic
def accept(*, assignment_number: int, seconds: int, at: datetime) -> bool:
    """Somebody looked: `seconds` of what was said count from now on. False when nobody waits for it any more."""
    reported = ReportedTime.objects.select_for_update().filter(pk=assignment_number, waits_for_look=True).first()
    if reported is None or seconds > reported.seconds:
        return False
    reported.seconds, reported.waits_for_look = seconds, False
    reported.save(update_fields=["seconds", "waits_for_look"])
    _record(log.Type.CORRECTED, reported, at, note="looked at")
    return True


def _record(kind: log.Type, reported: ReportedTime, at: datetime, *, note: str) -> None:
    log.record(
        [
            log.Event(
                type=kind,
                at=at,
                worker_number=reported.worker_number,
                requester_number=reported.requester_number,
                job_number=reported.job_number,
                assignment_number=reported.pk,
                seconds=reported.seconds,
                note=note,
            )
        ]
    )

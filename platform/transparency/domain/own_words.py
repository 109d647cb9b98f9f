"""What workers say beside their own log: notes on events, and time that was measured wrongly or not at all.

Nothing here changes a row of the log: a word is a row of its own, and what is said of time stands in the log as well.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet, Sum

from accounts.models import User
from transparency.domain import log
from transparency.models import EventNote, Presence, StatedTime, WorkEvent

Says = StatedTime.Says
MOST_WORDS = 500
# A stretch longer than this is two, or a slip of the hand.
LONGEST = timedelta(hours=16)
TAKEN_BACK = "taken back"


class NotTheirs(Exception):
    """No event of this worker's log has this number, or it is none that this can be said of."""


class NoTime(Exception):
    """It ends before it starts, lies in the future, or lasts more than sixteen hours."""


class AtWorkThen(Exception):
    """Some of that time was measured, or said, already: a second counts once."""


class MoreThanThere(Exception):
    """More was no work than the time at work lasted."""


class SaidAlready(Exception):
    """Something was said of this time at work, and stands until it is taken back."""


def note(*, worker_number: int, event_number: int, words: str, at: datetime) -> EventNote | None:
    """Write a note beside an event of one's own, in place of an earlier one; empty words erase it.

    Raises NotTheirs.
    """
    if not WorkEvent.objects.filter(pk=event_number, worker_number=worker_number).exists():
        raise NotTheirs
    kept = words.strip()[:MOST_WORDS]
    if not kept:
        EventNote.objects.filter(pk=event_number).delete()
        return None
    written, _ = EventNote.objects.update_or_create(
        event_number=event_number, defaults={"worker_number": worker_number, "words": kept, "written_at": at}
    )
    return written


def notes_of(*, worker_number: int, event_numbers: Iterable[int]) -> dict[int, EventNote]:
    """The notes beside these events, by the event's number."""
    return EventNote.objects.filter(worker_number=worker_number).in_bulk(list(event_numbers))


def erase_notes(*, worker_number: int) -> int:
    """Erase every note of a worker, and the words beside what they said of their time; how many."""
    erased, _ = EventNote.objects.filter(worker_number=worker_number).delete()
    return erased + StatedTime.objects.filter(worker_number=worker_number).exclude(words="").update(words="")


def erase(*, worker_number: int) -> None:
    """Erase all that a worker wrote beside their log: it tells when they were at work."""
    EventNote.objects.filter(worker_number=worker_number).delete()
    StatedTime.objects.filter(worker_number=worker_number).delete()


@transaction.atomic
def also_worked(
    *, worker_number: int, started_at: datetime, ended_at: datetime, words: str, at: datetime
) -> StatedTime:
    """Keep that a worker worked from then to then and nothing measured it. Raises NoTime, AtWorkThen.

    What was measured or said already is refused, so that a second counts once.
    """
    if not started_at < ended_at <= at or ended_at - started_at > LONGEST:
        raise NoTime
    # Two forms sent at once are looked at one after the other.
    User.objects.select_for_update(no_key=True).get(pk=worker_number)
    own = Presence.objects.filter(worker_number=worker_number)
    measured = own.filter(started_at__lt=ended_at, last_seen_at__gt=started_at)
    said = standing(worker_number=worker_number).filter(
        says=Says.ALSO_WORKED, started_at__lt=ended_at, ended_at__gt=started_at
    )
    if measured.exists() or said.exists():
        raise AtWorkThen
    stated = StatedTime.objects.create(
        worker_number=worker_number,
        says=Says.ALSO_WORKED,
        started_at=started_at,
        ended_at=ended_at,
        seconds=max(1, round((ended_at - started_at).total_seconds())),
        words=words.strip()[:MOST_WORDS],
        stated_at=at,
    )
    _record(stated, "also worked", at)
    return stated


@transaction.atomic
def was_no_work(*, worker_number: int, event_number: int, seconds: int, words: str, at: datetime) -> StatedTime:
    """Keep that some or all of a time at work was no work. Raises NotTheirs, MoreThanThere, SaidAlready.

    People say whole minutes: the last one may be a begun one, and then stands for the rest.
    """
    event = WorkEvent.objects.filter(
        pk=event_number, worker_number=worker_number, type=WorkEvent.Type.PRESENCE_STOPPED
    ).first()
    if event is None or event.started_at is None or event.ended_at is None:
        raise NotTheirs
    whole = max(1, round((event.ended_at - event.started_at).total_seconds()))
    if not 0 < seconds <= 60 * math.ceil(whole / 60):
        raise MoreThanThere
    try:
        with transaction.atomic():
            stated = StatedTime.objects.create(
                worker_number=worker_number,
                says=Says.NO_WORK,
                about_event=event.pk,
                started_at=event.started_at,
                ended_at=event.ended_at,
                seconds=min(seconds, whole),
                words=words.strip()[:MOST_WORDS],
                stated_at=at,
            )
    except IntegrityError:
        raise SaidAlready from None
    _record(stated, "no work", at)
    return stated


@transaction.atomic
def take_back(*, worker_number: int, number: int, at: datetime) -> bool:
    """Let something that was said of time stand no longer; it stays written down. False when it stood no more."""
    stated = standing(worker_number=worker_number).select_for_update().filter(pk=number).first()
    if stated is None:
        return False
    stated.taken_back_at = at
    stated.save(update_fields=["taken_back_at"])
    _record(stated, TAKEN_BACK, at)
    return True


def standing(*, worker_number: int) -> QuerySet[StatedTime]:
    """What a worker says of their time and has not taken back, the latest stretch first."""
    return StatedTime.objects.filter(worker_number=worker_number, taken_back_at__isnull=True).order_by(
        "-started_at", "-pk"
    )


def about_events(*, worker_number: int, event_numbers: Iterable[int]) -> dict[int, StatedTime]:
    """What stands of these times at work, by the number of their event."""
    said = standing(worker_number=worker_number).filter(about_event__in=list(event_numbers))
    return {stated.about_event: stated for stated in said if stated.about_event is not None}


def balance_seconds(*, worker_number: int, since: datetime, until: datetime) -> int:
    """Seconds that a worker adds to the measured time at work of some days, less those that were no work.

    A stretch belongs to the moment it began.
    """
    said = standing(worker_number=worker_number).filter(started_at__gte=since, started_at__lt=until)
    sums = dict(said.order_by().values_list("says").annotate(total=Sum(F("seconds"))))
    return int(sums.get(Says.ALSO_WORKED.value) or 0) - int(sums.get(Says.NO_WORK.value) or 0)


def _record(stated: StatedTime, words: str, at: datetime) -> None:
    said = log.Event(
        type=log.Type.STATED, at=at, worker_number=stated.worker_number, seconds=stated.seconds, note=words
    )
    log.record([said])

"""When a person leaves: what told how they went about their work is destroyed, and the chain stays whole.

The salt goes, and with it whatever the commitments hid: nobody can learn a row from its leaf any more, nor try guesses
out. The rows go as well. What they are owed and why (pay, and the work that it was reckoned from) the law keeps for
some years (GDPR, Article 17(3)(b) and (e)); then it goes in the same way. Sums over days stay, and are not made anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from transparency.domain import log, own_words
from transparency.domain.rollup import keeping
from transparency.domain.sealing import leaves
from transparency.domain.sealing.streams import streams_of
from transparency.models import Attention, Presence, ReportedTime, Stream, WorkEvent


@dataclass(frozen=True, slots=True)
class Erased:
    """What was destroyed of one person."""

    event_count: int
    attention_count: int
    presence_count: int


@transaction.atomic
def erase_worker(*, worker_number: int, at: datetime) -> Erased:
    """Destroy what the log tells of how somebody worked, and the salt of it. Safe to repeat.

    That it was done is in the log; their days are summed up before, and stand. Who goes on working is erased anew the
    next time: what they did since was sealed under salts that nobody kept.
    """
    pseudonym = streams_of([worker_number])[worker_number].pk
    stream = Stream.objects.select_for_update().get(pk=pseudonym)
    keeping.refresh_worker(worker_number=worker_number, at=at)
    if stream.erased_at is None or _is_anything_left(worker_number):
        log.record([log.Event(type=log.Type.ERASED, at=at, worker_number=worker_number)])
    if stream.erased_at is None:
        Stream.objects.filter(pk=pseudonym).update(salt=None, erased_at=at)
    return _remove(worker_number)


def erase_what_was_kept(*, at: datetime) -> int:
    """Destroy the rest of those who left and whose last pay is longer ago than the law asks; of how many people.

    Safe to repeat. `PAY_KEEP_YEARS` says how long.
    """
    until = at.replace(year=at.year - settings.PAY_KEEP_YEARS, day=min(at.day, 28))
    left = Stream.objects.filter(erased_at__lt=until, kept_salt__isnull=False)
    return sum(_erase_the_rest(stream, until=until) for stream in left)


@transaction.atomic
def _erase_the_rest(stream: Stream, *, until: datetime) -> bool:
    number = stream.person_number
    if (
        number is None
        or WorkEvent.objects.filter(worker_number=number, at__gte=until).exclude(type=log.Type.ERASED).exists()
    ):
        return False
    Stream.objects.filter(pk=stream.pk).update(kept_salt=None)
    ReportedTime.objects.filter(worker_number=number).delete()
    _remove(number, keeps_pay=False)
    Stream.objects.filter(pk=stream.pk).update(person_number=None)
    return True


def _is_anything_left(worker_number: int) -> bool:
    erasable = WorkEvent.objects.filter(worker_number=worker_number, type__in=leaves.ERASED_TYPES)
    return erasable.exists() or Attention.objects.filter(worker_number=worker_number).exists()


def _remove(worker_number: int, *, keeps_pay: bool = True) -> Erased:
    """Remove rows whose salt is gone, and the person's own words on them.

    The database lets nobody remove other rows, nor outside of this transaction.
    """
    own_words.erase(worker_number=worker_number)
    events = WorkEvent.objects.filter(worker_number=worker_number)
    if keeps_pay:
        events = events.filter(type__in=leaves.ERASED_TYPES)
    _say_whose(str(worker_number))
    # One table after the other, without Django's look for what hangs on it: nothing does.
    counts = [
        each._raw_delete(each.db)
        for each in (
            events.order_by(),
            Attention.objects.filter(worker_number=worker_number),
            Presence.objects.filter(worker_number=worker_number, ended_at__isnull=False),
        )
    ]
    _say_whose("")
    return Erased(*counts)


def _say_whose(worker_number: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('visible_hands.erasing', %s, true)", [worker_number])

"""The site's days and hours on a line of whole microseconds: midnight is where the platform is."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from django.utils.timezone import get_default_timezone

SECOND = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
NIGHT_BEGINS, NIGHT_ENDS = 22, 6
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Day:
    """One calendar day. `edges` are its beginning, each full hour and its end; `hours` what the clock says in between.

    A day on which the clocks change has 23 or 25 of them.
    """

    date: date
    edges: tuple[int, ...]
    hours: tuple[int, ...]

    @property
    def start(self) -> int:
        return self.edges[0]

    @property
    def end(self) -> int:
        return self.edges[-1]

    @property
    def is_weekend(self) -> bool:
        return self.date.weekday() >= SATURDAY

    def by_hour(self, start: int, end: int) -> list[tuple[int, int]]:
        """The hours of the clock that a stretch within this day runs through, with the microseconds in each."""
        found = []
        place = bisect_right(self.edges, start) - 1
        while start < end:
            edge = min(end, self.edges[place + 1])
            found.append((self.hours[place], edge - start))
            start, place = edge, place + 1
        return found


def is_night(hour: int) -> bool:
    """Whether this hour of the clock lies between 22:00 and 06:00."""
    return hour >= NIGHT_BEGINS or hour < NIGHT_ENDS


def line(at: datetime) -> int:
    """A moment as whole microseconds since 1970."""
    return (at - _EPOCH) // _MICROSECOND


def moment(place: int) -> datetime:
    """The other way round."""
    return _EPOCH + timedelta(microseconds=place)


def day_of(place: int) -> date:
    """The day that a moment is on."""
    return moment(place).astimezone(get_default_timezone()).date()


@lru_cache(maxsize=1024)
def day(wanted: date) -> Day:
    """The day with its edges."""
    zone = get_default_timezone()
    start, end = (line(datetime.combine(one, time(), tzinfo=zone)) for one in (wanted, wanted + timedelta(days=1)))
    edges, hours = [start], []
    while edges[-1] < end:
        local = moment(edges[-1]).astimezone(zone)
        hours.append(local.hour)
        edges.append(min(end, edges[-1] + 3600 * SECOND - (local.minute * 60 + local.second) * SECOND))
    return Day(wanted, tuple(edges), tuple(hours))


def days_between(start: int, end: int) -> list[date]:
    """The days that a stretch touches; one without length touches its own."""
    first, last = day_of(start), day_of(max(start, end - 1))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]

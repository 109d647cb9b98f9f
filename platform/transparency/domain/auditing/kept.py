"""What the auditor's page of pay shows, added up once for all who look within a minute: everybody's days are many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.conf import settings
from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.utils.timezone import localdate

from ledger.domain.floors import floor_on
from transparency.domain.appealing import Share
from transparency.domain.auditing import explore
from transparency.domain.auditing.delays import Delays
from transparency.domain.auditing.groups import Group, Grouping, Groups, below_floor
from transparency.domain.auditing.scope import Asked

GROUPS_A_PAGE = 50
KEPT_SECONDS = 60
# Until the clock has come twice.
WARM_SECONDS = 150


@dataclass(frozen=True, slots=True)
class Shown:
    """All figures of one page; `groups` are the rows of its table."""

    pay: explore.Pay
    below: Share
    delays: Delays | None
    fee_micros: int
    groups: Page[Group]


def shown(*, asked: Asked, floor_hourly_micros: int, by: Grouping, page: int = 1) -> Shown:
    """What the work that was asked for came to, about a minute old at most."""
    found = cache.get_or_set(
        _name(asked, floor_hourly_micros, by, page),
        lambda: _added_up(asked, floor_hourly_micros, by, page),
        KEPT_SECONDS,
    )
    return cast(Shown, found)


def warm(*, at: datetime) -> None:
    """Add up anew what the page shows to who asks for nothing in particular. The clock calls this."""
    today = localdate(at)
    asked, floor = Asked(today.replace(day=1), today), floor_on(country=settings.PAY_FLOOR_COUNTRY, day=today)
    floor_micros = floor.hourly_micros if floor else 0
    found = _added_up(asked, floor_micros, Grouping.KIND, 1)
    cache.set(_name(asked, floor_micros, Grouping.KIND, 1), found, WARM_SECONDS)


def _added_up(asked: Asked, floor_micros: int, by: Grouping, page: int) -> Shown:
    groups: Groups = Groups(asked, by)
    return Shown(
        pay=explore.pay(asked=asked, floor_hourly_micros=floor_micros),
        below=below_floor(asked=asked, floor_hourly_micros=floor_micros),
        delays=explore.time_to_pay(asked=asked),
        fee_micros=explore.fee_micros(asked=asked),
        groups=Paginator(groups, GROUPS_A_PAGE).get_page(page),
    )


def _name(asked: Asked, floor_micros: int, by: Grouping, page: int) -> str:
    work = (asked.first, asked.last, asked.kind, asked.requester_number, asked.job_number, asked.measure.value)
    return ":".join(["pay", *(str(each) for each in (*work, floor_micros, by.value, page))])

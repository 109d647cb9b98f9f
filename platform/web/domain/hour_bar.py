"""The hour bar: one hour of work drawn as a bar of sixty minutes, with what it pays below. Geometry alone.

Two scales, one above the other, both as wide as the bar:

- **time**: the whole width is one hour of the time that was measured. The paid share is solid from the left,
  the unpaid share hatched after it: 43 paid minutes of 60 end at 71.7 % of the width.
- **money**: a thin rail below. The wage floor stands at three quarters of the width in every bar, so that
  bars under each other compare at a glance; the rail is filled up to the real hourly pay on that scale (half
  the floor ends at 37.5 %), and a gap before the tick is the pay that is missing. Pay beyond 4/3 of the floor
  fills the rail, with an arrow's point at the end. Without a floor there is no scale, and no rail.

Positions are percent of the width, rounded to a tenth.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext, ngettext, pgettext

from web.domain.formatting import format_hourly, format_hourly_amount

FLOOR_AT = 75.0
MINUTES = 60


class Basis(Enum):
    """Where a bar's figures come from."""

    MEASURED = "measured"
    EXPECTED = "expected"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class HourBar:
    """One drawn hour. Positions in percent of the width; None where there is nothing to draw."""

    basis: Basis
    paid_width: float
    unpaid_width: float
    pay_width: float | None
    floor_at: float | None
    beyond: bool
    paid_minutes: int
    unpaid_minutes: int
    hourly: str
    hourly_short: str
    floor: str
    sentence: str


def _minutes(paid_seconds: float, unpaid_seconds: float) -> tuple[int, int]:
    """Whole minutes that add up to sixty; a part that exists is never shown as none."""
    paid = round(MINUTES * paid_seconds / (paid_seconds + unpaid_seconds))
    if paid_seconds > 0:
        paid = max(paid, 1)
    if unpaid_seconds > 0:
        paid = min(paid, MINUTES - 1)
    return paid, MINUTES - paid


def _sentence(basis: Basis, minutes: tuple[int, int], hourly: str, floor: str) -> str:
    if basis is Basis.NOTHING:
        parts = [gettext("Nothing has been measured yet")]
    elif basis is Basis.EXPECTED:
        words = gettext("Expected, not measured yet: %(hourly)s if every minute is paid")
        parts = [words % {"hourly": hourly}]
    else:
        paid = ngettext("%(count)s paid minute", "%(count)s paid minutes", minutes[0]) % {"count": minutes[0]}
        unpaid = ngettext("%(count)s unpaid one", "%(count)s unpaid ones", minutes[1]) % {"count": minutes[1]}
        parts = [gettext("%(paid)s and %(unpaid)s") % {"paid": paid, "unpaid": unpaid}]
        if hourly:
            parts.append(hourly)
    if floor:
        parts.append(gettext("floor %(amount)s") % {"amount": floor})
    return pgettext("between two parts of a sentence", "; ").join(parts)


def hour_bar(
    *,
    paid_seconds: float | None,
    unpaid_seconds: float | None,
    hourly_micros: int | None,
    floor_micros: int | None,
) -> HourBar:
    """Draw an hour. Without seconds an hourly pay is an expectation; without both there is nothing yet."""
    paid, unpaid = max(paid_seconds or 0, 0), max(unpaid_seconds or 0, 0)
    minutes = (MINUTES, 0)
    if paid + unpaid > 0:
        basis, paid_width = Basis.MEASURED, round(100 * paid / (paid + unpaid), 1)
        minutes = _minutes(paid, unpaid)
    elif hourly_micros is not None:
        basis, paid_width = Basis.EXPECTED, 100.0
    else:
        basis, paid_width, minutes = Basis.NOTHING, 0.0, (0, 0)
    pay_width = None
    if floor_micros and hourly_micros is not None:
        pay_width = round(FLOOR_AT * max(hourly_micros, 0) / floor_micros, 1)
    hourly = short = ""
    if hourly_micros is not None:
        hourly = format_hourly(hourly_micros)
        short = gettext("%(amount)s/h") % {"amount": format_hourly_amount(hourly_micros)}
    floor = format_hourly_amount(floor_micros) if floor_micros else ""
    return HourBar(
        basis=basis,
        paid_width=paid_width,
        unpaid_width=0.0 if basis is Basis.NOTHING else round(100 - paid_width, 1),
        pay_width=None if pay_width is None else min(pay_width, 100.0),
        floor_at=FLOOR_AT if floor_micros else None,
        beyond=pay_width is not None and pay_width > 100,
        paid_minutes=minutes[0],
        unpaid_minutes=minutes[1],
        hourly=hourly,
        hourly_short=short,
        floor=floor,
        sentence=_sentence(basis, minutes, hourly, floor),
    )

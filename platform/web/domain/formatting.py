"""Money, time and counts as people read them, in the language of the moment. Money is exact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.conf import settings
from django.utils.translation import get_language, gettext, ngettext

MICROS = 1_000_000
LEAST_DECIMALS = 2
MOST_DECIMALS = 6
MOST_WHOLE_DIGITS = 12
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"
MINUS = "\u2212"

_AMOUNT = re.compile(rf"(?P<whole>[0-9]{{1,{MOST_WHOLE_DIGITS}}})(?:[.,](?P<part>[0-9]+))?", re.ASCII)
_TWO_READINGS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}", re.ASCII)
_SPACES = re.compile(rf"[\s{NO_BREAK}{NARROW_NO_BREAK}]")


class NotAnAmount(ValueError):
    """The text is no amount of money that can be kept exactly; its only argument is the sentence to show."""


@dataclass(frozen=True, slots=True)
class Notation:
    """How one language writes numbers."""

    decimal_mark: str
    thousands_mark: str
    currency_after: bool
    percent_gap: str


ENGLISH = Notation(decimal_mark=".", thousands_mark=",", currency_after=False, percent_gap="")
FRENCH = Notation(decimal_mark=",", thousands_mark=NARROW_NO_BREAK, currency_after=True, percent_gap=NARROW_NO_BREAK)


def notation() -> Notation:
    """The way of writing numbers in the language that is active now."""
    return FRENCH if (get_language() or "").startswith("fr") else ENGLISH


def format_number(count: int) -> str:
    """A count with its thousands apart: “20,000”, in French “20 000”."""
    text = f"{abs(count):,}".replace(",", notation().thousands_mark)
    return f"{MINUS}{text}" if count < 0 else text


def plain_micros(micros: int) -> str:
    """An amount as a program or an input field writes it: “0.0004”, “12.50”. `parse_micros` reads it back."""
    whole, rest = divmod(abs(micros), MICROS)
    part = f"{rest:0{MOST_DECIMALS}d}".rstrip("0").ljust(LEAST_DECIMALS, "0")
    return f"{'-' if micros < 0 else ''}{whole}.{part}"


def format_micros(micros: int) -> str:
    """The exact amount in the language of the moment: “€0.0004”, “€12.02”, in French “0,0004 €”.

    At least two decimals and as many more as it takes, up to six: nothing is ever rounded away.
    """
    here = notation()
    whole, _, part = plain_micros(abs(micros)).partition(".")
    amount = f"{format_number(int(whole))}{here.decimal_mark}{part}"
    symbol = SYMBOLS.get(settings.CURRENCY)
    if here.currency_after:
        amount = f"{amount}{NO_BREAK}{symbol or settings.CURRENCY}"
    else:
        amount = f"{symbol}{amount}" if symbol else f"{settings.CURRENCY}{NO_BREAK}{amount}"
    return f"{MINUS}{amount}" if micros < 0 else amount


def format_hourly_amount(micros_an_hour: int | Fraction | Decimal) -> str:
    """Micros an hour as an amount in cents, rounded half to even: a rate is a measure, not a payment.

    What would come to no cent at all is given in micros, for it isn't nothing.
    """
    cents = round(Fraction(micros_an_hour) / 10_000)
    return format_micros(cents * 10_000 or round(Fraction(micros_an_hour)))


def format_hourly(micros_an_hour: int | Fraction | Decimal) -> str:
    """A rate with its unit: “€4.80 an hour”."""
    return gettext("%(amount)s an hour") % {"amount": format_hourly_amount(micros_an_hour)}


def format_duration(seconds: float) -> str:
    """Seconds as people say them: “3 s”, “1 min 30 s”, “12 min”, “1 h 05”, “3 days”. Rounded to what is shown."""
    total = round(seconds)
    days, rest = divmod(total, 86_400)
    if days > 1 and not rest:
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": format_number(days)}
    if total < 60:
        tenths = round(seconds, 1)
        if 0 < seconds < 10 and tenths != int(tenths):
            return f"{str(tenths).replace('.', notation().decimal_mark)}{NO_BREAK}s"
        return f"{total}{NO_BREAK}s"
    if total < 600 and total % 60:
        return f"{total // 60}{NO_BREAK}min{NO_BREAK}{total % 60}{NO_BREAK}s"
    minutes = round(total / 60)
    if minutes < 60:
        return f"{minutes}{NO_BREAK}min"
    return f"{format_number(minutes // 60)}{NO_BREAK}h{NO_BREAK}{minutes % 60:02d}"


def format_clock(seconds: float) -> str:
    """A place in a recording: “0:11.3”, “1:02:05.0”."""
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths, 600)
    place = f"{rest // 10:02d}{notation().decimal_mark}{rest % 10}"
    return f"{minutes // 60}:{minutes % 60:02d}:{place}" if minutes >= 60 else f"{minutes}:{place}"


def format_percent(share: float | Fraction | Decimal, decimals: int = 0) -> str:
    """A share of one as percent: 0.98 is “98%”, in French “98 %”. Rounded half to even at `decimals`."""
    here = notation()
    scaled = round(Fraction(share) * 100 * 10**decimals)
    whole, rest = divmod(abs(scaled), 10**decimals)
    text = format_number(whole) + (f"{here.decimal_mark}{rest:0{decimals}d}" if decimals else "")
    return f"{MINUS if scaled < 0 else ''}{text}{here.percent_gap}%"


def parse_micros(text: str) -> int:
    """Read an amount that a person or a program wrote, exactly: “0.0004” is 400 micros.

    Point and comma both mark decimals; spaces and the instance's currency sign are passed over. Outside
    French, “1,000” can be read in two ways and is refused, lest somebody pays a thousandth.

    Raises NotAnAmount (a ValueError) with a sentence for anything else: a sign, an exponent, NaN, more than
    six decimals, more than twelve digits before them.
    """
    bare = _SPACES.sub("", text)
    for sign in (settings.CURRENCY, SYMBOLS.get(settings.CURRENCY, "")):
        bare = bare.removeprefix(sign).removesuffix(sign)
    if not bare:
        raise NotAnAmount(gettext("Enter an amount, for example 0.004."))
    if bare.startswith(("-", MINUS)):
        raise NotAnAmount(gettext("An amount can’t be below zero."))
    found = _AMOUNT.fullmatch(bare)
    if found is None:
        raise NotAnAmount(
            gettext("“%(text)s” is not an amount. Enter digits and one decimal point, for example 0.004.")
            % {"text": text.strip()[:40]}
        )
    if notation() is not FRENCH and _TWO_READINGS.fullmatch(bare):
        raise NotAnAmount(
            gettext("“%(text)s” can be read in two ways. Write no comma in thousands, a point before decimals.")
            % {"text": text.strip()[:40]}
        )
    part = (found["part"] or "").rstrip("0")
    if len(part) > MOST_DECIMALS:
        raise NotAnAmount(gettext("The smallest unit is 0.000001: enter at most six decimals."))
    return int(found["whole"]) * MICROS + int(part.ljust(MOST_DECIMALS, "0"))

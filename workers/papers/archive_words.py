"""What an archive of a worker's data says of itself, in the language of the moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User


def transfers() -> str:
    return _("Every movement of your money: above zero it came, below it went.")


def figures() -> str:
    return _("What the platform computes about you, with what each figure means.")


def this_file() -> str:
    return _("This list.")


def definitions() -> dict[str, str]:
    """What each figure means, in a sentence."""
    return {
        "M13": _("Pay over the time of paid work, in micros an hour (1 euro is 1,000,000)."),
        "M13b": _("The same pay over the time of all work on tasks: paid, returned, run out and rejected."),
        "M13c": _("The same pay over all time at work: also looking for work, reading and waiting."),
        "M13d": _("The same pay over the work with its gaps of up to 0, 1 … 12 minutes, one rate a gap."),
        "unpaid_seconds": _("Time at work that nothing was paid for, each second in one kind only (M23)."),
        "M21": _("Unpaid minutes for each paid hour."),
        "M22": _("The share of unpaid time in paid and unpaid time."),
    }


def readme(*, files: list[dict[str, Any]], worker: User, at: datetime) -> str:
    """What is in the archive, what isn't, and how to check that nothing was changed."""
    lines = [
        _("Your data at Visible Hands"),
        "",
        _("Made for %(who)s, %(when)s.") % {"who": worker.email, "when": at.isoformat(timespec="seconds")},
        _("It is yours: keep it, read it with any program, give it to whom you like."),
        "",
        *(f"{each['name']}: {each['holds']}" for each in files),
        "",
        _("Amounts are in micros: 1,000,000 are one unit of the currency. Moments are in ISO 8601, with their zone."),
        _("What you said of yourself is kept apart and not in here: take it away at /work/questionnaire/answers/."),
        _("What names you and is not in here stands in manifest.json, with the reason (“left_out”)."),
        _(
            "manifest.json holds the SHA-256 of every file; manifest.sig is the site’s Ed25519 signature of it, in "
            "hexadecimal, to be checked with the key in public-key.json, which must be one of those that the site "
            "publishes at /transparency/log/."
        ),
    ]
    return "\n".join(lines) + "\n"

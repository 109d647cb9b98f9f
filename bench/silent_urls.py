"""The site's addresses on a server that tells the labour log nothing: what logging costs is measured against it.

Whoever imports this falls silent. Nothing outside the measurements does.
"""

from __future__ import annotations

from collections.abc import Sequence

from bench.urls import urlpatterns
from tasks.domain import statements
from transparency.domain import log
from web.domain.statements import one_line

__all__ = ["urlpatterns"]

LOGGING = one_line(log.INSERT)


def _tell_nothing(events: Sequence[log.Event]) -> None:
    """In place of `log.record`."""


def _silence() -> None:
    """What is left of the log in a statement is a part that nothing asks for, and so is not carried out."""
    for name in ("SUBMIT", "CLAIM", "CLAIM_TOUCHED", "CLAIM_AHEAD", "CLAIM_AHEAD_TOUCHED"):
        statement: str = getattr(statements, name)
        if LOGGING not in statement:
            raise RuntimeError(f"the statement {name} doesn't log in the way that is known here")
        setattr(statements, name, statement.replace(LOGGING, ""))
    log.record = _tell_nothing


_silence()

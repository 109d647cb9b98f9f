"""Through which door what is done at this moment came in: the log of the labour keeps it with each event."""

from __future__ import annotations

from contextvars import ContextVar

WEB, API, BACKGROUND = "web", "api", "background"

_door: ContextVar[str] = ContextVar("door", default="")


def open_door() -> str:
    """`web`, `api`, `background`, or `admin:` with an auditor's number; empty where nobody said so."""
    return _door.get()


def come_in_by(door: str) -> None:
    """From here on what this thread does came in through `door`."""
    _door.set(door)

"""What a requester doesn't get: the content of rejected answers. No payment, no data.

While an appeal is open both sides read what it is about.
"""

from __future__ import annotations

from tasks.kinds.base import Json
from tasks.models import Assignment

# Not to be seen, counted or compared by its content.
WITHHELD = Assignment.State.REJECTED


def content_for_requester(assignment: Assignment) -> Json | None:
    """What an answer says, as its requester may read it; None for a rejected one. The only way to it for a door."""
    if assignment.state == WITHHELD and not _is_contested(assignment):
        return None
    content: Json = assignment.answer.content
    return content


def _is_contested(assignment: Assignment) -> bool:
    appeal = getattr(assignment, "appeal", None)
    return appeal is not None and appeal.is_open

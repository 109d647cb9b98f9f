"""What a program needs of an assignment: this stands on the path of every submission."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from tasks.domain.media import storage
from tasks.domain.statements import IN_HAND


@dataclass(frozen=True, slots=True)
class InHand:
    """One assignment with what is worked on. `draft` is None while none was saved.

    `price_micros` is what it pays once approved: its own price when it was submitted, the job's of the moment before.
    """

    public_id: str
    state: str
    due_at: datetime
    micro_task: str
    payload: dict[str, Any]
    media_key: str
    thumb_key: str
    draft: dict[str, Any] | None
    revision: int
    price_micros: int

    def media_path(self, at: datetime) -> str:
        """Our short-lived address, or the one that the requester named; empty for lines of text."""
        return storage.signed_path(self.media_key, at) if self.media_key else str(self.payload.get("url", ""))

    def thumb_path(self, at: datetime) -> str:
        """The short-lived address of the thumbnail; empty where there is none."""
        return storage.signed_path(self.thumb_key, at) if self.thumb_key else ""


def in_hand(*, assignment_id: int) -> InHand:
    """Read one assignment that somebody holds or held."""
    with connection.cursor() as cursor:
        cursor.execute(IN_HAND, [assignment_id])
        return in_hand_of(cursor.fetchone())


def in_hand_of(row: Sequence[Any]) -> InHand:
    """An assignment out of the columns that IN_HAND names."""
    public_id, state, due_at, micro_task, payload, media, thumb, draft, revision, price_micros = row
    return InHand(
        public_id=public_id,
        state=state,
        due_at=due_at,
        micro_task=micro_task,
        payload=json.loads(payload),
        media_key=media,
        thumb_key=thumb,
        draft=json.loads(draft) if draft is not None else None,
        revision=revision,
        price_micros=price_micros,
    )

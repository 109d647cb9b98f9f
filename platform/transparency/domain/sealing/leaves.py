"""What is sealed of a row: what of it is never erased stands in the leaf, and the rest behind a commitment.

A leaf says which row it is, of what type, when, and whose (under a random name). The rest of the row, its payload, is
only committed to: HMAC-SHA-256 under a salt of its own, which is made from the salt of its stream. Whoever holds both
payload and salt can prove the row; once the salt is destroyed, nobody can learn the payload from the leaf, not even by
trying.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from transparency.domain.merkle import leaf_hash
from transparency.domain.sealing.canonical import Plain, canonical, moment, plain
from transparency.models import Leaf, Source, WorkEvent

Type = WorkEvent.Type
# A stretch of attention is sealed as one heartbeat: the last of those that were merged into it.
HEARTBEAT = "task.heartbeat"
# The columns that the payload of a row holds, by the version that its leaf was made with. Whoever adds a column adds a
# version; the old ones stand, or nothing that was sealed before could be checked any more.
PAYLOADS: dict[tuple[int, int], tuple[str, ...]] = {
    (Source.EVENT, 1): (
        "worker_number", "requester_number", "job_number", "assignment_number", "started_at", "ended_at", "micros",
        "note", "seconds", "withheld_micros", "before_micros", "count", "recorded_by",
    ),
    (Source.ATTENTION, 1): (
        "worker_number", "job_number", "assignment_number", "tab", "seq", "started_at", "visible_ms", "active_ms",
        "media_ms", "is_late",
    ),
}  # fmt: skip
NEWEST = {Source.EVENT: 1, Source.ATTENTION: 1}
TABLES = {Source.EVENT: "transparency_workevent", Source.ATTENTION: "transparency_attention"}
# What tells how somebody went about their work, and goes when they leave. The rest tells what they are owed and why.
ERASED_TYPES = frozenset({
    Type.CLAIMED, Type.SHOWN, Type.SET_ASIDE, Type.PRESENCE_STARTED, Type.PRESENCE_STOPPED, Type.MESSAGE_SENT,
    Type.MESSAGE_VIEWED, Type.LIST_VIEWED, Type.PREVIEWED, Type.INSTRUCTIONS_VIEWED, Type.QUALIFICATION_STARTED,
    Type.QUALIFICATION_FINISHED, Type.PAYOUT_VIEWED, HEARTBEAT,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the log, or a stretch of attention: what its leaf says, and its payload by column."""

    source: int
    id: int
    at: datetime
    type: str
    payload: dict[str, Plain]

    @property
    def person_number(self) -> int:
        """Whose line it stands in: the worker's, else that of the requester who did it, else the site's (0)."""
        return int(self.payload.get("worker_number") or self.payload.get("requester_number") or 0)  # type: ignore[arg-type]  # whole numbers, see PAYLOADS


def columns(*, source: int, version: int) -> str:
    """What to select of a table, for `row`."""
    first = "id, at, type" if source == Source.EVENT else f"id, told_at, '{HEARTBEAT}'"
    return ", ".join([first, *PAYLOADS[source, version]])


def row(*, source: int, version: int, values: tuple[object, ...]) -> Row:
    """A row out of what `columns` selected. Empty columns stand nowhere, so that a new one changes no payload."""
    number, at, type, *rest = values
    named = zip(PAYLOADS[source, version], rest, strict=True)
    payload = {name: plain(value) for name, value in named if value is not None}
    return Row(source=source, id=number, at=at, type=type, payload=payload)  # type: ignore[arg-type]  # from the table


def salt_of(*, salt: bytes, source: int, id: int) -> bytes:
    """The salt of one row, made from that of its stream: giving it away tells nothing of the others."""
    return hmac.digest(salt, f"{name_of(source)}:{id}".encode(), "sha256")


def commitment_of(*, row_salt: bytes, payload: dict[str, Plain]) -> bytes:
    """What the leaf holds instead of the payload."""
    return hmac.digest(row_salt, canonical(payload), "sha256")


def fields_of(leaf: Leaf) -> dict[str, Plain]:
    """What is sealed of a row, as its receipt shows it."""
    return _fields(
        leaf.source, leaf.event_id, leaf.type, leaf.at, leaf.stream, leaf.seq, bytes(leaf.commitment),
        leaf.schema_version,
    )  # fmt: skip


def hash_of(leaf: Leaf) -> bytes:
    """The 32 bytes that stand for a sealed row in the tree of its block."""
    return leaf_hash(canonical(fields_of(leaf)))


def name_of(source: int) -> str:
    """What a table is called in leaves and headers. A changed row may say anything."""
    return "attention" if source == Source.ATTENTION else "event" if source == Source.EVENT else str(source)


def _fields(
    source: int, id: int, type: str, at: datetime, stream: UUID, seq: int, commitment: bytes, version: int
) -> dict[str, Plain]:
    return {
        "source": name_of(source),
        "id": id,
        "type": type,
        "at": moment(at),
        "stream": stream.hex,
        "seq": seq,
        "commitment": commitment.hex(),
        "schema_version": version,
    }

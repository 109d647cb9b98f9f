"""Whose line a row stands in: each person has one, under a random name, with salts that can be destroyed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from secrets import token_bytes
from uuid import UUID, uuid4

from django.db import connection

from transparency.domain.sealing import leaves
from transparency.models import Stream, WorkEvent
from transparency.models.sealing import HASH_BYTES


def streams_of(person_numbers: Iterable[int]) -> dict[int, Stream]:
    """The stream of each person; new ones are begun. Safe for several processes at once."""
    wanted = set(person_numbers)
    known = _known(wanted)
    if missing := wanted - known.keys():
        Stream.objects.bulk_create(
            [
                Stream(
                    pseudonym=uuid4(), person_number=number, salt=token_bytes(HASH_BYTES),
                    kept_salt=token_bytes(HASH_BYTES),
                )
                for number in sorted(missing)
            ],
            ignore_conflicts=True,
        )  # fmt: skip
        known |= _known(missing)
    return known


def _known(person_numbers: set[int]) -> dict[int, Stream]:
    return {
        stream.person_number: stream
        for stream in Stream.objects.filter(person_number__in=person_numbers)
        if stream.person_number is not None
    }


def is_erased(*, worker_number: int) -> bool:
    """Whether what told how this person worked was destroyed."""
    return Stream.objects.filter(person_number=worker_number, erased_at__isnull=False).exists()


def erased_since(*, worker_number: int) -> datetime | None:
    """When what told how this person worked was destroyed last, if it was."""
    if not is_erased(worker_number=worker_number):
        return None
    told = WorkEvent.objects.filter(worker_number=worker_number, type=WorkEvent.Type.ERASED)
    return told.order_by("-at").values_list("at", flat=True).first()


def stream_salt(stream: Stream, *, type: str) -> bytes | None:
    """The salt that rows of `type` are committed to with; None once it is destroyed."""
    salt = stream.salt if type in leaves.ERASED_TYPES else stream.kept_salt
    return None if salt is None else bytes(salt)


def lengths(pseudonyms: Iterable[UUID]) -> dict[UUID, int]:
    """How many rows of each stream are sealed; of those that have any."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT wanted.stream, latest.seq FROM unnest(%s::uuid[]) AS wanted (stream)
            CROSS JOIN LATERAL (
                SELECT seq FROM transparency_leaf WHERE stream = wanted.stream ORDER BY seq DESC LIMIT 1
            ) latest
            """,
            [list(pseudonyms)],
        )
        return dict(cursor.fetchall())

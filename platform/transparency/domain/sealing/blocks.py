"""Sealing: each minute what was added to the log becomes a block, chained to the one before and signed.

Nothing is sealed twice (a unique constraint) and nothing is forgotten (`waiting`). A block is one transaction, so a
process that is killed leaves a whole chain, and the next one goes on where it ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from secrets import token_bytes

from django.db import connection, transaction

from transparency.domain.merkle import root_of
from transparency.domain.sealing import keys, leaves
from transparency.domain.sealing.canonical import Plain, canonical, moment
from transparency.domain.sealing.leaves import NEWEST, Row
from transparency.domain.sealing.streams import lengths, stream_salt, streams_of
from transparency.domain.sealing.waiting import waiting
from transparency.models import Block, Leaf, SealMark, Source
from transparency.models.sealing import HASH_BYTES

# A receipt's proof is made by hashing its whole block: a tenth of a second for so many.
MOST_LEAVES = 4096
FORMAT = "visible-hands-block/1"
NOTHING_BEFORE = bytes(HASH_BYTES)
_LOCK = 7601
_COPY = """COPY transparency_leaf
    (height, index, source, event_id, type, at, stream, seq, commitment, schema_version) FROM STDIN"""


def seal_log(*, at: datetime, most_blocks: int | None = None, most_leaves: int = MOST_LEAVES) -> int:
    """Seal what waits, in as many blocks as it takes or `most_blocks`; how many were made. Safe to repeat.

    Several processes at once take turns, block by block. Without a key nothing is sealed, and all of it waits.
    """
    made = 0
    for source in (Source.EVENT, Source.ATTENTION):
        while keys.is_open() and (most_blocks is None or made < most_blocks):
            if not seal_next(source=source, at=at, most=most_leaves):
                break
            made += 1
    return made


@transaction.atomic
def seal_next(*, source: int, at: datetime, most: int = MOST_LEAVES) -> Block | None:
    """Seal the next `most` rows of one table; None where none waits.

    Raises keys.NoSigningKey and keys.KeyWasReplaced, and then nothing is sealed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    mark, _ = SealMark.objects.get_or_create(source=source, defaults={"looked_at": at})
    found = waiting(mark=mark, most=most, at=at)
    block = _seal(found.rows, source=source, at=at) if found.rows else None
    mark.settled_id, mark.looked_at = found.settled_id, at
    mark.save()
    return block


def _seal(rows: Sequence[Row], *, source: int, at: datetime) -> Block:
    last = Block.objects.order_by("-height").first()
    height = 0 if last is None else last.height + 1
    made = _leaves(rows, height=height)
    block = Block(
        height=height,
        source=source,
        previous=NOTHING_BEFORE if last is None else header_hash(last),
        root=root_of([leaves.hash_of(leaf) for leaf in made]),
        count=len(made),
        first_id=rows[0].id,
        last_id=rows[-1].id,
        sealed_at=at,
        key_id=keys.present_key_id(),
    )
    block.signature = keys.sign(header_of(block)).value
    block.save(force_insert=True)
    _copy(made)
    return block


def _leaves(rows: Sequence[Row], *, height: int) -> list[Leaf]:
    streams = streams_of({row.person_number for row in rows})
    count = lengths(stream.pseudonym for stream in streams.values())
    made = []
    for index, row in enumerate(rows):
        stream = streams[row.person_number]
        seq = count[stream.pseudonym] = count.get(stream.pseudonym, 0) + 1
        # What befalls somebody who left is sealed as well, but nobody can open it any more.
        salt = stream_salt(stream, type=row.type) or token_bytes(HASH_BYTES)
        row_salt = leaves.salt_of(salt=salt, source=row.source, id=row.id)
        made.append(
            Leaf(
                height=height, index=index, source=row.source, event_id=row.id, type=row.type, at=row.at,
                stream=stream.pseudonym, seq=seq, schema_version=NEWEST[Source(row.source)],
                commitment=leaves.commitment_of(row_salt=row_salt, payload=row.payload),
            )
        )  # fmt: skip
    return made


def _copy(made: Sequence[Leaf]) -> None:
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for leaf in made:
            copy.write_row((
                leaf.height, leaf.index, leaf.source, leaf.event_id, leaf.type, leaf.at, leaf.stream, leaf.seq,
                leaf.commitment, leaf.schema_version,
            ))  # fmt: skip


def header_fields(block: Block) -> dict[str, Plain]:
    """What a block says of itself: this is what is chained and signed."""
    return {
        "format": FORMAT,
        "height": block.height,
        "source": leaves.name_of(block.source),
        "previous": bytes(block.previous).hex(),
        "root": bytes(block.root).hex(),
        "count": block.count,
        "first_id": block.first_id,
        "last_id": block.last_id,
        "sealed_at": moment(block.sealed_at),
        "key": block.key_id,
    }


def header_of(block: Block) -> bytes:
    """The canonical bytes of a block's header, which the signature is of."""
    return canonical(header_fields(block))


def header_hash(block: Block) -> bytes:
    """What the next block points back with."""
    return sha256(header_of(block)).digest()


def latest() -> Block | None:
    """The newest block; None before the first."""
    return Block.objects.order_by("-height").first()

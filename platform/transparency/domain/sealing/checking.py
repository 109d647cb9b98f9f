"""Checking the log: every block is made anew from the rows as they stand, and held against what was sealed.

A block at a time, so that it can be done in parts and go on where it ended. What can be told of a fault is told: which
block, which row, which leaf.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from transparency.domain.merkle import root_of
from transparency.domain.sealing import blocks, keys, leaves
from transparency.domain.sealing.findings import Fault, Finding
from transparency.domain.sealing.leaves import PAYLOADS, TABLES, Row
from transparency.domain.sealing.streams import stream_salt
from transparency.models import Block, Leaf, SigningKey, Source, Stream, WorkEvent


@dataclass
class Walk:
    """What is carried from block to block: the one before, how far each stream counted, and the keys."""

    height: int
    before: Block | None
    lengths: dict[UUID, int] = field(default_factory=dict)
    known_keys: dict[str, SigningKey] = field(default_factory=dict)
    leaf_count: int = 0


def begin(*, height: int) -> Walk:
    """To check from block `height` on. What stands before it is taken as right."""
    before = Block.objects.filter(height=height - 1).first() if height else None
    return Walk(height=height, before=before, known_keys={key.pk: key for key in keys.public_keys()})


def check_next(walk: Walk) -> list[Finding]:
    """What is wrong with block `walk.height`; the walk then stands at the one after."""
    block = Block.objects.filter(height=walk.height).first()
    held = list(Leaf.objects.filter(height=walk.height).order_by("index"))
    if block is None:
        found = [Finding(Fault.BLOCK_MISSING, height=walk.height)]
    else:
        found = [*_of_header(block, walk), *_of_tree(block, held)]
    found += _of_rows(held, walk)
    walk.before, walk.height = block, walk.height + 1
    walk.leaf_count += len(held)
    return found


def last_height() -> int:
    """The greatest height that any block or leaf has; -1 where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest((SELECT max(height) FROM transparency_block), (SELECT max(height) FROM transparency_leaf))"
        )
        (height,) = cursor.fetchone()
    return -1 if height is None else int(height)


def rows_of(held: Sequence[Leaf]) -> dict[tuple[int, int], Row]:
    """The rows that leaves are of, as they stand now. A leaf of no table or version that we know has none."""
    found = {}
    for source, version in {(leaf.source, leaf.schema_version) for leaf in held} & PAYLOADS.keys():
        wanted = [leaf.event_id for leaf in held if (leaf.source, leaf.schema_version) == (source, version)]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {leaves.columns(source=source, version=version)} FROM {TABLES[Source(source)]}"  # noqa: S608 (names of our tables and columns)
                " WHERE id = ANY(%s) AND id BETWEEN %s AND %s",
                [wanted, min(wanted), max(wanted)],
            )
            for values in cursor.fetchall():
                row = leaves.row(source=source, version=version, values=values)
                found[row.source, row.id] = row
    return found


def _of_header(block: Block, walk: Walk) -> Iterator[Finding]:
    previous = blocks.header_hash(walk.before) if walk.before else blocks.NOTHING_BEFORE
    # Where the block before is missing, that was said already.
    if (walk.before or block.height == 0) and bytes(block.previous) != previous:
        yield Finding(Fault.CHAIN_BROKEN, height=block.height)
    key = walk.known_keys.get(block.key_id)
    if key is None:
        yield Finding(Fault.KEY_UNKNOWN, height=block.height)
        return
    header, signature = blocks.header_of(block), bytes(block.signature)
    if keys.key_id_of(bytes(key.public_key)) != key.pk or not keys.is_signed(
        message=header, signature=signature, public_key=bytes(key.public_key)
    ):
        yield Finding(Fault.NOT_SIGNED, height=block.height)
    last = walk.known_keys.get(walk.before.key_id) if walk.before else None
    if last is not None and key.since < last.since:
        yield Finding(Fault.KEY_RETIRED, height=block.height)


def _of_tree(block: Block, held: Sequence[Leaf]) -> Iterator[Finding]:
    numbers = [leaf.event_id for leaf in held]
    is_whole = [leaf.index for leaf in held] == list(range(block.count))
    if not is_whole or (block.first_id, block.last_id) != (min(numbers, default=0), max(numbers, default=0)):
        yield Finding(Fault.LEAVES_MISSING, height=block.height)
    elif root_of([leaves.hash_of(leaf) for leaf in held]) != bytes(block.root):
        yield Finding(Fault.LEAVES_CHANGED, height=block.height)


def _of_rows(held: Sequence[Leaf], walk: Walk) -> Iterator[Finding]:
    """Each leaf against its row, and against the one before it in its stream."""
    rows = rows_of(held)
    streams = Stream.objects.in_bulk({leaf.stream for leaf in held})
    erased = _erased_on_record(streams.values())
    for leaf in held:
        where = {
            "height": leaf.height,
            "index": leaf.index,
            "source": leaves.name_of(leaf.source),
            "row": leaf.event_id,
        }
        if fault := _fault(leaf, rows.get((leaf.source, leaf.event_id)), streams.get(leaf.stream), erased):
            yield Finding(fault, **where)  # type: ignore[arg-type]  # each name with its own type
        length = walk.lengths.get(leaf.stream)
        if length is None:
            length = _length_below(leaf)
        if leaf.seq != length + 1:
            yield Finding(Fault.STREAM_LEAPS, seq=leaf.seq, **where)  # type: ignore[arg-type]  # as above
        walk.lengths[leaf.stream] = leaf.seq


def _fault(leaf: Leaf, row: Row | None, stream: Stream | None, erased: set[UUID]) -> Fault | None:
    """What is wrong with a leaf and its row. A row whose salt went on record may be gone, and can't be opened."""
    salt = stream_salt(stream, type=leaf.type) if stream else None
    if salt is None:
        return None if leaf.stream in erased else Fault.ROW_CHANGED
    if row is None:
        return Fault.ROW_MISSING
    if (row.at, row.type) != (leaf.at, leaf.type):
        return Fault.ROW_CHANGED
    if stream is None or stream.person_number != row.person_number:
        return Fault.ROW_ELSEWHERE
    row_salt = leaves.salt_of(salt=salt, source=leaf.source, id=leaf.event_id)
    if leaves.commitment_of(row_salt=row_salt, payload=row.payload) != bytes(leaf.commitment):
        return Fault.ROW_CHANGED
    return None


def _erased_on_record(streams: Iterable[Stream]) -> set[UUID]:
    """The streams that lost a salt, and of which the log says that their person's data was erased."""
    lost = [stream for stream in streams if stream.erased_at]
    if not lost:
        return set()
    told = set(
        WorkEvent.objects.filter(
            type=WorkEvent.Type.ERASED, worker_number__in=[stream.person_number for stream in lost]
        ).values_list("worker_number", flat=True)
    )
    sealed = set(
        Leaf.objects.filter(type=WorkEvent.Type.ERASED, stream__in=[stream.pseudonym for stream in lost]).values_list(
            "stream", flat=True
        )
    )
    return {stream.pseudonym for stream in lost if stream.person_number in told or stream.pseudonym in sealed}


def _length_below(leaf: Leaf) -> int:
    """How far a stream counted before this leaf, where the walk begins above its first."""
    before = Leaf.objects.filter(stream=leaf.stream, seq__lt=leaf.seq, height__lte=leaf.height).order_by("-seq").first()
    return before.seq if before else 0

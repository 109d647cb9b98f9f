"""The chain to take along: its keys and blocks for everybody, and the whole of it, rows and salts, for the operator."""

from __future__ import annotations

from collections.abc import Iterator

from transparency.domain.sealing import blocks, keys, leaves
from transparency.domain.sealing.canonical import Plain, moment
from transparency.domain.sealing.checking import rows_of
from transparency.domain.sealing.leaves import Row
from transparency.domain.sealing.streams import stream_salt
from transparency.models import Block, Leaf, SigningKey, Stream


def public_keys() -> list[Plain]:
    """Every key that this site ever signed with, the newest first."""
    return [_key(key) for key in keys.public_keys()]


def signed_headers(*, first: int, most: int) -> list[Plain]:
    """So many blocks from a height on, without what they hold."""
    found = Block.objects.filter(height__gte=first, height__lt=first + most).order_by("height")
    return [_block(block) for block in found]


def whole_blocks(*, first: int = 0) -> Iterator[dict[str, Plain]]:
    """Every block from a height on with its leaves, and with the rows and salts behind them where they still are."""
    for block in Block.objects.filter(height__gte=first).order_by("height").iterator(chunk_size=100):
        held = list(Leaf.objects.filter(height=block.height).order_by("index"))
        rows, streams = rows_of(held), Stream.objects.in_bulk({leaf.stream for leaf in held})
        yield {
            **_block(block),
            "leaves": [_leaf(leaf, rows.get((leaf.source, leaf.event_id)), streams.get(leaf.stream)) for leaf in held],
        }


def _block(block: Block) -> dict[str, Plain]:
    return {"header": blocks.header_fields(block), "signature": bytes(block.signature).hex()}


def _leaf(leaf: Leaf, row: Row | None, stream: Stream | None) -> dict[str, Plain]:
    salt = stream_salt(stream, type=leaf.type) if stream else None
    if row is None or salt is None:
        return {"leaf": leaves.fields_of(leaf)}
    row_salt = leaves.salt_of(salt=salt, source=leaf.source, id=leaf.event_id)
    return {"leaf": leaves.fields_of(leaf), "payload": row.payload, "salt": row_salt.hex()}


def _key(key: SigningKey) -> dict[str, Plain]:
    return {
        "key": key.pk,
        "algorithm": "Ed25519",
        "public_key": bytes(key.public_key).hex(),
        "since": moment(key.since),
        "until": moment(key.ended_at) if key.ended_at else None,
    }

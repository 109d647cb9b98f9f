"""A receipt: what a worker holds to prove a row of the log to anybody, without this site.

It carries the row, the salt that opens its commitment, the way from its leaf to the root of its block, and the signed
header of that. `verify.py` checks it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from transparency.domain.merkle import inclusion_proof
from transparency.domain.sealing import blocks, keys, leaves
from transparency.domain.sealing.canonical import Plain
from transparency.domain.sealing.leaves import TABLES, Row
from transparency.domain.sealing.streams import stream_salt
from transparency.models import Block, Leaf, Source, Stream


class NoSuchRow(Exception):
    """There is no such row in this worker's line, or none any more."""


class NotSealedYet(Exception):
    """The row is there, and the next block will hold it: within a minute."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A block as it is published: its header, the signature of that and the key's public half."""

    block: Block
    public_key: bytes

    def as_json(self) -> dict[str, Plain]:
        return {
            "header": blocks.header_fields(self.block),
            "signature": bytes(self.block.signature).hex(),
            "public_key": self.public_key.hex(),
        }


def receipt_of(event_id: int, worker_number: int) -> dict[str, Plain]:
    """The receipt of one event of a worker, as JSON.

    Raises NoSuchRow for an event that isn't theirs, and NotSealedYet.
    """
    event = row_of(source=Source.EVENT, id=event_id)
    if event is None or event.payload.get("worker_number") != worker_number:
        raise NoSuchRow(event_id)
    leaf = Leaf.objects.filter(source=Source.EVENT, event_id=event_id).first()
    if leaf is None:
        raise NotSealedYet(event_id)
    salt = stream_salt(Stream.objects.get(pk=leaf.stream), type=leaf.type)
    if salt is None:
        raise NoSuchRow(event_id)
    beside = [leaves.hash_of(other) for other in Leaf.objects.filter(height=leaf.height).order_by("index")]
    signed = signed_block(Block.objects.get(pk=leaf.height))
    return {
        "leaf": leaves.fields_of(leaf),
        "payload": event.payload,
        "salt": leaves.salt_of(salt=salt, source=leaf.source, id=leaf.event_id).hex(),
        "index": leaf.index,
        "count": len(beside),
        "proof": [each.hex() for each in inclusion_proof(beside, leaf.index)],
        **signed.as_json(),
    }


def signed_block(block: Block) -> Signed:
    """A block with the public key that its signature is checked by."""
    return Signed(block=block, public_key=bytes(keys.known_key(block.key_id).public_key))


def row_of(*, source: int, id: int) -> Row | None:
    """The row as it stands, by the newest version of what a payload holds."""
    version = leaves.NEWEST[Source(source)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {leaves.columns(source=source, version=version)} FROM {TABLES[Source(source)]} WHERE id = %s",  # noqa: S608 (names of our tables and columns)
            [id],
        )
        found = cursor.fetchone()
    return None if found is None else leaves.row(source=source, version=version, values=found)

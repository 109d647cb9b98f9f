"""One chunk of an upload: its files opened and made safe, its rows written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import BinaryIO

from django.db import connection

from tasks.domain.media import archives, audio, images, rows, sniffing, storage
from tasks.domain.media.refusals import MediaRefused
from tasks.domain.planning import refuse_other_media
from tasks.kinds import kind_named
from tasks.kinds.base import Json, Medium
from tasks.models import Refusal, SplitChunk
from tasks.models.public_id import new_public_id

# Room for the micro-tasks of one item between two item positions, and of one chunk between two chunks.
POSITIONS_AN_ITEM = 1 << 12
ITEMS_A_CHUNK = 1 << 13
EXTENSIONS = {"image/webp": "webp", "image/jpeg": "jpg", "image/png": "png", "audio/mpeg": "mp3", "audio/wav": "wav"}


@dataclass(frozen=True, slots=True)
class Cut:
    """One micro-task to write: what it shows, and the clip it plays."""

    payload: Json
    clip_key: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One item to write, or its refusal. `number` is its place in the upload."""

    number: int
    name: str
    cuts: list[Cut] = field(default_factory=list)
    display_key: str = ""
    thumb_key: str = ""
    facts: Json = field(default_factory=dict)
    refused: MediaRefused | None = None


def cut(*, chunk: SplitChunk) -> list[Piece]:
    """Open everything in `chunk` and store what workers will see. Nothing is written to the database.

    What can't be used comes back as a refused piece; the rest is whole.
    """
    upload, media = chunk.upload, kind_named(chunk.job.kind).media
    with storage.open(upload.key) as stream:
        if upload.medium in ("image", "audio"):
            return [_piece(stream, 0, upload.name, media)]
        if upload.medium == "zip":
            return list(_pieces_of_archive(stream, chunk, media))
        return list(_pieces_of_list(stream, chunk, media))


def _pieces_of_archive(stream: BinaryIO, chunk: SplitChunk, media: tuple[Medium, ...]) -> Iterator[Piece]:
    listing = _listing(chunk.upload.key)
    for entry in listing.entries[chunk.first : chunk.first + chunk.count]:
        try:
            with archives.read_entry(stream, entry) as content:
                yield _piece(content, entry.number, entry.name, media)
        except MediaRefused as refused:
            yield Piece(entry.number, entry.name, refused=refused)


@lru_cache(maxsize=2)
def _listing(key: str) -> archives.ArchiveListing:
    """What an archive holds; kept, for its chunks follow each other and its key is its content's hash."""
    with storage.open(key) as stream:
        return archives.entries(stream)


def _piece(stream: BinaryIO, number: int, name: str, media: tuple[Medium, ...]) -> Piece:
    try:
        medium = sniffing.sniff(stream.read(sniffing.HEAD_BYTES), name)
        stream.seek(0)
        refuse_other_media(medium, media)
        return _image(stream, number, name) if medium == "image" else _recording(stream, number, name)
    except MediaRefused as refused:
        return Piece(number, name, refused=refused)


def _image(stream: BinaryIO, number: int, name: str) -> Piece:
    normal = images.normalise(stream, name)
    extension = EXTENSIONS[normal.display_type]
    facts = {
        "width": normal.width,
        "height": normal.height,
        "source_width": normal.source_width,
        "source_height": normal.source_height,
        "for_screens": {
            str(width): storage.save(edition, extension=extension) for width, edition in normal.for_screens.items()
        },
    }
    return Piece(
        number,
        name,
        cuts=[Cut({"width": normal.width, "height": normal.height})],
        display_key=storage.save(normal.display, extension=extension),
        thumb_key=storage.save(normal.thumb, extension=EXTENSIONS[normal.thumb_type]),
        facts=facts,
    )


def _recording(stream: BinaryIO, number: int, name: str) -> Piece:
    recording = audio.cut(stream, name)
    cuts = [
        Cut(
            {"start": segment.start, "end": segment.end, "peaks": segment.peaks},
            clip_key=storage.save(segment.clip, extension=EXTENSIONS[segment.clip_type]),
        )
        for segment in recording.segments
    ]
    return Piece(number, name, cuts=cuts, facts={"duration": recording.duration, "segments": len(cuts)})


def _pieces_of_list(stream: BinaryIO, chunk: SplitChunk, media: tuple[Medium, ...]) -> Iterator[Piece]:
    plan = rows.plan_from_facts(chunk.upload.plan)
    for row in rows.read(stream, plan, rows.RowChunk(chunk.first, chunk.count, chunk.offset)):
        if row.error is not None:
            yield Piece(row.number, row.name, refused=row.error)
        elif row.url is not None:
            yield Piece(row.number, row.name, cuts=[Cut({"url": row.url})], facts={"url": row.url})
        else:
            yield Piece(row.number, row.name, cuts=[Cut({"text": row.text})])


def write_rows(*, chunk: SplitChunk, pieces: list[Piece], wanted_answers: int) -> int:
    """Write items, micro-tasks and open assignments by COPY, inside the caller's transaction; micro-tasks made."""
    usable = [piece for piece in pieces if piece.refused is None]
    _write_refusals(chunk, [piece for piece in pieces if piece.refused is not None])
    cut_count = sum(len(piece.cuts) for piece in usable)
    with connection.cursor() as cursor:
        item_ids = _numbers(cursor, "tasks_item", len(usable))
        task_ids = iter(_numbers(cursor, "tasks_microtask", cut_count))
        items, tasks, wanted = [], [], []
        base = chunk.number * ITEMS_A_CHUNK
        for index, (item_id, piece) in enumerate(zip(item_ids, usable, strict=True)):
            position = (base + index) * POSITIONS_AN_ITEM
            items.append(
                (
                    item_id,
                    chunk.job_id,
                    chunk.upload_id,
                    position,
                    piece.name[:255],
                    piece.display_key,
                    piece.thumb_key,
                    json.dumps(piece.facts),
                )
            )
            for offset, one in enumerate(piece.cuts):
                task_id = next(task_ids)
                place = position + offset
                tasks.append(
                    (task_id, new_public_id(), chunk.job_id, item_id, place, one.clip_key, json.dumps(one.payload))
                )
                wanted += [
                    (new_public_id(), chunk.job_id, task_id, n, place * 16 + n, "open", 0, 0, "", "")
                    for n in range(1, wanted_answers + 1)
                ]
        copy_rows(cursor, "tasks_item (id, job_id, upload_id, position, name, display_key, thumb_key, facts)", items)
        copy_rows(cursor, "tasks_microtask (id, public_id, job_id, item_id, position, clip_key, payload)", tasks)
        copy_rows(
            cursor,
            "tasks_assignment (public_id, job_id, micro_task_id, ordinal, place, state, visible_ms, active_ms,"
            " reject_code, reject_words)",
            wanted,
        )
    return cut_count


def copy_rows(cursor: object, table_and_columns: str, values: Sequence[tuple[object, ...]]) -> None:
    """COPY `values` into a table; `table_and_columns` is our own text, never a person's."""
    with cursor.copy(f"COPY {table_and_columns} FROM STDIN") as copy:  # type: ignore[attr-defined]
        for row in values:
            copy.write_row(row)


def _numbers(cursor: object, table: str, count: int) -> list[int]:
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
    )
    return [row[0] for row in cursor.fetchall()]  # type: ignore[attr-defined]


def _write_refusals(chunk: SplitChunk, refused: list[Piece]) -> None:
    Refusal.objects.bulk_create(
        [
            Refusal(
                upload_id=chunk.upload_id,
                number=piece.number,
                name=piece.name[:255],
                **piece.refused.kept(),
            )
            for piece in refused
            if piece.refused is not None
        ],
        ignore_conflicts=True,
    )

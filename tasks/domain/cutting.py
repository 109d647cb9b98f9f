"""One chunk of an upload: its files opened and made safe, its rows written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import BinaryIO

from django.db import connection

from tasks.domain import pages
from tasks.domain.media import archives, audio, images, rows, sniffing, storage
from tasks.domain.media.refusals import MediaRefused
from tasks.domain.pieces import EXTENSIONS, Cut, Piece
from tasks.domain.planning import refuse_other_media
from tasks.kinds import kind_named
from tasks.models import Refusal, SplitChunk
from tasks.models.public_id import new_public_id

# Room for the micro-tasks of one item between two item positions, and of one chunk between two chunks.
POSITIONS_AN_ITEM = 1 << 12
ITEMS_A_CHUNK = 1 << 13
# The refusals of parts of an item are numbered downwards from here: above are those of whole items.
LEFT_OUT = -1_000_000


def cut(*, chunk: SplitChunk) -> list[Piece]:
    """Open everything in `chunk` and store what workers will see. Nothing is written to the database.

    What can't be used comes back as a refused piece; the rest is whole.
    """
    upload = chunk.upload
    if upload.medium == pages.FROM_JOB:
        return list(pages.pieces_of_job(chunk=chunk))
    with storage.open(upload.key) as stream:
        if upload.medium in ("image", "audio"):
            return [_piece(stream, 0, upload.name, chunk)]
        if upload.medium == "zip":
            return list(_pieces_of_archive(stream, chunk))
        return list(_pieces_of_list(stream, chunk))


def _pieces_of_archive(stream: BinaryIO, chunk: SplitChunk) -> Iterator[Piece]:
    listing = _listing(chunk.upload.key)
    for entry in listing.entries[chunk.first : chunk.first + chunk.count]:
        try:
            with archives.read_entry(stream, entry) as content:
                yield _piece(content, entry.number, entry.name, chunk)
        except MediaRefused as refused:
            yield Piece(entry.number, entry.name, refused=refused)


@lru_cache(maxsize=2)
def _listing(key: str) -> archives.ArchiveListing:
    """What an archive holds; kept, for its chunks follow each other and its key is its content's hash."""
    with storage.open(key) as stream:
        return archives.entries(stream)


def _piece(stream: BinaryIO, number: int, name: str, chunk: SplitChunk) -> Piece:
    kind = kind_named(chunk.job.kind)
    try:
        medium = sniffing.sniff(stream.read(sniffing.HEAD_BYTES), name)
        stream.seek(0)
        refuse_other_media(medium, kind.media)
        if kind.cuts_lines(chunk.job.settings):
            lines = pages.lines_on(job=chunk.job, name=name)
            return pages.cut_page(stream, page=_image(stream, number, name), lines=lines)
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


def _pieces_of_list(stream: BinaryIO, chunk: SplitChunk) -> Iterator[Piece]:
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
    _write_refusals(chunk, pieces)
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


def _write_refusals(chunk: SplitChunk, pieces: list[Piece]) -> None:
    refused = [
        *((piece.number, piece.name, piece.refused) for piece in pieces if piece.refused is not None),
        *(
            (LEFT_OUT - piece.number * POSITIONS_AN_ITEM - index, piece.name, why)
            for piece in pieces
            for index, why in enumerate(piece.left_out)
        ),
    ]
    Refusal.objects.bulk_create(
        [
            Refusal(
                upload_id=chunk.upload_id,
                number=number,
                name=name[:255],
                **why.kept(),
            )
            for number, name, why in refused
        ],
        ignore_conflicts=True,
    )

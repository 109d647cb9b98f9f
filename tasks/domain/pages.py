"""Pages that are cut into lines: where the lines come from, and what is cut of one page.

The lines are named by a list among the uploads, or were drawn as boxes in a job that is closed. Pages wait until a
list has come. Places are in pixels of the page as it was uploaded, turned upright.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import BinaryIO

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tasks.domain.media import images, lines, storage
from tasks.domain.media.lines import Line
from tasks.domain.media.refusals import MediaRefused
from tasks.domain.pieces import EXTENSIONS, Cut, Piece
from tasks.domain.results import answers_to, leading
from tasks.kinds import KINDS, kind_named
from tasks.kinds.base import Json
from tasks.models import Item, Job, MicroTask, SplitChunk, Upload

# The medium of an upload that is no file: the pages and lines of another job, whose public id is its key.
FROM_JOB = "job"
LISTS = ("csv", "text")
# A crop shows a little of what is around its line: this share of the line's height, on each side.
MARGIN = 0.2

_NO_LINES = _(
    "No line on this page is named in the list. The names of files must be the same. Mend the list, then remove this "
    "page and upload it again."
)
_NO_BOXES = _("There is no approved answer with a box on this page.")
_FAR = _("This page is only referenced by its address, so it can’t be cut. Upload the pages themselves.")
_OUTSIDE = _("Line %(number)s lies outside the page and is left out.")


def waiting_uploads(*, job: Job) -> QuerySet[Upload]:
    """The uploads that can be planned now. Pages wait for the list of their lines."""
    waiting = Upload.objects.filter(job=job, state=Upload.State.WAITING)
    return waiting.filter(medium__in=[*LISTS, FROM_JOB]) if lacks_lines(job=job) else waiting


def lacks_lines(*, job: Job) -> bool:
    """Whether `job` is to be cut into lines, and no list of them has come."""
    return kind_named(job.kind).cuts_lines(job.settings) and not _lists(job).exists()


def _lists(job: Job) -> QuerySet[Upload]:
    return Upload.objects.filter(job=job, medium__in=LISTS, state=Upload.State.PLANNED).order_by("pk")


def lines_on(*, job: Job, name: str) -> list[Line]:
    """The lines that the lists of `job` name on a page, in their order."""
    page = lines.page_name(name)
    return [line for key in _lists(job).values_list("key", flat=True) for line in _read(key).pages.get(page, ())]


@lru_cache(maxsize=4)
def _read(key: str) -> lines.LineList:
    """A list; kept, for the pages of a job follow each other and its key is its content's hash."""
    with storage.open(key) as stream:
        return lines.read(stream)


def cut_page(stream: BinaryIO, *, page: Piece, lines: Sequence[Line]) -> Piece:
    """`page` with a micro-task for each line on it. `stream` holds the page. Raises MediaRefused: no_lines."""
    width, height = page.facts["source_width"], page.facts["source_height"]
    inside = [(number, _inside(line, width, height)) for number, line in enumerate(lines, start=1)]
    kept = [line for _number, line in inside if line is not None]
    if not kept:
        raise MediaRefused("no_lines", _NO_LINES)
    stream.seek(0)
    left_out = [MediaRefused("outside", _OUTSIDE, number=number) for number, line in inside if line is None]
    return replace(page, cuts=list(_cuts(stream, kept, (width, height))), left_out=left_out)


def _cuts(stream: BinaryIO, kept: Sequence[Line], size: tuple[int, int], scale: float = 1) -> Iterator[Cut]:
    """A cut for each line. `size` is that of the uploaded page, which is `scale` times as wide as that in `stream`."""
    regions = [_with_margin(line, size, scale) for line in kept]
    for number, (line, crop) in enumerate(zip(kept, images.crops(stream, regions), strict=True), start=1):
        payload: Json = {
            **{"width": crop.width, "height": crop.height, "line": number},
            **{"x": line.x, "y": line.y, "w": line.w, "h": line.h},
            **{"page_width": size[0], "page_height": size[1]},
        }
        yield Cut(payload, clip_key=storage.save(crop.content, extension=EXTENSIONS[crop.content_type]))


def _inside(line: Line, width: int, height: int) -> Line | None:
    """The part of `line` on the page, in whole pixels."""
    left, top = max(0, round(line.x)), max(0, round(line.y))
    right, bottom = min(width, round(line.x + line.w)), min(height, round(line.y + line.h))
    return Line(left, top, right - left, bottom - top) if right > left and bottom > top else None


def _with_margin(line: Line, size: tuple[int, int], scale: float) -> images.Region:
    margin = MARGIN * line.h
    left, top = max(0, line.x - margin), max(0, line.y - margin)
    right, bottom = min(size[0], line.x + line.w + margin), min(size[1], line.y + line.h + margin)
    return left / scale, top / scale, right / scale, bottom / scale


def jobs_with_lines(*, requester: User) -> QuerySet[Job]:
    """The closed jobs of `requester` in which boxes were drawn."""
    drawing = [slug for slug, kind in KINDS.items() if kind.draws_boxes]
    closed = Job.objects.filter(requester=requester, kind__in=drawing, state=Job.State.CLOSED)
    return closed.order_by("-closed_at", "-pk")


def items_of_source(*, upload: Upload) -> QuerySet[Item]:
    """The pages of the job that an upload takes its pages and lines from, in their order."""
    source = jobs_with_lines(requester=upload.job.requester).filter(public_id=upload.key)
    return Item.objects.filter(job__in=source).order_by("position")


def pieces_of_job(*, chunk: SplitChunk) -> Iterator[Piece]:
    """Pages of another job, cut into the boxes that most people drew, from top to bottom."""
    items = list(items_of_source(upload=chunk.upload)[chunk.first : chunk.first + chunk.count])
    tasks = MicroTask.objects.filter(item__in=items).select_related("item", "job").order_by("position")
    answers: dict[int, list[Json]] = defaultdict(list)
    for found in answers_to(micro_tasks=list(tasks)):
        answers[found.micro_task.item_id] += found.contents
    for number, item in enumerate(items, start=chunk.first):
        try:
            yield _page_of_job(item, number, answers[item.pk])
        except MediaRefused as refused:
            yield Piece(number, item.name, refused=refused)


def _page_of_job(item: Item, number: int, answers: list[Json]) -> Piece:
    if not item.display_key:
        raise MediaRefused("far_page", _FAR)
    kind = kind_named(item.job.kind)
    scale = item.facts["source_width"] / item.facts["width"]
    size = item.facts["source_width"], item.facts["source_height"]
    boxes = kind.boxes_of(leading(kind, answers) or {})
    drawn = [
        Line(*(side * scale for side in box)) for box in sorted(boxes, key=lambda box: (box[1] + box[3] / 2, box[0]))
    ]
    kept = [line for line in (_inside(line, *size) for line in drawn) if line is not None]
    if not kept:
        raise MediaRefused("no_lines", _NO_BOXES)
    with storage.open(item.display_key) as stream:
        cuts = list(_cuts(stream, kept, size, scale))
    return Piece(number, item.name, cuts, item.display_key, item.thumb_key, item.facts)

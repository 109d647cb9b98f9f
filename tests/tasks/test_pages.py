"""Pages cut into lines: each line a micro-task, in order, with its place on the page."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from PIL import ExifTags, Image, ImageDraw

from accounts.models import User
from tasks.domain import drafts, jobs, progress, results, splitting, uploading
from tasks.domain.media import storage
from tasks.models import Item, Job, MicroTask, Refusal, Upload
from tests.fixtures import NOON
from tests.tasks.answering import approved, press
from tests.tasks.archives import rows, written

SIZE = (300, 400)
RED, BLUE = (200, 30, 30), (30, 30, 200)
# A red line above a blue one.
LINES = {RED: (20, 50, 250, 40), BLUE: (20, 200, 250, 40)}
CSV = "file,x,y,w,h\none.png,20,50,250,40\none.png,20,200,250,40\n"


def page(*, turned: bool = False) -> bytes:
    """A white page with the two lines; `turned` as a telephone stores it, lying on its side."""
    picture = Image.new("RGB", SIZE, "white")
    for colour, (x, y, w, h) in LINES.items():
        ImageDraw.Draw(picture).rectangle((x, y, x + w - 1, y + h - 1), fill=colour)
    out, exif = io.BytesIO(), Image.Exif()
    if turned:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
        exif[ExifTags.Base.Orientation] = 6
    picture.save(out, "PNG", exif=exif)
    return out.getvalue()


@pytest.fixture
def draft(requester: User) -> Job:
    return draft_of(requester)


def draft_of(requester: User, kind: str = "image_transcription", **chosen: object) -> Job:
    job = jobs.create_draft(
        requester=requester, kind=kind, settings_of_kind=chosen or {"language": "", "pages": True}, at=NOON
    )
    jobs.describe(job=job, title="Type the lines", purpose="P", instructions="I")
    drafts.warn(job=job, warnings=[])
    jobs.set_terms(job=job, terms=jobs.Terms(1, 4000, 3, 86_400))
    return job


def send(job: Job, name: str, content: bytes | str) -> Upload:
    content = content.encode() if isinstance(content, str) else content
    return uploading.receive(job=job, stream=io.BytesIO(content), name=name, size=len(content), at=NOON)


def split_all(job: Job) -> None:
    while splitting.split_next(job=job, at=NOON):
        pass


def colour_of(task: MicroTask) -> tuple[int, int, int]:
    """The colour in the middle of what the worker sees."""
    with storage.open(task.clip_key) as file, Image.open(file) as picture:
        return picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))


def is_near(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 25 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("turned", [False, True], ids=["upright", "turned"])
def test_each_line_is_a_micro_task_in_the_order_of_the_list(draft: Job, turned: bool) -> None:
    send(draft, "lines.csv", CSV)
    send(draft, "one.png", page(turned=turned))

    split_all(draft)

    red, blue = MicroTask.objects.filter(job=draft).order_by("position")
    place = {"x": 20, "y": 50, "w": 250, "h": 40, "page_width": 300, "page_height": 400}
    # A fifth of the line's height is shown on each side of it.
    assert red.payload == {"width": 266, "height": 56, "line": 1, **place}
    assert blue.payload["line"] == 2
    assert is_near(colour_of(red), RED)
    assert is_near(colour_of(blue), BLUE)
    assert progress.splitting_of(job=draft).micro_task_count == 2


def test_pages_wait_for_the_list_of_their_lines(draft: Job) -> None:
    send(draft, "one.png", page())
    split_all(draft)
    assert MicroTask.objects.filter(job=draft).count() == 0
    assert jobs.is_cutting(draft)

    send(draft, "lines.csv", CSV.replace("one.png", "SCANS\\One.PNG"))
    split_all(draft)
    split_all(draft)

    assert MicroTask.objects.filter(job=draft).count() == 2
    assert not jobs.is_cutting(draft)


def test_a_page_that_the_list_does_not_name_is_refused_and_the_others_are_cut(draft: Job) -> None:
    send(draft, "lines.csv", CSV)
    send(draft, "two.png", page())
    send(draft, "one.png", page())

    split_all(draft)

    (refusal,) = Refusal.objects.filter(upload__job=draft)
    assert (refusal.name, refusal.code) == ("two.png", "no_lines")
    assert refusal.sentence.startswith("No line on this page is named in the list.")
    assert MicroTask.objects.filter(job=draft).count() == 2


@pytest.mark.parametrize("row", ["one.png,a,1,2,3", "one.png,1,1,0,3", "one.png,1,1,nan,3", ",1,1,3,3", "one.png,1"])
def test_a_row_that_names_no_line_is_refused_by_its_number(draft: Job, row: str) -> None:
    send(draft, "lines.csv", f"{CSV}{row}\n")
    send(draft, "one.png", page())

    split_all(draft)

    (refusal,) = Refusal.objects.filter(upload__job=draft)
    assert refusal.sentence.startswith("Row 4: x, y, w and h must be numbers of pixels")
    assert MicroTask.objects.filter(job=draft).count() == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("url\nhttps://example.org/a.png\n", "no_lines"),
        ("file,x,y,w,h\n", "no_lines"),
        ("file,x,y,w,h\none.png,1,1,-4,2\n", "no_lines"),
        (b"file,x,y,w,h\n\xff\xfe,1,1,2,2\n", "csv_bad"),
    ],
)
def test_a_list_without_lines_is_refused_as_a_whole(draft: Job, content: bytes | str, code: str) -> None:
    upload = send(draft, "lines.csv", content)

    split_all(draft)

    upload.refresh_from_db()
    assert upload.state == "refused"
    assert Refusal.objects.get(upload=upload).code == code


def test_a_line_is_cut_to_its_page_and_one_outside_is_left_out_and_told(draft: Job) -> None:
    send(draft, "lines.csv", "x;y;w;h;file\n-10,4;380;900;90;one.png\n300;10;20;20;one.png\n")
    send(draft, "one.png", page())

    split_all(draft)

    (task,) = MicroTask.objects.filter(job=draft)
    assert {side: task.payload[side] for side in "xywh"} == {"x": 0, "y": 380, "w": 300, "h": 20}
    assert Refusal.objects.get(upload__job=draft).sentence == "Line 2 lies outside the page and is left out."


def drawn(requester: User, worker: User) -> Job:
    """A closed job in which somebody drew a box around each line, the lower one first."""
    job = draft_of(requester, "image_boxes", labels=["line"])
    send(job, "one.png", page())
    send(job, "two.png", page())
    split_all(job)
    jobs.publish(job=job, at=NOON)
    boxes = [{"label": "line", **dict(zip("xywh", LINES[colour], strict=True))} for colour in (BLUE, RED)]
    approved(job, worker, [{"boxes": boxes}, {"boxes": []}])
    jobs.close(job=job, at=NOON)
    return job


def test_lines_come_from_a_closed_job_with_boxes_from_top_to_bottom(
    draft: Job, requester: User, worker: User, at_desk: Client
) -> None:
    source = drawn(requester, worker)

    for _time in range(2):
        press(at_desk, "take-pages", draft, source=source.public_id)
    split_all(draft)

    red, blue = MicroTask.objects.filter(job=draft).order_by("position")
    assert (red.payload["y"], blue.payload["y"]) == (50, 200)
    assert is_near(colour_of(red), RED)
    assert red.item.display_key == Item.objects.get(job=source, name="one.png").display_key
    assert Refusal.objects.get(upload__job=draft).sentence == "There is no approved answer with a box on this page."


def test_nobody_takes_the_pages_of_somebody_else(draft: Job, worker: User, at_desk: Client) -> None:
    stranger = User.objects.create_user("other@example.org", "a calm long password", is_requester=True)
    source = draft_of(stranger, "image_boxes", labels=["line"])
    Job.objects.filter(pk=source.pk).update(state="closed", published_at=NOON, closed_at=NOON, price_micros=1)

    told = press(at_desk, "take-pages", draft, source=source.public_id)

    assert "Choose one of your closed jobs with boxes." in told
    assert not Upload.objects.filter(job=draft).exists()


def typed(draft: Job, worker: User, *texts: str) -> Job:
    send(draft, "lines.csv", CSV)
    send(draft, "one.png", page())
    split_all(draft)
    jobs.publish(job=draft, at=NOON)
    approved(draft, worker, [{"text": text} for text in texts])
    return draft


def test_the_text_of_a_page_is_its_lines_in_their_order(draft: Job, worker: User, at_desk: Client) -> None:
    job = typed(draft, worker, "In the beginning", "was the line.")

    (transcript,) = results.transcripts_of(job=job, items=list(Item.objects.filter(job=job))).values()
    shown = at_desk.get(reverse("jobs:results", args=[job.public_id])).content.decode()

    assert transcript == results.Transcript("In the beginning\nwas the line.", segments=2, missing=0)
    assert "Text of the page" in shown
    assert "Joined from 2 lines in their order." in shown
    assert shown.index("Line 1") < shown.index("Line 2")


def test_exports_say_where_each_line_lies(draft: Job, worker: User) -> None:
    archive = written(typed(draft, worker, "One", "Two"))

    answers, found = rows(archive, "answers.csv"), rows(archive, "results.csv")
    places = [("1", "20", "50", "250", "40"), ("2", "20", "200", "250", "40")]
    columns = ("line", *"xywh")
    assert [tuple(row[side] for side in columns) for row in answers] == places
    assert [tuple(row[side] for side in columns) for row in found] == places
    assert (answers[1]["text"], answers[1]["source_width"]) == ("Two", "300")


def test_a_removed_page_takes_its_lines_along_and_can_come_again(draft: Job) -> None:
    send(draft, "lines.csv", CSV)
    upload = send(draft, "one.png", page())
    split_all(draft)

    splitting.cancel_upload(upload=upload)
    send(draft, "one.png", page())
    split_all(draft)

    assert MicroTask.objects.filter(job=draft).count() == 2
    assert progress.splitting_of(job=draft).micro_task_count == 2


def test_every_closed_job_with_boxes_can_be_chosen_a_page_at_a_time(
    draft: Job, requester: User, at_desk: Client
) -> None:
    for number in range(51):
        source = draft_of(requester, "image_boxes", labels=["line"])
        closed_at = NOON + timedelta(hours=number)
        Job.objects.filter(pk=source.pk).update(
            title=f"Boxes {number}", state="closed", published_at=NOON, closed_at=closed_at, price_micros=1
        )
    here = reverse("jobs:upload", args=[draft.public_id])

    newest, oldest = (at_desk.get(here, {"sources": page}).content.decode() for page in "12")

    assert [page.count("<option") for page in (newest, oldest)] == [50, 1]
    assert ["Boxes 0 (" in page for page in (newest, oldest)] == [False, True]
    assert "The list holds your closed jobs 1 to 50 of 51" in newest
    assert 'href="?sources=2" rel="next"' in newest

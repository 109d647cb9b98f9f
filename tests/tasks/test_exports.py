"""The archive: what is in it, and what never is."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from tasks.domain import cutting, jobs
from tasks.domain.pseudonyms import worker_code
from tasks.kinds import KINDS
from tasks.models import Answer, Job, SplitChunk, Upload
from tests.fixtures import CAT, DOG, NOON, make_draft
from tests.tasks.answering import answer, approved, reject
from tests.tasks.archives import lines, rows, written
from web.domain.spreadsheets import plain_cell

# One answer of each kind, and the columns of the kind with what they hold.
OF_KIND: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, str]]] = {
    "image_classification": ({"labels": ["a", "b"], "multiple": False}, {"label": "a"}, {"label": "a"}),
    "text_classification": (
        {"labels": ["a", "b"], "multiple": True}, {"labels": ["a", "b"]}, {"label": "a | b"},
    ),
    "image_boxes": (
        {"labels": ["a"]}, {"boxes": [{"label": "a", "x": 1, "y": 2, "w": 3, "h": 4}]},
        {"box_count": "1", "labels": "a"},
    ),
    "image_polygons": (
        {"labels": ["a"]}, {"polygons": [{"label": "a", "points": [[1, 2], [9, 2], [5, 8]]}]},
        {"polygon_count": "1", "labels": "a"},
    ),
    "image_keypoints": (
        {"points": ["=nose", "tail"]},
        {"points": [{"name": "=nose", "state": "visible", "x": 3, "y": 4}, {"name": "tail", "state": "absent"}]},
        {"point_count": "1", "'=nose_x": "3", "'=nose_y": "4", "'=nose_v": "2", "tail_x": "", "tail_v": "0"},
    ),
    "image_transcription": ({"language": ""}, {"text": "=été 猫"}, {"text": "'=été 猫", "unreadable": "0"}),
    "audio_classification": ({"labels": ["a", "b"], "multiple": False}, {"label": "b"}, {"label": "b"}),
    "audio_transcription": (
        {"language": ""}, {"text": "", "no_speech": True}, {"text": "", "no_speech": "1", "unintelligible": "0"},
    ),
}  # fmt: skip


def test_the_archive_holds_answers_results_and_the_labour_in_them(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=2, price_micros=400)
    approved(job, worker, [CAT, DOG])

    archive = written(job)

    stated = ["labour-statement.jsonld", "LABOUR.md", "croissant.json", "README.md"]
    assert [name for name in archive.namelist() if name != "verify.py"] == ["answers.csv", "results.csv", *stated]
    assert archive.testzip() is None
    first = rows(archive, "answers.csv")[0]
    code = worker_code(requester_id=job.requester_id, worker_id=worker.pk)
    assert (first["item"], first["label"], first["worker"], first["pay_micros"]) == ("line 0", "cat", code, "400")
    assert [(row["item"], row["result"]) for row in rows(archive, "results.csv")] == [
        ("line 0", "cat"),
        ("line 1", "dog"),
    ]
    labour = archive.read("LABOUR.md").decode()
    assert "2 approved answers by people, each paid." in labour
    assert "| Paid to workers in all | 0.0008 EUR |" in labour


def test_neither_rejected_nor_unpaid_work_leaves(
    open_job: Callable[..., Job], worker: User, other_worker: User
) -> None:
    job = open_job(micro_tasks=3, wanted_answers=2)
    approved(job, worker, [CAT])
    reject(answer(job, worker, [DOG])[0])
    answer(job, other_worker, [DOG])

    archive = written(job, "jsonl")

    assert [record["label"] for record in lines(archive, "answers.jsonl")] == ["cat"]
    assert [(record["answers"], record["tally"]) for record in lines(archive, "results.jsonl")] == [(1, {"cat": 1})]
    assert b"dog" not in archive.read("answers.jsonl") + archive.read("results.jsonl")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_has_its_columns_in_both_forms(requester: User, worker: User, kind: str) -> None:
    settings, content, columns = OF_KIND[kind]
    job = published(requester, kind, settings)
    approved(job, worker, [content])

    in_csv = rows(written(job, "csv"), "answers.csv")
    in_lines = lines(written(job, "jsonl"), "answers.jsonl")

    assert {name: in_csv[0][name] for name in columns} == columns
    assert list(in_csv[0]) == [plain_cell(name) for name in in_lines[0]]
    assert json.loads(in_csv[0]["answer"]) == in_lines[0]["answer"] == Answer.objects.get().content
    assert ("source_width" in in_csv[0]) == kind.startswith("image")


def published(requester: User, kind: str, settings: dict[str, Any], *, name: str = "one", far: bool = False) -> Job:
    """A job of one item, and of one more whose address the requester only named when `far`."""
    job = make_draft(requester, texts=[], kind=kind, settings=settings)
    chunk = SplitChunk.objects.create(job=job, upload=Upload.objects.get(job=job), number=2, first=0, count=2)
    payload = {"start": 0.0, "end": 8.5} if kind.startswith("audio") else {"width": 640, "height": 480}
    facts = {"width": 640, "height": 480, "source_width": 6400, "source_height": 4800}
    address = {"url": "https://pictures.example.org/1.jpg"}
    pieces = [
        cutting.Piece(0, name, cuts=[cutting.Cut(payload)], facts=facts),
        cutting.Piece(1, "far", cuts=[cutting.Cut(address)], facts=address),
    ]
    made = cutting.write_rows(chunk=chunk, pieces=pieces[: 1 + far], wanted_answers=1)
    SplitChunk.objects.filter(pk=chunk.pk).update(state="done", done_at=NOON, micro_task_count=made)
    jobs.publish(job=job, at=NOON)
    return job


def test_a_picture_has_its_sizes_and_a_far_one_none_in_the_same_columns(requester: User, worker: User) -> None:
    settings, content, _columns = OF_KIND["image_classification"]
    job = published(requester, "image_classification", settings, far=True)
    approved(job, worker, [content, content])

    found = rows(written(job), "answers.csv")

    sizes = [[row[side] for side in ("width", "height", "source_width", "source_height")] for row in found]
    assert sizes == [["640", "480", "6400", "4800"], ["", "", "", ""]]
    assert [row["label"] for row in found] == ["a", "a"]


@pytest.mark.parametrize(
    "name", ["=1+1.png", "@x", "\t=x", "\n=x", " =x", "+x", "-x", 'a"b,c', "été", "猫.png", "a\r\nb", "\u200b=x"]
)
def test_a_name_is_no_formula_and_is_read_back_as_it_was(requester: User, worker: User, name: str) -> None:
    settings, content, _columns = OF_KIND["image_classification"]
    job = published(requester, "image_classification", settings, name=name)
    approved(job, worker, [content])

    (row,) = rows(written(job), "answers.csv")

    assert row["item"].removeprefix("'") == name
    assert row["item"].lstrip("\t\r\n \u200b")[:1] not in tuple("=+-@")


@pytest.mark.parametrize("file_format", ["csv", "jsonl"])
def test_without_any_approved_answer_the_archive_is_empty_and_still_one(
    open_job: Callable[..., Job], file_format: str
) -> None:
    archive = written(open_job(), file_format)

    if file_format == "csv":
        header = archive.read("answers.csv").decode().split(",")
        assert (header[0], header[-1].strip(), rows(archive, "answers.csv")) == ("item", "answer", [])
        assert archive.read("results.csv").decode().startswith("item,micro_task")
    else:
        assert archive.read("answers.jsonl") == b""
    assert "0 approved answers" in archive.read("LABOUR.md").decode()

"""Results: a majority with its tallies, the answers side by side, a recording put together again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tasks.domain import cutting, jobs, results
from tasks.models import Item, Job, SplitChunk, Upload
from tests.fixtures import CAT, DOG, NOON, make_worker
from tests.tasks.answering import answer, approved, reject


@pytest.fixture
def interview(requester: User) -> Job:
    """A published job with two recordings, of three segments and of one."""
    job = Job.objects.create(
        content_warnings=[],
        requester=requester, kind="audio_transcription", title="Interview", purpose="Archive.", instructions="Listen.",
        settings={"language": ""}, wanted_answers=3, price_micros=4000, expected_seconds=10, created_at=NOON,
    )  # fmt: skip
    upload = Upload.objects.create(
        job=job, name="one.wav", medium="audio", key="-", size=1, state=Upload.State.PLANNED, created_at=NOON
    )
    chunk = SplitChunk.objects.create(job=job, upload=upload, number=1, first=0, count=2)
    pieces = [
        cutting.Piece(0, "one.wav", cuts=[segment(0, 8.5), segment(8.5, 15), segment(15, 3671.25)]),
        cutting.Piece(1, "two.wav", cuts=[segment(0, 9)]),
    ]
    made = cutting.write_rows(chunk=chunk, pieces=pieces, wanted_answers=3)
    SplitChunk.objects.filter(pk=chunk.pk).update(state="done", done_at=NOON, micro_task_count=made)
    jobs.publish(job=job, at=NOON)
    return job


def segment(start: float, end: float) -> cutting.Cut:
    return cutting.Cut({"start": start, "end": end, "peaks": []}, clip_key=f"aa/{'b' * 62}.mp3")


def said(text: str, **flags: bool) -> dict[str, Any]:
    return {"text": text, **flags}


def shown(client: Client, job: Job, **query: str) -> str:
    return client.get(reverse("jobs:results", args=[job.public_id]), query).content.decode()


def test_without_an_approved_answer_the_page_says_what_to_do(
    at_desk: Client, open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job()
    answer(job, worker, [CAT])

    page = shown(at_desk, job)

    assert "There is no approved answer yet." in page
    assert "card result" not in page


def test_the_majority_stands_with_its_tallies_and_agreement(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=1, wanted_answers=3)
    for number, content in enumerate((CAT, DOG, CAT)):
        approved(job, make_worker(number), [content])

    page = shown(at_desk, job)

    assert '<strong dir="auto">cat</strong>' in page
    assert ("2 of 3" in page, "1 of 3" in page) == (True, True)
    assert "Agreement 67%, n&nbsp;=&nbsp;3" in page


def test_a_tie_is_said_in_words_with_what_ties(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=1, wanted_answers=2)
    for number, content in enumerate((CAT, DOG)):
        approved(job, make_worker(number), [content])

    page = shown(at_desk, job)

    assert "<strong>A tie:</strong> <bdi>cat</bdi>, <bdi>dog</bdi>" in page


def test_half_of_the_answers_with_one_of_many_labels_is_a_tie(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=1, wanted_answers=2, settings={"labels": ["cat", "dog"], "multiple": True})
    approved(job, make_worker(1), [{"labels": ["cat", "dog"]}])
    approved(job, make_worker(2), [{"labels": ["cat"]}])

    page = shown(at_desk, job)

    assert "exactly half of the answers say one of these." in page


def test_no_label_at_all_is_a_result(at_desk: Client, open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=1, settings={"labels": ["cat", "dog"], "multiple": True})
    approved(job, worker, [{"labels": []}])

    page = shown(at_desk, job)

    assert '<strong dir="auto">None of the labels</strong>' in page
    assert "One answer: nothing to compare it with." in page


def test_that_most_people_cant_tell_is_said_in_words(at_desk: Client, open_job: Callable[..., Job]) -> None:
    chosen = {"labels": ["cat", "dog"], "multiple": False, "cant_tell": True, "not_shown": True}
    job = open_job(micro_tasks=1, wanted_answers=3, settings=chosen)
    for number, content in enumerate(({"cant_tell": True}, {"not_shown": True}, {"cant_tell": True})):
        approved(job, make_worker(number), [content])

    page = shown(at_desk, job)

    assert '<strong dir="auto">Can’t tell</strong>' in page
    assert '<dt dir="auto">Not said</dt>' in page
    assert "(cant_tell)" not in page


def test_rejected_and_waiting_answers_are_in_no_result(
    at_desk: Client, open_job: Callable[..., Job], worker: User, other_worker: User
) -> None:
    job = open_job(micro_tasks=2, wanted_answers=2)
    approved(job, worker, [CAT])
    reject(answer(job, other_worker, [DOG])[0])
    answer(job, worker, [DOG])

    page = shown(at_desk, job)

    assert "dog" not in page.replace("Cat or dog", "")
    assert page.count('<li class="card result">') == 1


def test_only_those_whose_answers_differ_are_kept_when_asked(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=2, wanted_answers=2)
    approved(job, make_worker(1), [CAT, CAT])
    approved(job, make_worker(2), [CAT, DOG])

    differing = results.answered_micro_tasks(job=job, differing=True)

    assert [task.payload["text"] for task in differing] == ["line 1"]
    assert shown(at_desk, job, differing="1").count('<li class="card result">') == 1


def test_labels_of_a_recording_stand_beside_each_segment_of_it(at_desk: Client, interview: Job) -> None:
    Job.objects.update(kind="audio_classification", settings={"labels": ["cat", "dog"], "multiple": False})
    interview.refresh_from_db()
    approved(interview, make_worker(1), [CAT, DOG])

    page = shown(at_desk, interview)

    assert page.count("<audio") == 2
    assert page.index("0:00.0 – 0:08.5") < page.index('<strong dir="auto">cat') < page.index("0:08.5 – 0:15.0")


def test_a_recording_is_joined_from_what_was_written_most_often(interview: Job) -> None:
    approved(interview, make_worker(1), [said("Behind every\nmachine"), said("", no_speech=True), said("people.")])
    approved(interview, make_worker(2), [said("Behind every machine"), said("", no_speech=True), said("peple.")])
    approved(interview, make_worker(3), [said("Before every machine"), said("", no_speech=True), said("people.")])

    joined = results.transcripts_of(job=interview, items=list(Item.objects.order_by("position")))

    assert list(joined.values()) == [
        results.Transcript("Behind every machine people.", segments=3, missing=0),
        results.Transcript("…", segments=1, missing=1),
    ]


def test_segments_stand_in_their_order_with_their_times_and_gaps_are_told(at_desk: Client, interview: Job) -> None:
    approved(interview, make_worker(1), [said("One."), said("Two.")])

    page = shown(at_desk, interview)

    assert "One. Two. …" in page
    assert page.index("0:00.0 – 0:08.5") < page.index("0:08.5 – 0:15.0")
    assert "1 has no approved answer yet and is left out." in page
    assert "two.wav" not in page


def test_a_long_recording_counts_its_hours(at_desk: Client, interview: Job) -> None:
    approved(interview, make_worker(1), [said("a"), said("b"), said("c")])

    assert "0:15.0 – 1:01:11.2" in shown(at_desk, interview)


@pytest.mark.parametrize("kind", ["text_classification", "image_transcription"])
def test_results_ask_the_database_as_often_for_many_as_for_one(
    at_desk: Client,
    open_job: Callable[..., Job],
    worker: User,
    kind: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    content = CAT if kind == "text_classification" else {"text": "one line"}
    job = open_job(micro_tasks=12, kind=kind)
    approved(job, worker, [content])
    shown(at_desk, job)
    with django_assert_num_queries(9):
        shown(at_desk, job)
    approved(job, worker, [content] * 11)
    with django_assert_num_queries(9):
        shown(at_desk, job)


def test_the_results_of_recordings_ask_two_questions_more(
    at_desk: Client, interview: Job, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    approved(interview, make_worker(1), [said("a")])
    shown(at_desk, interview)
    approved(interview, make_worker(2), [said("a"), said("b"), said("c"), said("d")])

    with django_assert_num_queries(11):
        page = shown(at_desk, interview)

    assert page.count('<section class="card result-group">') == 2

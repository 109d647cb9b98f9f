"""A new draft out of an earlier job: what was chosen, without what came of it."""

from __future__ import annotations

import io
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from accounts.models import User
from tasks.domain import duplicating, examples, jobs, splitting, uploading
from tasks.models import Assignment, Example, Job, MicroTask, Upload
from tests.fixtures import NOON, make_draft


def with_file(requester: User) -> Job:
    job = make_draft(requester, texts=[], wanted_answers=2, content_warnings=[], language="fr")
    Upload.objects.filter(job=job).update(state=Upload.State.CANCELLED)
    uploading.receive(job=job, stream=io.BytesIO(b"one\ntwo"), name="lines.txt", size=7, at=NOON)
    examples.add_case(job=job, words="A cat.", is_right=True, why="It has whiskers.")
    while splitting.split_next(job=job, at=NOON):
        pass
    jobs.publish(job=job, at=NOON)
    return job


def copied(job: Job, *, with_files: bool = False, key: str = "k") -> Job:
    draft = duplicating.duplicate(job=job, at=NOON, client_key=key, with_files=with_files)
    while splitting.split_next(job=draft, at=NOON):
        pass
    return draft


def test_a_copy_has_everything_that_was_chosen_and_nothing_else(requester: User) -> None:
    job = with_file(requester)

    draft = copied(job)

    assert {name: getattr(draft, name) for name in duplicating.CHOSEN} == {
        name: getattr(job, name) for name in duplicating.CHOSEN
    }
    assert (draft.state, draft.published_at, draft.fee_permille, draft.micro_task_count) == ("draft", None, 0, 0)
    assert list(Example.objects.filter(job=draft).values_list("words", "why")) == [("A cat.", "It has whiskers.")]
    assert not Upload.objects.filter(job=draft).exists()


def test_its_files_are_cut_again_without_being_sent_again(requester: User) -> None:
    job = with_file(requester)

    draft = copied(job, with_files=True)

    first, second = Upload.objects.filter(state=Upload.State.PLANNED).order_by("pk")
    assert (first.key, second.job_id, second.state) == (second.key, draft.pk, "planned")
    assert list(MicroTask.objects.filter(job=draft).order_by("position").values_list("payload__text", flat=True)) == [
        "one",
        "two",
    ]
    assert Assignment.objects.filter(job=draft, state="open").count() == 4
    jobs.publish(job=draft, at=NOON)
    assert draft.state == "open"


def test_what_was_taken_out_or_never_published_stays_behind(requester: User) -> None:
    job = with_file(requester)
    uploading.receive(job=job, stream=io.BytesIO(b"more"), name="more.txt", size=4, at=NOON, adds=True)
    while splitting.split_next(job=job, at=NOON):
        pass

    draft = copied(job, with_files=True)

    assert list(Upload.objects.filter(job=draft).values_list("name", "size")) == [("lines.txt", 7)]


def test_a_double_click_makes_one_copy(at_desk: Client, requester: User) -> None:
    job = with_file(requester)
    address, sent = reverse("jobs:duplicate", args=[job.public_id]), {"client_key": "k", "with_files": "1"}

    first, second = (at_desk.post(address, sent) for _ in range(2))

    draft = Job.objects.exclude(pk=job.pk).get()
    assert first.headers["Location"] == second.headers["Location"] == reverse("jobs:upload", args=[draft.public_id])
    assert Upload.objects.filter(job=draft).count() == 1


def test_a_closed_job_is_duplicated_from_its_settings(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job()
    jobs.close(job=job, at=NOON)

    shown = at_desk.get(reverse("jobs:settings", args=[job.public_id])).content.decode()

    assert f'action="{reverse("jobs:duplicate", args=[job.public_id])}"' in shown

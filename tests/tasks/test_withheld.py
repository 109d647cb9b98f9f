"""No payment, no data: what a requester rejected leaves by no door, and is counted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from rest_framework.test import APIClient

from accounts.models import User
from tasks import background
from tasks.domain import exports, redoing
from tasks.models import Assignment, Export, Job, MicroTask
from tests.fixtures import CAT
from tests.tasks.answering import answer, approve, press, reject
from tests.test_access import addresses

SECRET = "the words that were rejected"


@pytest.fixture
def job(open_job: Callable[..., Job], worker: User, other_worker: User) -> Job:
    """Two lines to write down; what was rejected stands nowhere else, and its worker does it again."""
    made = open_job(micro_tasks=2, wanted_answers=2, kind="image_transcription", settings={})
    MicroTask.objects.filter(job=made).update(payload={"width": 40, "height": 30, "url": "https://x.example/a.png"})
    first, second = answer(made, worker, [{"text": "kept"}, {"text": SECRET}], at=now())
    answer(made, other_worker, [{"text": "kept"}], at=now())
    approve(made, [first], at=now())
    reject(second, words="Not so.", at=now())
    redoing.redo(assignment=second, worker=worker, at=now())
    return made


def rejected() -> Assignment:
    return Assignment.objects.get(state="rejected")


def places(job: Job) -> dict[str, str]:
    export = exports.ask_for_export(job=job, asked_by=job.requester, file_format="jsonl", at=now())
    background.write_export(export_id=export.pk)
    return {
        "public_id": job.public_id,
        "job_id": job.public_id,
        "assignment_id": rejected().public_id,
        "micro_task_id": rejected().micro_task.public_id,
        "export_id": Export.objects.get().public_id,
    }


def doors(job: Job) -> Iterator[tuple[str, str]]:
    """Every address that a requester may read about a published job, page or program's, by name."""
    known = places(job)
    for name, needed in addresses():
        if name.startswith(("jobs:", "tasks-api:")) and needed <= set(known):
            yield name, reverse(name, kwargs={place: known[place] for place in needed})


def read(client: Client, address: str, query: dict[str, str]) -> str:
    """What stands there; of an archive, what its files hold."""
    response = client.get(address, query)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] != b"PK":
        return content.decode()
    archive = zipfile.ZipFile(io.BytesIO(content))
    return "".join(archive.read(name).decode() for name in archive.namelist())


def as_program(person: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


def test_no_door_of_a_requester_holds_what_they_rejected(
    at_desk: Client, job: Job, requester: User, media_folder: object
) -> None:
    program, found, kept = as_program(requester), {}, 0
    for name, address in doors(job):
        client = program if name.startswith("tasks-api:") else at_desk
        for state in ("waiting", "approved", "rejected", "late") if name == "jobs:answers" else ("",):
            page = read(client, address, {"state": state} if state else {})
            kept += "kept" in page
            if SECRET in page:
                found[name, state] = page

    assert found == {}
    # The walk reads answers at all: in the list, the results, the archive, the comparison, as a page and as a program.
    assert kept >= 7


def test_a_decision_takes_the_content_off_the_page_at_once(
    at_desk: Client, open_job: Callable[..., Job], worker: User
) -> None:
    (given,) = answer(open_job(micro_tasks=1), worker, [CAT], at=now())

    part = press(at_desk, "reject", given.job, given.public_id, htmx=True, code="wrong", words="A dog.")

    assert "The answer is withheld: no payment, no data." in part
    assert '<li class="badge" dir="auto">cat</li>' not in part


def test_filters_do_not_tell_what_was_rejected(at_desk: Client, job: Job, requester: User) -> None:
    address = reverse("jobs:answers", args=[job.public_id])
    ours = f'id="answer-{rejected().public_id}"'

    by_label = at_desk.get(address, {"state": "rejected", "says": SECRET}).content.decode()
    by_others = at_desk.get(address, {"state": "rejected", "agreement": "different"}).content.decode()
    found = as_program(requester).get(f"/api/v1/jobs/{job.public_id}/answers", {"says": SECRET}).json()

    assert ours not in by_label
    assert ours not in by_others
    assert found["results"] == []
    assert ours in at_desk.get(address, {"state": "rejected"}).content.decode()


@pytest.mark.parametrize("tab", ["answers", "results", "exports"])
def test_what_is_withheld_is_counted(at_desk: Client, job: Job, tab: str) -> None:
    page = at_desk.get(reverse(f"jobs:{tab}", args=[job.public_id]), {"state": "rejected"}).content.decode()

    assert "1 rejected answer is withheld: no payment, no data." in page


def test_another_answer_is_not_held_against_a_rejected_one(at_desk: Client, job: Job, other_worker: User) -> None:
    (other,) = answer(job, other_worker, [{"text": "kept"}], at=now())
    assert other.micro_task_id == rejected().micro_task_id

    page = at_desk.get(reverse("jobs:compare", args=[job.public_id, other.public_id])).content.decode()

    assert "kept" in page
    assert SECRET not in page

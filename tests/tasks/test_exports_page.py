"""Taking the answers away in the browser: ask, wait, cancel, download."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tasks import background
from tasks.models import Export, Job
from tests.fixtures import NOON
from tests.tasks.answering import approved, press
from tests.tasks.archives import asked, written
from web.domain import processes


def shown(client: Client, job: Job, *, htmx: bool = False) -> str:
    headers = {"HX-Request": "true"} if htmx else {}
    return client.get(reverse("jobs:exports", args=[job.public_id]), headers=headers).content.decode()


def download_of(client: Client, export: Export) -> object:
    return client.get(reverse("jobs:download-export", args=[export.job.public_id, export.public_id]))


def test_nothing_taken_away_yet_is_said(at_desk: Client, open_job: Callable[..., Job]) -> None:
    page = shown(at_desk, open_job())

    assert "Nothing was taken away yet." in page
    assert "hx-trigger" not in page


def test_an_archive_is_asked_for_written_and_downloaded(
    at_desk: Client, open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(title="Héron: à l’aube / 猫 \r\n")
    approved(job, worker)

    page = press(at_desk, "ask-export", job, file_format="jsonl")
    background.write_export(export_id=Export.objects.get().pk)
    response = download_of(at_desk, Export.objects.get())

    assert "Waits for its turn" in page
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert {"answers.jsonl", "results.jsonl", "LABOUR.md", "labour-statement.jsonld"} <= set(archive.namelist())
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''h%C3%A9ron-%C3%A0-laube-%E7%8C%AB-")
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/zip", "nosniff")
    assert response["Cache-Control"] == "private, no-store"


def test_a_form_that_does_not_exist_is_refused_in_words(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job()

    assert "Choose CSV or JSON Lines." in press(at_desk, "ask-export", job)
    assert "xlsx" in press(at_desk, "ask-export", job, file_format="xlsx")
    assert not Export.objects.exists()


def test_the_list_looks_again_while_something_is_written(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job()
    export = asked(job)
    Export.objects.update(attempts=1, answers_written=5, answer_count=10)

    part = shown(at_desk, job, htmx=True)
    press(at_desk, "cancel-export", job, export.public_id)
    after = shown(at_desk, job, htmx=True)

    assert "<html" not in part
    assert ('hx-trigger="every 2s"' in part, 'max="100" value="50"' in part) == (True, True)
    assert "5 of 10 answers written" in part
    assert ("hx-trigger" in after, "Cancelled" in after) == (False, True)


def test_without_a_background_process_the_page_says_so_in_words(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job()
    asked(job)

    nobody = shown(at_desk, job)
    processes.saw(name=processes.BACKGROUND, at=now())
    somebody = shown(at_desk, job)

    assert "No background process is running at the moment, so nothing is being written." in nobody
    assert "No background process" not in somebody


def test_what_failed_says_what_to_do(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job()
    asked(job)
    Export.objects.update(state="failed", attempts=3)

    page = shown(at_desk, job)

    assert "It broke off three times. Your answers are safe. Write another archive" in page
    assert "hx-trigger" not in page


def test_cancelling_too_late_is_said(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job()
    written(job)

    page = press(at_desk, "cancel-export", job, Export.objects.get().public_id)

    assert "It was too late to cancel" in page
    assert Export.objects.get().state == "done"


@pytest.mark.parametrize("state", ["waiting", "failed", "cancelled"])
def test_what_is_not_ready_cannot_be_downloaded(at_desk: Client, open_job: Callable[..., Job], state: str) -> None:
    export = asked(open_job())
    Export.objects.update(state=state)

    assert download_of(at_desk, export).status_code == 404


def test_only_the_requester_of_the_job_can_take_it_away(
    client: Client, open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job()
    written(job)
    export = Export.objects.get()

    anonymous = download_of(client, export)
    client.force_login(worker)
    as_worker = download_of(client, export)
    client.force_login(User.objects.create_user("other@example.org", "a calm long password", is_requester=True))
    as_other = download_of(client, export)

    assert (anonymous.status_code, as_worker.status_code, as_other.status_code) == (302, 403, 404)


def test_an_export_of_another_job_of_mine_has_no_address_here(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job, other = open_job(), open_job()
    written(other)
    address = reverse("jobs:download-export", args=[job.public_id, Export.objects.get().public_id])

    assert at_desk.get(address).status_code == 404


def test_the_list_asks_the_database_as_often_for_many_archives_as_for_one(
    at_desk: Client, open_job: Callable[..., Job], requester: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    job = open_job()
    asked(job)
    shown(at_desk, job)
    with django_assert_num_queries(10):
        shown(at_desk, job)
    facts = {"job": job, "asked_by": requester, "format": "csv", "created_at": NOON, "state": "cancelled"}
    Export.objects.bulk_create([Export(**facts) for _ in range(15)])
    with django_assert_num_queries(10):
        shown(at_desk, job)

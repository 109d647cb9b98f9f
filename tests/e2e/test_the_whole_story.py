"""The main job from end to end, in browsers, on real photographs and real speech: posted, done, paid, taken away."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from accounts.models import User
from ledger.domain import accounts as books
from tasks.models import Answer, Assignment, Job
from tests.fixtures import make_worker
from transparency.domain import measures
from workers.demo import materials

PASSWORD = "a calm long password"
PRICE = {"photographs": 4_000, "speech": 90_000}
WORDS = "Listen once more: a word is missing."


@pytest.fixture
def files(tmp_path: Path) -> dict[str, list[Path]]:
    """Twelve photographs and a recording, as they lie on a requester's disk."""
    photographs = [tmp_path / name for name in materials.PHOTOGRAPHS]
    for path in photographs:
        path.write_bytes(materials.photograph(path.name))
    name, content = materials.recording("interview-en")
    (tmp_path / name).write_bytes(content)
    return {"photographs": photographs, "speech": [tmp_path / name]}


def sign_in(page: Page, person: User) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.locator(".menu-name")).to_have_text(str(person))


def post_job(page: Page, *, kind: str, title: str, files: list[Path], price: str, seconds: int, labels: str) -> None:
    """Lead a job through the steps and publish it."""
    page.goto("/jobs/new/")
    page.get_by_text(kind, exact=True).click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("textbox", name="Title").fill(title)
    page.get_by_label("Nothing of the kind").check()
    page.get_by_label("What are the answers used for?").fill("A test set that anybody may use.")
    page.get_by_role("textbox", name="Instructions").fill("Look, or listen, **closely**.")
    if labels:
        page.get_by_role("textbox", name="Labels").fill(labels)
    page.get_by_role("button", name="Save and go on").click()
    page.locator("#files").set_input_files(files)
    expect(page.locator("[data-finished]")).to_have_text("All files were sent.", timeout=60_000)
    expect(page.get_by_text("Everything is cut.")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="Go on").click()
    page.get_by_label("Price of an answer").fill(price)
    page.get_by_label("Seconds one takes").fill(str(seconds))
    page.get_by_label("Answers wanted").fill("3")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(page.locator("main").get_by_text("Open", exact=True).first).to_be_visible()


def do_everything(page: Page, title: str, answer: Callable[[Page, str], None]) -> int:
    """Find the job, start, and answer until nothing is left; how many answers were given."""
    page.goto("/work/")
    page.get_by_role("link", name=title, exact=True).click()
    page.locator("main").get_by_role("button", name="Start").click()
    given = 0
    while True:
        shown = page.locator("#answer").get_attribute("data-assignment")
        answer(page, shown or "")
        page.get_by_role("button", name="Submit").click()
        given += 1
        changed = page.locator(f'#answer:not([data-assignment="{shown}"])').or_(page.locator(".desk-done"))
        expect(changed.first).to_be_visible()
        if page.locator(".desk-done").is_visible():
            return given


def label_picture(page: Page, shown: str) -> None:
    item = Assignment.objects.select_related("micro_task__item").get(public_id=shown).micro_task.item
    page.get_by_role("radio", name=materials.PHOTOGRAPHS[item.name][0]).check()


def type_speech(page: Page, shown: str) -> None:
    part = Assignment.objects.select_related("micro_task").get(public_id=shown).micro_task.payload
    page.get_by_label("What is said here?").fill(f"what is said from {part['start']}")


def reject_one(page: Page, job: Job) -> None:
    page.goto(f"/jobs/{job.public_id}/answers/")
    first = page.locator(".review-item").first
    first.get_by_text("Reject…").click()
    first.get_by_label("The answer is incomplete").check()
    first.locator("textarea").fill(WORDS)
    first.get_by_role("button", name="Reject this answer").click()
    expect(page.get_by_text(WORDS)).to_be_visible()


def approve_the_rest(page: Page, job: Job) -> None:
    """By ticks while few wait on a page, as a requester would."""
    page.goto(f"/jobs/{job.public_id}/answers/")
    while page.locator(".review-item[data-waiting]").count():
        page.get_by_text("Tick all on this page").click()
        page.get_by_role("button", name="Approve ticked").click()
        page.wait_for_load_state()
        page.goto(f"/jobs/{job.public_id}/answers/")


def exported(page: Page, job: Job) -> zipfile.ZipFile:
    page.goto(f"/jobs/{job.public_id}/exports/")
    page.get_by_role("button", name="Write an archive").click()
    link = page.get_by_role("link", name=re.compile("Download"))
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as waiting:
        link.click()
    return zipfile.ZipFile(io.BytesIO(Path(waiting.value.path()).read_bytes()))


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_main_job_from_the_first_upload_to_the_last_figure(
    open_browser: Callable[..., Page],
    start_background: Callable[[], subprocess.Popen[bytes]],
    requester: User,
    auditor: User,
    files: dict[str, list[Path]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    start_background()
    post = open_browser()
    sign_in(post, requester)
    labels = "\n".join(sorted({labels[0] for labels in materials.PHOTOGRAPHS.values()}))
    post_job(
        post, kind="Image classification", title="What is it?", files=files["photographs"],
        price="0.004", seconds=3, labels=labels,
    )  # fmt: skip
    post_job(
        post, kind="Audio transcription", title="What do they say?", files=files["speech"],
        price="0.09", seconds=25, labels="",
    )  # fmt: skip
    photographs, speech = Job.objects.order_by("pk")
    assert (photographs.micro_task_count, speech.micro_task_count > 1) == (12, True)

    workers = [make_worker(number) for number in (1, 2, 3)]
    for worker in workers:
        page = open_browser()
        sign_in(page, worker)
        assert do_everything(page, photographs.title, label_picture) == 12
        assert do_everything(page, speech.title, type_speech) == speech.micro_task_count

    reject_one(post, speech)
    for job in (photographs, speech):
        approve_the_rest(post, job)

    answers = {photographs: 36, speech: 3 * speech.micro_task_count}
    paid = 36 * PRICE["photographs"] + (answers[speech] - 1) * PRICE["speech"]
    assert Answer.objects.count() == sum(answers.values())
    assert sum(books.earnings(owner_id=worker.pk).balance_micros for worker in workers) == paid
    assert books.fees().balance_micros == paid // 10
    call_command("check_books")
    assert "The books agree." in capsys.readouterr().out

    with exported(post, speech) as archive:
        lines = archive.read("answers.csv").decode().strip().splitlines()
        assert len(lines) == answers[speech]  # a header, and every answer but the rejected one
        assert "what is said from 0" in archive.read("results.csv").decode()
        assert "approved answers by people, each paid" in archive.read("LABOUR.md").decode()

    # What the clock does each minute.
    measures.refresh(at=now())
    audit = open_browser()
    sign_in(audit, auditor)
    audit.goto("/audit/")
    row = audit.get_by_role("row", name=re.compile("What do they say"))
    expect(row.get_by_text("an hour").or_(row.locator(".hour-bar")).first).to_be_visible()
    expect(row).to_contain_text(f"€{(answers[speech] - 1) * 9 / 100:.2f}")

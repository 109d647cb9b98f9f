"""Files at the door: taken once, refused one by one, safe whatever the queue does."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from PIL import Image

from accounts.models import User
from config.celery import app
from tasks.domain import drafts, jobs, splitting
from tasks.models import Job, MicroTask, Refusal, SplitChunk, Upload
from tests.fixtures import NOON
from web.domain import processes

JSON = {"Accept": "application/json"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def browser(client: Client, requester: User) -> Client:
    client.force_login(requester)
    return client


@pytest.fixture
def draft(requester: User) -> Job:
    settings = {"labels": ["cat", "dog"]}
    return jobs.create_draft(requester=requester, kind="image_classification", settings_of_kind=settings, at=NOON)


def at(name: str, job: Job, *more: str) -> str:
    return reverse(f"jobs:{name}", args=[job.public_id, *more])


def text_of(response: object) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())  # type: ignore[attr-defined]


def picture(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    return out.getvalue()


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(browser: Client, job: Job, *files: SimpleUploadedFile, **more: str) -> object:
    return browser.post(at("receive", job), {"files": list(files), **more}, headers=JSON)


def split_all(job: Job) -> None:
    while splitting.split_next(job=job, at=NOON):
        pass


def test_a_file_sent_twice_with_one_key_arrives_once(browser: Client, draft: Job) -> None:
    first = send(browser, draft, file("a.png", picture()), client_key="k1")
    second = send(browser, draft, file("a.png", picture()), client_key="k1")

    assert first.json() == second.json() == {"id": Upload.objects.get().public_id, "note": ""}


def test_a_plain_form_takes_many_files_and_refuses_one_by_one(browser: Client, draft: Job) -> None:
    bad = [
        file("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        file("really.png", b"%PDF-1.7 not a picture"),
        file("empty.png", b""),
    ]

    response = browser.post(
        at("receive", draft), {"files": [file("a.png", picture()), *bad, file("b.png", picture("blue"))]}, follow=True
    )
    split_all(draft)

    assert response.redirect_chain == [(at("upload", draft), 303)]
    assert "2 files were received." in text_of(response)
    assert "3 files were refused." in text_of(response)
    assert MicroTask.objects.filter(job=draft).count() == 2
    assert sorted(Refusal.objects.values_list("name", "code")) == [
        ("drawing.svg", "svg"),
        ("empty.png", "empty"),
        ("really.png", "pdf"),
    ]


def test_a_truncated_picture_is_refused_when_it_is_cut_and_the_others_are_safe(browser: Client, draft: Job) -> None:
    send(browser, draft, file("half.png", picture()[:60]))
    send(browser, draft, file("whole.png", picture()))

    split_all(draft)

    page = text_of(browser.get(at("all-refusals", draft)))
    assert list(Refusal.objects.values_list("name", flat=True)) == ["half.png"]
    assert Refusal.objects.get().sentence.split("“")[0].strip() in page
    assert MicroTask.objects.filter(job=draft).count() == 1


def test_a_refusal_is_told_to_the_script_and_found_again_later(browser: Client, draft: Job) -> None:
    posted = [send(browser, draft, file("x.svg", b"<svg/>"), client_key="k1").json() for _ in range(2)]

    page = text_of(browser.get(at("upload", draft)))
    assert posted[0] == posted[1]
    assert posted[0]["refused"].startswith("This is an SVG drawing.")
    assert posted[0]["refused"] in page
    assert Upload.objects.get().state == "refused"


def test_a_file_that_is_too_large_is_refused_and_nothing_is_kept(browser: Client, draft: Job, settings: object) -> None:
    settings.UPLOAD_MAX_BYTES = 100  # type: ignore[attr-defined]

    told = send(browser, draft, file("large.png", picture() + b" " * 100)).json()

    assert "megabytes" in told["refused"]
    assert Upload.objects.get().key == ""


def test_no_file_at_all_is_said(browser: Client, draft: Job) -> None:
    page = browser.post(at("receive", draft), {}, follow=True)

    assert "No file was chosen." in text_of(page)


def test_too_many_files_in_one_form_are_refused_with_a_sentence(browser: Client, draft: Job, settings: object) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2  # type: ignore[attr-defined]

    page = browser.post(at("receive", draft), {"files": [file(f"{n}.png", picture()) for n in range(3)]}, follow=True)

    assert "These are more than 2 files at once, so none was taken." in text_of(page)
    assert Upload.objects.count() == 0


def test_a_form_without_the_token_is_refused(requester: User, draft: Job) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(requester)

    response = strict.post(at("receive", draft), {"files": file("a.png", picture())})

    assert response.status_code == 403
    assert Upload.objects.count() == 0


def test_nothing_is_taken_for_a_closed_job(browser: Client, draft: Job) -> None:
    send(browser, draft, file("a.png", picture()))
    split_all(draft)
    jobs.describe(job=draft, title="T", purpose="P", instructions="I")
    drafts.warn(job=draft, warnings=[])
    jobs.set_terms(job=draft, terms=jobs.Terms(1, 4000, 3, 86_400))
    jobs.publish(job=draft, at=NOON)
    jobs.close(job=draft, at=NOON)

    told = send(browser, draft, file("b.png", picture("blue"))).json()

    assert told["refused"].startswith("This job is closed, so nothing was changed. Duplicate it")
    assert Upload.objects.count() == 1


@pytest.fixture
def absent_queue() -> Iterator[None]:
    """A broker where nobody listens; open connections are forgotten, as after a fork."""
    before = app.conf.broker_url
    for address in ("redis://127.0.0.1:1/0", before):
        app.conf.broker_url = address
        app._after_fork()
        if address != before:
            yield


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_is_away_loses_no_file(browser: Client, draft: Job, absent_queue: None) -> None:
    told = send(browser, draft, file("a.png", picture())).json()

    assert told["note"].startswith("Your files are safe. The queue can’t be reached just now")
    assert splitting.jobs_to_split(at=now() + timedelta(minutes=1)) == [draft.pk]


def test_the_page_says_when_nobody_is_there_to_cut(browser: Client, draft: Job) -> None:
    send(browser, draft, file("a.png", picture()))
    never = text_of(browser.get(at("upload", draft)))
    processes.saw(name=processes.BACKGROUND, at=now() - timedelta(seconds=40))
    silent = text_of(browser.get(at("cutting", draft), headers=HTMX))
    processes.saw(name=processes.BACKGROUND, at=now())
    alive = text_of(browser.get(at("cutting", draft), headers=HTMX))

    assert "No background process has been seen yet." in never
    assert "Queued. No background process has been seen for 40 s." in silent
    assert "No background process" not in alive


def test_the_page_asks_again_only_while_something_waits(browser: Client, draft: Job) -> None:
    send(browser, draft, file("a.png", picture()))
    waiting = text_of(browser.get(at("cutting", draft), headers=HTMX))
    split_all(draft)
    done = text_of(browser.get(at("cutting", draft), headers=HTMX))

    assert 'hx-trigger="every 2s, uploaded from:body"' in waiting
    assert 'hx-trigger="uploaded from:body"' in done
    assert "Everything is cut." in done
    assert "1 micro-task" in done


def test_an_upload_is_taken_out_with_what_was_cut_of_it(browser: Client, draft: Job) -> None:
    send(browser, draft, file("a.png", picture()))
    send(browser, draft, file("b.png", picture("blue")))
    split_all(draft)
    first = Upload.objects.order_by("pk").first()

    part = browser.post(at("cancel-upload", draft, first.public_id), headers=HTMX)

    assert "a.png" not in text_of(part)
    assert "b.png" in text_of(part)
    assert MicroTask.objects.filter(job=draft).count() == 1


def test_what_was_given_up_can_be_tried_again(browser: Client, draft: Job) -> None:
    send(browser, draft, file("a.png", picture()))
    splitting.split_next(job=draft, at=NOON)
    SplitChunk.objects.update(state="parked", attempts=4)
    parked = text_of(browser.get(at("upload", draft)))

    browser.post(at("retry", draft))
    split_all(draft)

    assert "1 thing could not be cut in three attempts." in parked
    assert MicroTask.objects.filter(job=draft).count() == 1


def test_the_page_of_many_uploads_asks_as_often_as_that_of_few(
    browser: Client, draft: Job, django_assert_num_queries: object
) -> None:
    counts = []
    for uploads in (1, 60):
        for n in range(uploads):
            Upload.objects.create(job=draft, name=f"{n}.png", medium="image", key="-", size=1, created_at=NOON)
        with django_assert_num_queries(20, exact=False) as asked:  # type: ignore[operator]
            page = browser.get(at("cutting", draft), headers=HTMX)
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert page.content.count(b'class="upload-row') == 20
    assert "1 to 20 of 61, the latest first" in text_of(page)


def test_the_preview_shows_the_desk_with_the_jobs_own_files(browser: Client, draft: Job) -> None:
    empty = text_of(browser.get(at("preview", draft)))
    send(browser, draft, file("a.png", picture()))
    send(browser, draft, file("b.png", picture("blue")))
    split_all(draft)

    first, second = (text_of(browser.get(at("preview", draft), {"number": n})) for n in ("1", "2"))

    assert "Nothing to show yet" in empty
    assert "This is a preview: your answer is looked at, and nothing of it is kept." in first
    assert "1 of 2" in first
    assert "2 of 2" in second
    assert 'data-kind-script="/static/tasks/js/kinds/classification.js"' in first
    assert "/media/" in first


def test_the_preview_may_load_pictures_from_where_the_requester_said(browser: Client, draft: Job) -> None:
    send(browser, draft, file("list.csv", b"url\nhttps://pictures.example/1.jpg\n"))
    split_all(draft)

    page = browser.get(at("preview", draft))

    assert "img-src 'self' data: blob: https://pictures.example" in page.headers["Content-Security-Policy"]

"""Splitting: each chunk whole or not at all, whatever is killed."""

from __future__ import annotations

import io
import signal
import subprocess
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils.translation import override
from PIL import Image

from accounts.models import User
from tasks import background
from tasks.domain import claiming, cutting, drafts, jobs, progress, splitting, uploading
from tasks.models import Assignment, Item, Job, MicroTask, Refusal, SplitChunk, Upload
from tests.fixtures import NOON, wait_until

LATER = NOON + timedelta(minutes=5)


def draft(requester: User, *, kind: str = "text_classification", wanted_answers: int = 1) -> Job:
    job = jobs.create_draft(requester=requester, kind=kind, settings_of_kind={"labels": ["cat", "dog"]}, at=NOON)
    jobs.describe(job=job, title="T", purpose="P", instructions="I")
    drafts.warn(job=job, warnings=[])
    jobs.set_terms(job=job, terms=jobs.Terms(wanted_answers, 4000, 3, 86_400))
    return job


def send(job: Job, name: str, content: bytes, **more: str) -> Upload:
    return uploading.receive(job=job, stream=io.BytesIO(content), name=name, size=len(content), at=NOON, **more)


def split_all(job: Job) -> None:
    while splitting.split_next(job=job, at=NOON):
        pass


def picture(colour: str = "red", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def test_lines_of_text_become_micro_tasks_with_the_wanted_answers(requester: User) -> None:
    job = draft(requester, wanted_answers=3)
    send(job, "lines.txt", b"one\ntwo\n\nthree\n")

    split_all(job)

    assert list(MicroTask.objects.order_by("position").values_list("payload__text", flat=True)) == [
        "one",
        "two",
        "three",
    ]
    assert Assignment.objects.filter(job=job, state="open").count() == 9
    assert progress.splitting_of(job=job).is_done


def test_an_upload_with_the_same_key_arrives_once(requester: User) -> None:
    job = draft(requester)

    first, again = send(job, "a.txt", b"one\n", client_key="k"), send(job, "a.txt", b"one\n", client_key="k")

    assert first.pk == again.pk


def test_an_archive_keeps_its_good_files_and_names_the_bad_ones(requester: User) -> None:
    job = draft(requester, kind="image_classification")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("photos/good.png", picture())
        archive.writestr("photos/broken.png", picture()[:60])
        archive.writestr("photos/drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
        archive.writestr("../outside.png", picture("blue"))

    send(job, "photos.zip", packed.getvalue())
    split_all(job)

    assert Item.objects.filter(job=job).count() == 1
    refused = {refusal.name: refusal.sentence for refusal in Refusal.objects.all()}
    assert len(refused) == 3
    assert all(len(sentence) > 20 for sentence in refused.values())
    assert not SplitChunk.objects.exclude(state="done").exists()


def test_a_refusal_is_read_in_the_language_of_its_reader(requester: User) -> None:
    job = draft(requester, kind="image_classification")
    send(job, "lines.txt", b"one\n")
    split_all(job)

    refusal = Refusal.objects.get()

    assert "works on images, and this file is of another sort (lines of text)" in refusal.sentence
    with override("fr"):
        assert "porte sur des images, et ce fichier est d’une autre sorte (lignes de texte)" in refusal.sentence


def test_a_file_of_another_sort_is_refused_and_the_rest_is_safe(requester: User) -> None:
    job = draft(requester, kind="image_classification")
    send(job, "good.png", picture())
    send(job, "lines.txt", b"only text\n")

    split_all(job)

    assert list(Upload.objects.order_by("pk").values_list("state", flat=True)) == ["planned", "refused"]
    assert Refusal.objects.get().code == "wrong_medium"
    assert MicroTask.objects.filter(job=job).count() == 1


def test_addresses_are_referenced_and_never_fetched(requester: User, monkeypatch: pytest.MonkeyPatch) -> None:
    job = draft(requester, kind="image_classification")
    send(job, "list.csv", b"url\nhttps://pictures.example/1.jpg\njavascript:alert(1)\n")

    split_all(job)

    assert MicroTask.objects.get().payload == {"url": "https://pictures.example/1.jpg"}
    assert Refusal.objects.count() == 1


def test_changing_the_wanted_answers_of_a_draft_changes_its_rows(requester: User) -> None:
    job = draft(requester, wanted_answers=2)
    send(job, "lines.txt", b"one\ntwo\n")
    split_all(job)

    jobs.set_terms(job=job, terms=jobs.Terms(4, 4000, 3, 86_400))
    more = Assignment.objects.filter(job=job).count()
    jobs.set_terms(job=job, terms=jobs.Terms(1, 4000, 3, 86_400))

    assert (more, Assignment.objects.filter(job=job).count()) == (8, 2)


def test_a_cancelled_upload_leaves_nothing_behind(requester: User) -> None:
    job = draft(requester)
    keep, drop = send(job, "keep.txt", b"one\n"), send(job, "drop.txt", b"two\nthree\n")
    split_all(job)

    splitting.cancel_upload(upload=drop)
    splitting.cancel_upload(upload=drop)

    assert list(Item.objects.values_list("upload_id", flat=True)) == [keep.pk]
    assert progress.splitting_of(job=job).micro_task_count == 1


def test_nothing_can_be_added_to_a_published_job(requester: User) -> None:
    job = draft(requester)
    send(job, "lines.txt", b"one\n")
    split_all(job)
    jobs.publish(job=job, at=NOON)

    with pytest.raises(jobs.NotADraft):
        send(job, "more.txt", b"two\n")

    assert Upload.objects.count() == 1


def test_a_job_is_not_published_while_it_is_being_cut(requester: User) -> None:
    job = draft(requester)
    send(job, "lines.txt", b"one\n")

    with pytest.raises(jobs.StillCutting):
        jobs.publish(job=job, at=NOON)

    job.refresh_from_db()
    assert job.state == "draft"


def test_a_chunk_that_fails_three_times_is_parked_and_can_be_tried_again(
    requester: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = draft(requester)
    send(job, "lines.txt", b"one\n")
    with monkeypatch.context() as broken:
        broken.setattr(cutting, "cut", lambda *, chunk: 1 / 0)
        split_all(job)

    parked = SplitChunk.objects.get()
    assert (parked.state, parked.attempts) == ("parked", splitting.MOST_ATTEMPTS + 1)
    assert "ZeroDivisionError" in parked.trouble

    splitting.retry_parked(job=job)
    split_all(job)
    assert MicroTask.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_long_recording_is_cut_though_the_database_hears_nothing_meanwhile(
    requester: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = draft(requester)
    send(job, "lines.txt", b"one\n")
    cut_at_once = cutting.cut

    def cut_slowly(*, chunk: SplitChunk) -> list[cutting.Piece]:
        time.sleep(0.5)
        return cut_at_once(chunk=chunk)

    monkeypatch.setattr(cutting, "cut", cut_slowly)
    with connection.cursor() as cursor:
        cursor.execute("SET idle_in_transaction_session_timeout = 100")

    split_all(job)
    connection.close()

    assert SplitChunk.objects.get().attempts == 1
    assert MicroTask.objects.count() == 1


def test_a_message_that_has_run_long_enough_sends_another_for_the_rest(
    requester: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = draft(requester)
    send(job, "lines.txt", b"one\n")
    sent: list[int] = []
    monkeypatch.setattr(background.split_job, "delay", lambda *, job_id: sent.append(job_id))
    monkeypatch.setattr(background, "SECONDS_A_MESSAGE", 0.0)

    background.split_job(job_id=job.pk)

    assert sent == [job.pk]


def test_what_was_parked_is_not_cut_into_a_job_that_was_published_meanwhile(requester: User) -> None:
    job = draft(requester)
    send(job, "lines.txt", b"one\n")
    split_all(job)
    upload = Upload.objects.get()
    SplitChunk.objects.create(job=job, upload=upload, number=2, first=0, count=1, state="parked", attempts=4)
    jobs.publish(job=job, at=NOON)

    with pytest.raises(jobs.NotADraft):
        splitting.retry_parked(job=job)
    SplitChunk.objects.filter(number=2).update(state="waiting", attempts=0)
    split_all(job)

    assert Assignment.objects.filter(job=job).count() == 1
    assert SplitChunk.objects.get(number=2).state == "parked"


def test_the_sweep_finds_what_a_lost_message_left(requester: User) -> None:
    job = draft(requester)
    send(job, "lines.txt", b"one\n")

    fresh, quiet = splitting.jobs_to_split(at=NOON), splitting.jobs_to_split(at=LATER)

    assert (fresh, quiet) == ([], [job.pk])


def test_a_split_message_may_run_twice(requester: User, worker: User) -> None:
    job = draft(requester)
    send(job, "lines.txt", b"one\ntwo\n")

    background.split_job(job_id=job.pk)
    background.split_job(job_id=job.pk)

    jobs.publish(job=job, at=NOON)
    assert MicroTask.objects.count() == 2
    assert claiming.claim_next(job=job, worker=worker, at=NOON).micro_task.payload["text"] == "one"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killing_the_background_in_the_middle_of_20000_items_neither_loses_nor_doubles_one(
    requester: User, start_background: Callable[[], subprocess.Popen[bytes]]
) -> None:
    job = draft(requester, wanted_answers=2)
    send(job, "lines.txt", "".join(f"line {n}\n" for n in range(20_000)).encode())
    background.split_job.delay(job_id=job.pk)
    chunks = SplitChunk.objects.filter(job=job)

    process = start_background()
    wait_until(lambda: chunks.filter(state="done").count() >= 3)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done_when_killed = chunks.filter(state="done").count()

    start_background()
    background.split_job.delay(job_id=job.pk)
    wait_until(lambda: progress.splitting_of(job=job).is_done)

    assert 3 <= done_when_killed < 20
    texts = MicroTask.objects.filter(job=job).order_by("position").values_list("payload__text", flat=True)
    assert list(texts) == [f"line {n}" for n in range(20_000)]
    assert Item.objects.filter(job=job).count() == 20_000
    assert Assignment.objects.filter(job=job, state="open").count() == 40_000

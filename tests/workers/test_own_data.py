"""A worker's archive: whole, signed, theirs alone. A model that names a person is in it, or says why not."""

import io
import json
import zipfile

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import User
from tasks.domain import reviewing, submitting
from tasks.domain.media import storage
from tests.fixtures import CAT, earnings_micros
from tests.workers.conftest import held
from transparency.domain import own_words
from transparency.domain.sealing import keys
from transparency.models import EventNote, WorkEvent
from workers.models import DataArchive
from workers.papers import data_archive, own_rows

APPS = {"account", "mfa", "accounts", "ledger", "transparency", "tasks", "workers"}


def made(worker) -> DataArchive:
    archive = data_archive.ask(worker=worker, at=now())
    data_archive.make(archive_id=archive.pk, at=now())
    archive.refresh_from_db()
    return archive


def content_of(archive) -> bytes:
    with storage.open(archive.key) as file:
        return file.read()


def test_every_column_that_names_a_person_is_in_the_archive_or_says_why_not():
    named = {
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models()
        if model._meta.app_label in APPS and not model._meta.proxy
        for column in model._meta.concrete_fields
        if column.related_model is User or column.name in ("worker_number", "person_number")
    }
    inside = {f"{part.model._meta.label}.{part.by}" for part in own_rows.PARTS}

    assert named - inside - set(own_rows.LEFT_OUT) == set()
    assert set(own_rows.LEFT_OUT) - named == {"account.EmailConfirmation.email_address"}


def test_no_secret_of_a_model_is_a_column_of_the_archive():
    secrets = {"password", "data", "digest", "sealed_iban", "sealed"}

    for part in own_rows.PARTS:
        told = {column.name for column in part.model._meta.concrete_fields} - set(part.without)
        assert not (told & secrets), part.name
        assert all(not isinstance(part.model._meta.get_field(name), models.BinaryField) for name in told)


def test_the_archive_holds_what_is_ones_own_and_nothing_of_others(worker, other_worker, open_job):
    job = open_job(micro_tasks=3)
    for person in (worker, other_worker):
        submitting.submit(assignment=held(job, person), worker=person, answer=CAT, key="k", at=now())

    archive = made(worker)

    with zipfile.ZipFile(io.BytesIO(content_of(archive))) as file:
        answers = json.loads(file.read("answers.json"))
        log = json.loads(file.read("log.json"))
        everything = b"".join(file.read(name) for name in file.namelist()).decode()
        figures = json.loads(file.read("figures.json"))
    assert [each["content"] for each in answers] == [CAT]
    assert {each["worker_number"] for each in log} == {worker.pk}
    assert other_worker.email not in everything
    assert job.requester.email not in everything
    assert figures["answers"]["submitted"] == 1
    assert set(figures["definitions"]) >= {"M13", "M13b", "M13c", "M13d"}


def test_a_signed_archive_is_verified_and_one_changed_byte_is_found(worker, open_job):
    held(open_job(), worker)
    content = content_of(made(worker))
    public = bytes(keys.public_key().public_key)

    assert data_archive.verify(file=io.BytesIO(content), public_key=public)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        held_files = {name: file.read(name) for name in file.namelist()}
    for name in set(held_files) - {data_archive.PUBLIC_KEY}:
        changed = bytearray(held_files[name])
        changed[len(changed) // 2] ^= 1
        assert not data_archive.verify(file=zipped(held_files | {name: bytes(changed)}), public_key=public), name


def test_an_archive_with_a_file_more_or_less_or_another_key_is_no_longer_ours(worker, open_job):
    held(open_job(), worker)
    content = content_of(made(worker))
    public = bytes(keys.public_key().public_key)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        files = {name: file.read(name) for name in file.namelist()}

    assert data_archive.verify(file=zipped(files), public_key=public)
    assert not data_archive.verify(file=zipped(files | {"more.json": b"[]"}), public_key=public)
    assert not data_archive.verify(file=zipped({k: v for k, v in files.items() if k != "log.json"}), public_key=public)
    assert not data_archive.verify(file=io.BytesIO(content), public_key=bytes(32))
    assert not data_archive.verify(file=io.BytesIO(b"no archive"), public_key=public)


def zipped(files: dict[str, bytes]) -> io.BytesIO:
    spool = io.BytesIO()
    with zipfile.ZipFile(spool, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    spool.seek(0)
    return spool


def test_asked_twice_one_is_made_and_only_its_worker_gets_it(browser, browser_of, worker, other_worker):
    for _time in range(2):
        browser.post(reverse("work:ask-data"))
    archive = DataArchive.objects.get()
    data_archive.make(archive_id=archive.pk, at=now())
    address = reverse("work:data-archive", args=[archive.public_id])

    mine = browser.get(address)

    assert zipfile.is_zipfile(io.BytesIO(b"".join(mine.streaming_content)))
    assert browser_of(other_worker).get(address).status_code == 404


def test_what_is_cancelled_is_not_made(browser, worker):
    archive = data_archive.ask(worker=worker, at=now())

    browser.post(reverse("work:cancel-data", args=[archive.public_id]))
    data_archive.make(archive_id=archive.pk, at=now())

    archive.refresh_from_db()
    assert (archive.state, archive.key) == ("cancelled", "")


def test_cancelled_while_it_is_made_it_leaves_no_file(worker, monkeypatch):
    archive = data_archive.ask(worker=worker, at=now())

    DataArchive.objects.filter(pk=archive.pk).update(state="cancelled")
    with pytest.raises(data_archive.Stopped):
        data_archive.write(archive=archive, spool=io.BytesIO(), at=now())


def test_the_file_goes_when_it_is_removed_and_when_its_days_are_over(browser, worker):
    first = made(worker)
    browser.post(reverse("work:remove-data", args=[first.public_id]))
    second = made(worker)

    gone = data_archive.let_go(at=now() + data_archive.KEPT * 2)

    assert gone == 1
    assert set(DataArchive.objects.values_list("state", "key")) == {("removed", "")}
    for archive in (first, second):
        with pytest.raises(FileNotFoundError):
            storage.open(archive.key)


def test_after_three_attempts_it_has_failed_and_says_so(browser, worker):
    archive = data_archive.ask(worker=worker, at=now())
    DataArchive.objects.update(attempts=data_archive.MOST_ATTEMPTS)

    data_archive.make(archive_id=archive.pk, at=now())

    assert "It broke off three times." in browser.get(reverse("work:data")).content.decode()


def test_how_somebody_worked_is_erased_when_they_are_sure_and_pay_stays(browser, worker, requester, open_job):
    given = held(job := open_job(micro_tasks=1), worker)
    submitting.submit(assignment=given, worker=worker, answer=CAT, key="k", at=now())
    reviewing.approve(job=job, assignment_ids=[given.pk], decided_by_id=requester.pk, at=now())
    own = WorkEvent.objects.filter(worker_number=worker.pk)
    own_words.note(worker_number=worker.pk, event_number=own.latest("pk").pk, words="private", at=now())
    before = own.count()

    browser.post(reverse("work:erase-work"))
    unsure = own.count()
    browser.post(reverse("work:erase-work"), {"sure": "on"})

    assert unsure == before
    left = set(own.values_list("type", flat=True))
    assert left == {"task.submitted", "task.approved", "task.paid", "data.erased"}
    assert not EventNote.objects.exists()
    assert earnings_micros(worker) == 4000

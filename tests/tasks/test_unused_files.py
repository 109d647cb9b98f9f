"""Files of discarded drafts go after a day; nothing goes that anybody names, or is just storing."""

from __future__ import annotations

import io
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connections, models, transaction

from accounts.models import User
from tasks.domain import drafts, examples, unused_files
from tasks.domain.media import storage
from tasks.models import Job, UnusedFile
from tests.e2e.desks import photograph
from tests.fixtures import NOON
from tests.tasks.test_splitting import draft, send, split_all

SOON, LATER = NOON + timedelta(hours=23), NOON + timedelta(hours=25)


def drawn(requester: User) -> Job:
    """A draft with a picture, cut, and an example with another one."""
    job = draft(requester, kind="image_classification")
    send(job, "one.png", photograph(1))
    split_all(job)
    return job


def stored(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*") if path.is_file())


def test_all_files_of_a_discarded_draft_go_a_day_later(requester: User, media_folder: Path) -> None:
    job = drawn(requester)
    examples.add_case(
        job=job, words="", is_right=True, why="So.", picture=io.BytesIO(photograph(2)), name="a.png", size=9
    )
    before = stored(media_folder)
    drafts.discard(job=job, at=NOON)

    early = unused_files.sweep(at=SOON)
    kept = stored(media_folder)
    unused_files.sweep(at=LATER)

    assert (early, before > 3, kept) == (0, True, before)
    assert (stored(media_folder), UnusedFile.objects.count()) == (0, 0)


def test_a_file_that_another_job_shows_stays(requester: User, media_folder: Path) -> None:
    first, second = drawn(requester), drawn(requester)
    before = stored(media_folder)

    drafts.discard(job=first, at=NOON)
    unused_files.sweep(at=LATER)

    assert stored(media_folder) == before
    for item in second.items.all():
        storage.open(item.display_key).close()


@pytest.mark.django_db
def test_what_is_stored_again_meanwhile_is_no_longer_swept(media_folder: Path) -> None:
    key = storage.save(b"picture", extension="webp")
    UnusedFile.objects.create(key=key, since=NOON)

    storage.save_stream(io.BytesIO(b"picture"), extension="webp")
    unused_files.sweep(at=LATER)

    storage.open(key).close()


@pytest.mark.django_db(transaction=True)
def test_a_sweep_passes_by_what_is_being_stored_and_not_yet_named(media_folder: Path) -> None:
    key = storage.save(b"picture", extension="webp")
    UnusedFile.objects.create(key=key, since=NOON)
    looked_at: list[int] = []

    def sweep() -> None:
        looked_at.append(unused_files.sweep(at=LATER))
        connections.close_all()

    with transaction.atomic():
        storage.save(b"picture", extension="webp")
        other = threading.Thread(target=sweep)
        other.start()
        other.join()

    assert looked_at == [0]
    storage.open(key).close()


@pytest.mark.django_db(transaction=True)
def test_what_is_stored_during_a_sweep_waits_for_it_and_is_written_anew(media_folder: Path) -> None:
    key = storage.save(b"picture", extension="webp")
    UnusedFile.objects.create(key=key, since=NOON)

    def store() -> None:
        storage.save(b"picture", extension="webp")
        connections.close_all()

    with transaction.atomic():
        unused_files.sweep(at=LATER)
        other = threading.Thread(target=store)
        other.start()
    other.join()

    storage.open(key).close()


def test_every_column_that_names_a_stored_file_is_looked_at() -> None:
    named = {
        (model._meta.db_table, field.column)
        for model in apps.get_app_config("tasks").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField) and field.max_length == 120 and field.column.endswith("key")
    }

    assert named - {(UnusedFile._meta.db_table, "key")} == set(unused_files.COLUMNS)

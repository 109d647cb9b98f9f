"""Keys that are hashes, addresses that end, uploads that stop when they grow too large."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tasks.domain.media import intake, storage
from tasks.domain.media.refusals import MediaRefused

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def stored_files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_the_same_content_lies_there_once_under_its_hash(media_folder: Path) -> None:
    first = storage.save(b"picture", extension="webp")
    second = storage.save_stream(io.BytesIO(b"picture"), extension="webp")

    assert first == second
    assert storage.sha256_of(first) == hashlib.sha256(b"picture").hexdigest()
    assert len(stored_files(media_folder)) == 1
    with storage.open(first) as file:
        assert file.read() == b"picture"


@pytest.mark.parametrize("key", ["../../etc/passwd", "/etc/passwd", "ab/cd.webp", ""])
def test_what_is_no_key_opens_nothing(key: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        storage.open(key)


def test_an_address_works_for_its_time_and_no_longer() -> None:
    key = storage.save(b"picture", extension="webp")
    token = storage.signed_path(key, NOON).removeprefix("/media/")

    assert storage.key_from(token, NOON + timedelta(seconds=899)) == key
    with pytest.raises(storage.LinkExpired):
        storage.key_from(token, NOON + timedelta(seconds=1300))


def test_an_address_that_was_changed_opens_nothing() -> None:
    token = storage.signed_path(storage.save(b"picture", extension="webp"), NOON).removeprefix("/media/")
    name, expiry, signature = token.split("~")

    for changed in (f"{name}~ffffffff~{signature}", f"{'0' * 64}.webp~{expiry}~{signature}", token[:-1], "", "a~b~c"):
        with pytest.raises(storage.BadLink):
            storage.key_from(changed, NOON)


def test_an_address_stays_the_same_for_a_while_so_that_browsers_can_keep_it() -> None:
    key = storage.save(b"picture", extension="webp")

    assert storage.signed_path(key, NOON) == storage.signed_path(key, NOON + timedelta(seconds=299))
    assert storage.signed_path(key, NOON) != storage.signed_path(key, NOON + timedelta(seconds=301))


def test_an_upload_that_grows_past_the_limit_is_stopped_and_nothing_is_kept(media_folder: Path, settings) -> None:
    settings.UPLOAD_MAX_BYTES = 10_000

    with pytest.raises(MediaRefused, match="too_large"):
        intake.store_upload(io.BytesIO(b"text\n" * 5000), "list.csv", 100)

    assert stored_files(media_folder) == []


def test_an_upload_says_what_it_is(media_folder: Path) -> None:
    stored = intake.store_upload(io.BytesIO(b"one\ntwo\n"), "list.txt", 8)

    assert (stored.medium, stored.size) == ("text", 8)

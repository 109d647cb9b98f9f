"""The demonstration, seeded once for all tests of a module that only look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings


@pytest.fixture(scope="module")
def seeded(
    django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory, seed: Callable[[], None]
) -> Iterator[Path]:
    """A database as `make run` fills it, taken back at the end; the folder of its media."""
    media = tmp_path_factory.mktemp("demo-media")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=media):
            seed()
        yield media
        transaction.set_rollback(True)


@pytest.fixture
def demo(seeded: Path, settings, db: None) -> Path:
    """The seeded database with its media in reach."""
    settings.MEDIA_ROOT = seeded
    return seeded

"""The demonstration, seeded once for all the processes of a run: the next that needs it copies rows and files.

`tests/demo` looks at what was seeded, `tests/e2e/test_every_page.py` at its pages. Imported by the root conftest.
"""

from __future__ import annotations

import fcntl
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

# Ordinary and partitioned tables with the columns that are written and not computed. What migrations were run is left.
TABLES = """
    SELECT format('%I.%I', n.nspname, c.relname), string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attgenerated = '' AND n.nspname !~ '^pg_|^information_schema$' AND c.relname <> 'django_migrations'
    GROUP BY 1 ORDER BY 1
"""
SEQUENCES = "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences WHERE last_value > 0"


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], None]:
    """Fills the database, and the media folder of the settings, as `make run` does."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    kept = shared / "demonstration"

    def fill() -> None:
        with alone(shared / "demonstration.lock"), transaction.atomic():
            if not kept.exists():
                call_command("seed_demo", stdout=io.StringIO())
                # What a commit would check: these rows may never be committed here.
                connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
                keep(kept)
                return
        with transaction.atomic():
            bring_back(kept)

    return fill


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def keep(folder: Path) -> None:
    """Write all rows, how far numbers were given, and all files into `folder`; it appears as a whole or not at all."""
    begun = folder.with_suffix(".begun")
    shutil.rmtree(begun, ignore_errors=True)
    begun.mkdir()
    shutil.copytree(settings.MEDIA_ROOT, begun / "media")
    with connection.cursor() as cursor:
        for table, columns in rows_of(cursor, TABLES):
            asked = f"COPY (SELECT {columns} FROM {table}) TO STDOUT"  # noqa: S608 (names out of the catalogue)
            with (begun / table).open("wb") as file, cursor.copy(asked) as out:
                for block in out:
                    file.write(block)
        (begun / "sequences").write_text("\n".join(f"{name} {last}" for name, last in rows_of(cursor, SEQUENCES)))
    begun.rename(folder)


def bring_back(folder: Path) -> None:
    """The rows and the files of `folder` instead of those that are there."""
    with connection.cursor() as cursor:
        tables = dict(rows_of(cursor, TABLES))
        cursor.execute(f"TRUNCATE {', '.join(tables)}")
        # The rows were checked as they were written: they come back without triggers.
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        for table, columns in tables.items():
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as into:
                into.write((folder / table).read_bytes())
        cursor.execute("SET LOCAL session_replication_role = 'origin'")
        for line in (folder / "sequences").read_text().splitlines():
            name, last = line.split()
            given = f"SELECT setval('{name}', greatest({last}, (SELECT last_value FROM {name})))"  # noqa: S608
            cursor.execute(given)
    ContentType.objects.clear_cache()
    shutil.copytree(folder / "media", settings.MEDIA_ROOT, dirs_exist_ok=True)


def rows_of(cursor: CursorWrapper, question: str) -> list[tuple[str, str]]:
    cursor.execute(question)
    return list(cursor.fetchall())

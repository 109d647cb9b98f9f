"""Stored files that no draft needs any more: marked when it is discarded, swept away a day later.

A file lies under the hash of its content, so another job may show the same picture. What is stored again takes the mark
away (media/storage.py) and waits for a sweep that has begun; a sweep passes by what is being stored. So nothing goes
that anybody refers to, or is about to.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import connection, transaction

from tasks.models import UnusedFile

# Longer than from the storing of any file to the row that names it.
KEPT = timedelta(days=1)
AT_ONCE = 500
# Every column that names a stored file. A test finds those that are missing here.
COLUMNS = (
    ("tasks_upload", "key"),
    ("tasks_item", "display_key"),
    ("tasks_item", "thumb_key"),
    ("tasks_microtask", "clip_key"),
    ("tasks_example", "media_key"),
    ("tasks_example", "thumb_key"),
    ("tasks_export", "key"),
)
_EDITIONS = "jsonb_each_text(facts -> 'for_screens') AS edition (width, key)"


def mark(*, job_id: int, at: datetime) -> None:
    """Mark every file that a job's rows name, before they go. In the caller's transaction."""
    of_job = [f"SELECT {column} FROM {table} WHERE job_id = %(job)s" for table, column in COLUMNS]  # noqa: S608
    editions = f"SELECT edition.key FROM tasks_item, {_EDITIONS} WHERE job_id = %(job)s"  # noqa: S608 (our own names)
    with connection.cursor() as cursor:
        # What is no key of a stored file names another job, whose pages are taken.
        cursor.execute(
            "INSERT INTO tasks_unusedfile (key, since) SELECT key, %(at)s"  # noqa: S608
            f" FROM ({' UNION '.join([*of_job, editions])}) AS named (key) WHERE key LIKE '__/%%'"
            " ORDER BY key ON CONFLICT (key) DO UPDATE SET since = EXCLUDED.since",
            {"job": job_id, "at": at},
        )


@transaction.atomic
def sweep(*, at: datetime) -> int:
    """Remove marked files that nothing names; how many were looked at, at most AT_ONCE. Safe to repeat."""
    marked = UnusedFile.objects.select_for_update(skip_locked=True).filter(since__lt=at - KEPT).order_by("key")
    keys = list(marked.values_list("key", flat=True)[:AT_ONCE])
    for key in set(keys) - _named(keys):
        default_storage.delete(key)
    UnusedFile.objects.filter(key__in=keys).delete()
    return len(keys)


def _named(keys: list[str]) -> set[str]:
    """Those of `keys` that a row names."""
    if not keys:
        return set()
    asked = [f"SELECT {column} FROM {table} WHERE {column} = ANY(%(keys)s)" for table, column in COLUMNS]  # noqa: S608
    editions = f"SELECT edition.key FROM tasks_item, {_EDITIONS} WHERE edition.key = ANY(%(keys)s)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join([*asked, editions]), {"keys": keys})
        return {key for (key,) in cursor.fetchall()}

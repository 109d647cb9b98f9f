"""Visits of workers to pages that pay nothing: looking for work, at a job, at payouts. Each adds one row, or none."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from transparency.domain import log
from web.domain.doors import open_door

# Who looks again within so short a time looks at the same.
ONCE_IN = timedelta(seconds=20)

_STEP = f"""
    {log.INSERT}
    SELECT %(at)s, %(type)s, %(worker)s, %(requester)s, %(job)s, NULL, NULL, NULL, 0, %(note)s, %(door)s
    WHERE coalesce((
        SELECT ending <> 'stop' FROM transparency_presence WHERE worker_number = %(worker)s
        ORDER BY started_at DESC, id DESC LIMIT 1
    ), true) AND NOT EXISTS (
        SELECT 1 FROM transparency_workevent WHERE worker_number = %(worker)s AND at > %(since)s AND at <= %(at)s
            AND type = %(type)s AND job_number IS NOT DISTINCT FROM %(job)s::bigint
    )
"""  # noqa: S608 (our own names)


def step(
    *,
    type: log.Type,
    worker_number: int,
    at: datetime,
    job_number: int | None = None,
    requester_number: int | None = None,
    note: str = "",
) -> bool:
    """Tell the log of a visit, in one statement; False where nothing is told.

    Nothing is after Stop, until the worker starts again; nor a visit of the same kind to the same job within twenty
    seconds of another.
    """
    values: dict[str, Any] = {
        "type": type.value,
        "worker": worker_number,
        "at": at,
        "since": at - ONCE_IN,
        "job": job_number,
        "requester": requester_number,
        "note": note,
        "door": open_door(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_STEP, values)
        return bool(cursor.rowcount)

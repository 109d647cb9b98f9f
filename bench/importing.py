"""From a list to rows: our cutting beside PostgreSQL's COPY of the very same rows, and the whole way of a CSV."""

from __future__ import annotations

import io
import json
import statistics
import time
import urllib.request
from uuid import uuid4

from django.db import connection, transaction
from django.utils.timezone import now

from accounts.domain import tokens
from accounts.models import User
from bench import scene
from tasks.domain import splitting, uploading
from tasks.models import Job

LINES = 20_000
TURNS = 5
CSV_LINES = 100_000
READY_SECONDS = 120
TABLES = ("tasks_item", "tasks_microtask", "tasks_assignment")


def import_rates(*, requester: User) -> dict[str, float]:
    """Rows a second of items, micro-tasks and assignments together: cut from a list of lines, and copied alone.

    COPY writes the same rows into the same tables with all their indexes and checks, in one transaction. The two are
    measured in turns; the medians count.
    """
    content = "".join(f"The line of number {n} speaks of a dog.\n" for n in range(LINES)).encode()
    cutting_seconds, copying_seconds = [], []
    for turn in range(TURNS):
        job = scene.make_draft(requester=requester, wanted_answers=1, title=f"Import {turn}", at=now())
        uploading.receive(job=job, stream=io.BytesIO(content), name="lines.txt", size=len(content), at=now())
        begin = time.perf_counter()
        while splitting.split_next(job=job, at=now()):
            pass
        cutting_seconds.append(time.perf_counter() - begin)
        rows, seconds = _copy_again(job)
        assert rows == len(TABLES) * LINES
        copying_seconds.append(seconds)
    return {
        "import_rows_per_s": len(TABLES) * LINES / statistics.median(cutting_seconds),
        "copy_rows_per_s": len(TABLES) * LINES / statistics.median(copying_seconds),
    }


def _copy_again(job: Job) -> tuple[int, float]:
    """Take a job's rows out and put them back; how many, and the seconds of putting back."""
    kept: dict[str, bytes] = {}
    rows = 0
    with connection.cursor() as cursor:
        for table in TABLES:
            with cursor.copy(f"COPY (SELECT * FROM {table} WHERE job_id = {job.pk} ORDER BY id) TO STDOUT") as copy:
                kept[table] = b"".join(bytes(block) for block in copy)
        with transaction.atomic():
            for table in reversed(TABLES):
                cursor.execute(f"DELETE FROM {table} WHERE job_id = %s", [job.pk])
        begin = time.perf_counter()
        with transaction.atomic():
            for table in TABLES:
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(kept[table])
                rows += kept[table].count(b"\n")
        return rows, time.perf_counter() - begin


def csv_ready_seconds(*, port: int, requester: User, worker_token: str) -> float:
    """A CSV of 100,000 lines over HTTP: from the first byte sent to the first assignment given to a worker."""
    _row, token = tokens.issue(user=requester, name="bench", at=now())
    content = "text\n" + "".join(f"The line of number {n} speaks of a dog.\n" for n in range(CSV_LINES))
    begin = time.perf_counter()
    job = _post_job(port, token, content.encode())
    while True:
        standing = _ask(port, f"/api/v1/jobs/{job}", token)
        if standing["cutting"]["is_done"]:
            break
        if time.perf_counter() - begin > READY_SECONDS:
            raise RuntimeError(f"the list was not cut in {READY_SECONDS} s: {standing['cutting']}")
        time.sleep(0.1)
    _ask(port, f"/api/v1/jobs/{job}/publish", token, body=b"{}")
    claimed = _ask(port, f"/api/v1/jobs/{job}/claim", worker_token, body=b"")
    seconds = time.perf_counter() - begin
    assert claimed["payload"] == {"text": "The line of number 0 speaks of a dog."}
    assert standing["cutting"]["micro_task_count"] == CSV_LINES
    return seconds


def _post_job(port: int, token: str, content: bytes) -> str:
    fields = {
        "kind": "text_classification",
        "title": "A long list",
        "purpose": "Measuring.",
        "instructions": "Say what the line is about.",
        "content_warnings": "[]",
        "settings": json.dumps({"labels": scene.LABELS}),
        "wanted_answers": "1",
        "price_micros": str(scene.PRICE_MICROS),
        "expected_seconds": "3",
    }
    line = uuid4().hex
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in fields.items()
    ]
    parts.append(
        f'--{line}\r\nContent-Disposition: form-data; name="files"; filename="lines.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    body = "".join(parts).encode() + content + f"\r\n--{line}--\r\n".encode()
    return str(_ask(port, "/api/v1/jobs", token, body=body, content_type=f"multipart/form-data; boundary={line}")["id"])


def _ask(
    port: int, path: str, token: str, *, body: bytes | None = None, content_type: str = "application/json"
) -> dict[str, object]:
    headers = {"Authorization": f"Token {token}", "Content-Type": content_type}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return dict(json.load(answer))

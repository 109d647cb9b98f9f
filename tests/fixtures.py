"""People, money and jobs that many tests need. Imported by the root conftest."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain import funding
from tasks.domain import cutting, jobs
from tasks.models import Assignment, Job, SplitChunk, Upload

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CAT = {"label": "cat"}
DOG = {"label": "dog"}
EURO = 1_000_000


@pytest.fixture
def wage_floors(db: None) -> None:
    """The floors that the migrations wrote: a test on real transactions empties that table when it ends."""
    import_module("ledger.migrations.0003_french_minimum_wage").add(apps, None)


@pytest.fixture
def requester(db: None) -> User:
    person = User.objects.create_user("requester@example.org", "a calm long password", is_requester=True)
    funding.add_money(owner_id=person.pk, amount_micros=1000 * EURO, key="fixture", at=NOON)
    return person


@pytest.fixture
def worker(db: None) -> User:
    return make_worker(1)


@pytest.fixture
def other_worker(db: None) -> User:
    return make_worker(2)


@pytest.fixture
def auditor(db: None) -> User:
    return User.objects.create_user("auditor@example.org", "a calm long password", is_auditor=True)


def make_worker(number: int) -> User:
    return User.objects.create_user(f"worker{number}@example.org", "a calm long password", is_worker=True)


def make_draft(requester: User, *, texts: list[str], wanted_answers: int = 1, **fields: Any) -> Job:
    """A draft with one micro-task a text, its rows written by the same function that Celery calls."""
    values = {
        "kind": "text_classification",
        "title": "Cat or dog",
        "purpose": "Training a small classifier.",
        "instructions": "Say what the line is about.",
        "content_warnings": [],
        "settings": {"labels": ["cat", "dog"], "multiple": False},
        "price_micros": 4000,
        "expected_seconds": 3,
        "created_at": NOON,
    }
    job = Job.objects.create(requester=requester, wanted_answers=wanted_answers, **{**values, **fields})
    upload = Upload.objects.create(
        job=job, name="lines.txt", medium="text", key="-", size=1, state=Upload.State.PLANNED, created_at=NOON
    )
    chunk = SplitChunk.objects.create(job=job, upload=upload, number=1, first=0, count=len(texts))
    pieces = [cutting.Piece(n, f"line {n}", cuts=[cutting.Cut({"text": text})]) for n, text in enumerate(texts)]
    made = cutting.write_rows(chunk=chunk, pieces=pieces, wanted_answers=wanted_answers)
    SplitChunk.objects.filter(pk=chunk.pk).update(state="done", done_at=NOON, micro_task_count=made)
    return job


@pytest.fixture
def open_job(requester: User) -> Callable[..., Job]:
    """Makes a published job: `open_job(micro_tasks=3, wanted_answers=2, price_micros=400)`."""

    def make(*, micro_tasks: int = 3, **fields: Any) -> Job:
        job = make_draft(requester, texts=[f"line {n}" for n in range(micro_tasks)], **fields)
        jobs.publish(job=job, at=NOON)
        return job

    return make


def earnings_micros(worker: User) -> int:
    return books.earnings(owner_id=worker.pk).balance_micros


def states(job: Job) -> list[str]:
    return sorted(Assignment.objects.filter(job=job).values_list("state", flat=True))


@pytest.fixture
def start_background(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts a real background process on the test's own database and broker."""
    name, base = connection.settings_dict["NAME"], connection.settings_dict
    address = f"postgres://{base['USER']}:{quote(str(base['PASSWORD']))}@{base['HOST']}:{base['PORT']}/{name}"
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "REDIS_URL": settings.REDIS_URL,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "DEVELOPMENT": "1",
    }
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "config.celery",
            "worker",
            "--pool",
            "solo",
            "-Q",
            "media,fast,bulk",
        ]
        with (tmp_path / f"background-{len(started)}.log").open("wb") as log:
            process = subprocess.Popen(command, cwd=settings.ROOT, env=environment, stdout=log, stderr=log)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_until(done: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)

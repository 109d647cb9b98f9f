"""The background's real process says that it is alive."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from web.domain.processes import BACKGROUND, last_seen

ROOT = Path(__file__).resolve().parents[2]
WORKER = [
    "-m",
    "celery",
    "-A",
    "config.celery",
    "worker",
    "--concurrency",
    "1",
    "--queues",
    "nobody-sends-here",
]


@pytest.fixture
def background(tmp_path):
    """A background process on the database and the broker of this test."""
    told = connection.settings_dict
    address = f"{told['HOST']}:{told['PORT']}/{told['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": f"postgres://{told['USER']}:{told['PASSWORD']}@{address}",
        "REDIS_URL": settings.REDIS_URL,
    }
    log = tmp_path / "background.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *WORKER, "--without-gossip", "--without-mingle"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
        )
    yield process, log
    process.send_signal(signal.SIGTERM)
    process.wait(20)


@pytest.mark.django_db(transaction=True)
def test_the_background_is_seen_again_and_again(background):
    process, log = background
    seen = set()
    limit = time.monotonic() + 30

    while len(seen) < 2:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < limit, log.read_text()
        seen |= {last_seen(BACKGROUND)} - {None}
        time.sleep(0.1)

    assert max(seen) > min(seen)

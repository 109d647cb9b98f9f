"""The production web server beside a test, on the test's own database, to be killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from config.launch.processes import free_port
from tests.fixtures import wait_until


@dataclass
class Web:
    """One running server."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def kill(self) -> None:
        """At once, as a machine that loses its power would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def is_up(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.address}/health/live", timeout=5).close()  # noqa: S310 (our own address)
        except OSError:
            return False
        return True


@pytest.fixture
def start_web(tmp_path: Path) -> Iterator[Callable[..., Web]]:
    """Starts the web server, on a port of its own or on `port`, and waits until it answers."""
    base = connection.settings_dict
    started: list[Web] = []

    def start(*, port: int = 0) -> Web:
        port = port or free_port()
        environment = {
            **os.environ,
            "DATABASE_URL": f"postgres://{base['USER']}:{quote(str(base['PASSWORD']))}@{base['HOST']}:{base['PORT']}/{base['NAME']}",
            "REDIS_URL": settings.REDIS_URL,
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "SITE_ADDRESS": f"http://localhost:{port}",
            "DEVELOPMENT": "1",
            "DEBUG": "1",
        }
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1"]
        with (tmp_path / f"web-{len(started)}.log").open("wb") as log:
            process = subprocess.Popen(
                [*command, "--blocking-threads", "4", "config.wsgi:application"],
                cwd=settings.ROOT, env=environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        web = Web(process, port)
        started.append(web)
        wait_until(web.is_up)
        return web

    yield start
    for web in started:
        if web.process.poll() is None:
            web.kill()

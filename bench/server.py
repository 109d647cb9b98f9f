"""The production web server beside the measurements, started by the command of `make run`."""

from __future__ import annotations

import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.launch import run as launch
from config.launch.processes import Child, free_port

# The limit of requests stays in force and is counted; it is set so high that it refuses none.
ENVIRONMENT = {"API_RATE": "1000000000/min", "LOG_LEVEL": "WARNING"}
START_SECONDS = 60


@contextmanager
def processes(*names: str, settings: str = "bench.settings") -> Iterator[int]:
    """Run those of the site's processes (web, background, clock); gives the port of the web server."""
    port = free_port()
    address = {"SITE_ADDRESS": f"http://127.0.0.1:{port}", "DJANGO_SETTINGS_MODULE": settings}
    environment = {**os.environ, **ENVIRONMENT, **address}
    children = [child for child in launch.site(environment, host="127.0.0.1", port=port) if child.name in names]
    for child in children:
        child.folder = Path(os.environ["MEDIA_ROOT"]).parent
        child.start()
    try:
        for child in children:
            if child.name == "web":
                _wait_for(child, port)
        yield port
    finally:
        for child in reversed(children):
            child.stop()


def _wait_for(child: Child, port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and not child.has_died():
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the web server did not start:\n{child.last_lines()}")

"""The broker of `make run` and `make test`: a real Redis or Valkey if installed, else a stand-in.

See docs/adr/0002-broker-in-development.md.
"""

import secrets
import shutil
import signal
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import redis

from config.launch.places import CannotLaunch
from config.launch.processes import Child, free_port

START_SECONDS = 20
DATABASES = 16
PROGRAMS = ("redis-server", "valkey-server")


@dataclass
class Broker:
    """One broker of our own on 127.0.0.1."""

    folder: Path
    environment: Mapping[str, str]
    durable: bool = True
    """False: nothing is kept on the disk. Tests only."""
    stand_in: bool = False
    """True: the stand-in even where a real one is installed. Tests only."""
    child: Child | None = None
    url: str = ""

    def start(self) -> None:
        """Start whichever is installed, or the stand-in. Raises CannotLaunch with the reason."""
        installed = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
        program = None if self.stand_in else installed
        for _ in range(3):
            port = free_port()
            self.child = self._real(program, port) if program else self._stand_in(port)
            self.child.start()
            if self._answers():
                return
            self.child.stop()
        assert self.child is not None  # noqa: S101 - three starts were tried
        raise CannotLaunch(f"The broker did not start.\n{self.child.last_lines()}")

    def _real(self, program: str, port: int) -> Child:
        kept = self.folder / "broker"
        kept.mkdir(parents=True, exist_ok=True)
        kept.chmod(0o700)
        password = secrets.token_hex(24)
        self.url = f"redis://:{password}@127.0.0.1:{port}/0"
        settings = {
            "port": str(port),
            "bind": "127.0.0.1",
            "dir": f'"{kept}"',
            "requirepass": password,
            "databases": str(DATABASES),
            "maxmemory-policy": "noeviction",
            "appendonly": "yes" if self.durable else "no",
            "save": '""',
        }
        lines = "".join(f"{name} {setting}\n" for name, setting in settings.items())
        return Child(
            name="broker",
            command=[program, "-"],
            environment=self.environment,
            folder=self.folder,
            first_input=lines.encode(),
        )

    def _stand_in(self, port: int) -> Child:
        self.url = f"redis://127.0.0.1:{port}/0"
        return Child(
            name="broker",
            command=[sys.executable, "-m", "config.launch.fake_broker", str(port)],
            environment=self.environment,
            folder=self.folder,
            stop_signal=signal.SIGTERM,
        )

    def _answers(self) -> bool:
        assert self.child is not None  # noqa: S101 - called after the start
        limit = time.monotonic() + START_SECONDS
        with redis.Redis.from_url(self.url, socket_timeout=2) as client:
            while time.monotonic() < limit and not self.child.has_died():
                with suppress(redis.RedisError):
                    return bool(client.ping())
                time.sleep(0.05)
        return False

    def stop(self) -> None:
        if self.child:
            self.child.stop()

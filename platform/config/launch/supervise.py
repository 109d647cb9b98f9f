"""One process that watches the others: started in order, stopped in reverse, none left behind."""

import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import Protocol, Self

from config.launch.places import CannotLaunch
from config.launch.processes import Child, dying_with_parent, last_lines

WATCH_SECONDS = 0.1
HURRIED_SECONDS = 1.0
STOPPED_BY = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody pressed Ctrl-C, or asked the launcher to end."""


class Stoppable(Protocol):
    """What the supervisor stops at the end: a process, or a server around one."""

    def stop(self) -> None: ...


class Supervisor:
    """Keeps the processes of one launch; leaving its `with` block stops them all, the last started first."""

    def __init__(self) -> None:
        self.children: list[Child] = []
        self.asked_to_stop = False
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        for each in STOPPED_BY:
            signal.signal(each, self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        """The first request stops in order; the next one makes haste."""
        if self.asked_to_stop:
            for child in self.children:
                child.grace_seconds = HURRIED_SECONDS
        self.asked_to_stop = True

    def look(self) -> None:
        """Raises Stopped when somebody asked, CannotLaunch with the last words of a process that died."""
        if self.asked_to_stop:
            raise Stopped
        for child in self.children:
            if child.has_died():
                raise CannotLaunch(child.obituary())

    def keep(self, stoppable: Stoppable, child: Child | None) -> None:
        """Take over what has been started."""
        self._stack.callback(stoppable.stop)
        if child:
            self.children.append(child)

    def start(self, child: Child) -> None:
        child.start()
        self.keep(child, child)

    def run(self, command: Sequence[str], *, environment: Mapping[str, str], log: Path) -> str:
        """Run one step to its end, watching the others; its output. Raises CannotLaunch if it fails."""
        with log.open("ab") as errors:
            step = subprocess.Popen(
                command,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
                preexec_fn=dying_with_parent(signal.SIGTERM),
            )
        try:
            while True:
                self.look()
                try:
                    output, _ = step.communicate(timeout=WATCH_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    continue
        finally:
            if step.poll() is None:
                step.terminate()
                step.wait()
        if step.returncode:
            raise CannotLaunch(f"`{' '.join(command[1:])}` failed. Its last lines, from {log}:\n{last_lines(log)}")
        return output.decode(errors="replace")

    def watch(self) -> None:
        """Stay until somebody asks to stop (Stopped) or a process dies (CannotLaunch)."""
        while True:
            self.look()
            time.sleep(WATCH_SECONDS)

"""Child processes that never outlive the launcher: a log each, a pid file, a signal when the parent dies."""

import ctypes
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from config.launch.places import Account

LAST_LINES = 25
LOG_BYTES = 5_000_000
SET_PARENT_DEATH_SIGNAL = 1


@dataclass
class Child:
    """One process that the launcher starts, watches and stops."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    """Holds `logs/<name>.log` and `pids/<name>`."""
    stop_signal: signal.Signals = signal.SIGTERM
    grace_seconds: float = 10.0
    account: Account | None = None
    first_input: bytes = b""
    """Written to its standard input: settings that must not be seen in the list of processes."""
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @property
    def log(self) -> Path:
        return self.folder / "logs" / f"{self.name}.log"

    @property
    def pid_file(self) -> Path:
        return self.folder / "pids" / self.name

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.pid_file.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=dict(self.environment),
                cwd="/" if self.account else None,
                stdin=subprocess.PIPE if self.first_input else subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=dying_with_parent(self.stop_signal),
                user=self.account.user if self.account else None,
                group=self.account.group if self.account else None,
                extra_groups=[] if self.account else None,
            )
        self.pid_file.write_text(f"{self.process.pid} {int(self.stop_signal)} {fingerprint(self.process.pid)}")
        if self.process.stdin:
            self.process.stdin.write(self.first_input)
            self.process.stdin.close()

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self, *, grace_seconds: float | None = None) -> None:
        """Ask it to end, and end it when it does not; harmless when it has ended already."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(self.grace_seconds if grace_seconds is None else grace_seconds)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.pid_file.unlink(missing_ok=True)

    def last_lines(self) -> str:
        return last_lines(self.log)

    def obituary(self) -> str:
        status = self.process.returncode if self.process else None
        how = f"exit status {status}" if status is None or status >= 0 else f"signal {signal.Signals(-status).name}"
        last = f"Its last lines, from {self.log}:\n{self.last_lines()}"
        return f"The process `{self.name}` ended by itself ({how}). {last}"


def last_lines(log: Path, count: int = LAST_LINES) -> str:
    lines = log.read_text(errors="replace").splitlines()[-count:] if log.exists() else []
    return "\n".join(f"  | {line}" for line in lines) or "  | (it wrote nothing)"


def dying_with_parent(sent: signal.Signals) -> Callable[[], None]:
    """What a child does before its program starts: ask Linux for `sent` when the launcher dies."""
    parent = os.getpid()
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def promise() -> None:
        if libc is not None:
            libc.prctl(SET_PARENT_DEATH_SIGNAL, int(sent), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return promise


def fingerprint(pid: int) -> str:
    """The moment at which process `pid` began, so that a number used again is not taken for it, or empty."""
    if Path("/proc/self/stat").exists():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return ""
        return "" if fields[0] in "ZX" else fields[19]
    asked = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return asked.stdout.strip()


def stop_leftovers(folder: Path) -> list[str]:
    """Stop what an earlier launcher left running (it was killed outright); the names of those found."""
    found = []
    for pid_file in sorted((folder / "pids").glob("*")):
        numbers = re.fullmatch(r"(\d+) (\d+) (.+)", pid_file.read_text())
        if numbers and fingerprint(pid := int(numbers[1])) == numbers[3]:
            found.append(pid_file.name)
            end(pid, (signal.Signals(int(numbers[2])), 10.0), (signal.SIGKILL, 5.0))
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
        pid_file.unlink()
    return found


def end(pid: int, *steps: tuple[signal.Signals, float]) -> bool:
    """Send each signal in turn and wait its seconds; True once the process is gone."""
    began = fingerprint(pid)
    for sent, seconds in steps:
        with suppress(ProcessLookupError):
            os.kill(pid, sent)
        limit = time.monotonic() + seconds
        while began and fingerprint(pid) == began:
            if time.monotonic() > limit:
                break
            time.sleep(0.05)
        else:
            return True
    return False


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""`make test` and `make bench`: a database and a broker of their own for one command, gone when it ends."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from config.launch import messages
from config.launch.broker import Broker
from config.launch.environment import base_environment, own_environment
from config.launch.places import DATA, ROOT, account_for_postgres, forget, make_private_folder, place_outside
from config.launch.postgres import Server
from config.launch.processes import dying_with_parent
from config.launch.supervise import Stopped, Supervisor

SPREAD = ("-n", "2", "--dist", "loadgroup")


def test(arguments: Sequence[str]) -> int:
    """Run pytest with `arguments`; its exit status. Two processes, unless the arguments say otherwise."""
    chosen = any(each.startswith(("-n", "--numprocesses", "--pdb")) for each in arguments)
    folder = Path(tempfile.mkdtemp(prefix="visible-hands-test-"))
    return with_servers(
        [sys.executable, "-m", "pytest", *(() if chosen else SPREAD), *arguments],
        folder=folder,
        durable=False,
    )


def bench(arguments: Sequence[str]) -> int:
    """Measure on a server with the settings of `make run`, on the disk where the project stands."""
    make_private_folder(DATA)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=DATA))
    return with_servers([sys.executable, "bench/run.py", *arguments], folder=folder, durable=True)


def with_servers(command: Sequence[str], *, folder: Path, durable: bool) -> int:
    """Run `command` beside its own servers and remove every trace of them; the command's exit status."""
    messages.compile_changed()
    make_private_folder(folder)
    base = base_environment()
    try:
        with Supervisor() as supervisor:
            server, broker = (
                Server(folder=folder, environment=base, durable=durable),
                Broker(folder, base, durable),
            )
            server.start()
            supervisor.keep(server, server.child)
            broker.start()
            supervisor.keep(broker, broker.child)
            return run_beside(supervisor, command, own_environment(data=folder, database=server.url, broker=broker.url))
    finally:
        remove(folder)


def run_beside(supervisor: Supervisor, command: Sequence[str], environment: dict[str, str]) -> int:
    """The command shares our terminal, so that Ctrl-C reaches it: it ends first, then the servers do."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        preexec_fn=dying_with_parent(signal.SIGTERM),
    )
    try:
        while True:
            supervisor.look()
            try:
                return process.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                continue
    except Stopped:
        return 130
    finally:
        finish(process)


def finish(process: "subprocess.Popen[bytes]") -> None:
    """Let the command tidy up for a moment after Ctrl-C, then insist."""
    for ask, seconds in ((None, 5), (signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        if process.poll() is not None:
            return
        if ask:
            process.send_signal(ask)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue


def remove(folder: Path) -> None:
    if os.geteuid() == 0 and account_for_postgres(folder):
        forget(place_outside(folder))
    shutil.rmtree(folder, ignore_errors=True)

"""`make run`: the whole site on this machine, from nothing, until Ctrl-C."""

import fcntl
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import IO

from config.launch import messages
from config.launch.broker import Broker
from config.launch.environment import run_environment, write_for_other_terminals
from config.launch.places import DATA, ROOT, CannotLaunch, make_private_folder
from config.launch.postgres import Server
from config.launch.processes import Child, stop_leftovers
from config.launch.supervise import Stopped, Supervisor

READY_SECONDS = 90


def run() -> int:
    """Start everything, say where it is, and stay; the exit status for the shell."""
    host, port = os.environ.get("HOST") or "127.0.0.1", read_port()
    refuse_taken_port(host, port)
    make_private_folder(DATA)
    lock = hold(DATA)
    announce_leftovers(DATA)
    began = time.monotonic()
    with lock, Supervisor() as supervisor:
        try:
            environment = run_environment(data=DATA, host=host, port=port)
            start_servers(supervisor, environment)
            accounts = prepare(supervisor, environment)
            for child in site(environment, host=host, port=port):
                supervisor.start(child)
            wait_until_ready(supervisor, port=port, host=host)
            greet(environment["SITE_ADDRESS"], accounts=accounts, seconds=time.monotonic() - began)
            supervisor.watch()
        except Stopped:
            say("\nStopping: web, clock, background, broker, database …")
    say("Stopped. The data is kept in .data (make clean-data forgets it).")
    return 0


def read_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise CannotLaunch(f"PORT={text} is no port: choose a number from 1 to 65535, such as make run PORT=8001.")
    return int(text)


def refuse_taken_port(host: str, port: int) -> None:
    """Raises CannotLaunch when the site could not listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as refusal:
            raise CannotLaunch(
                f"Port {port} of {host} cannot be used ({refusal.strerror}). "
                f"Stop what uses it, or choose another: make run PORT={port + 1 if port < 65535 else 8000}."
            ) from None


def hold(data: Path) -> IO[str]:
    """The lock of this data folder, held while the launcher lives. Raises CannotLaunch if another has it."""
    lock = (data / "lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        holder = lock.read().strip() or "unknown"
        lock.close()
        raise CannotLaunch(
            f"The site is running already with this data (process {holder}). Stop it first: Ctrl-C there."
        ) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def announce_leftovers(data: Path) -> None:
    if found := stop_leftovers(data):
        say(f"Stopped what an earlier start had left running: {', '.join(found)}.")


def start_servers(supervisor: Supervisor, environment: dict[str, str]) -> None:
    """The database and the broker, unless the person named theirs; their addresses go into `environment`."""
    if not environment.get("DATABASE_URL"):
        server = Server(folder=DATA, environment=environment)
        server.start()
        supervisor.keep(server, server.child)
        environment["DATABASE_URL"] = server.url
        if server.place != DATA:
            say(f"The database's files are in {server.place}: PostgreSQL's account may not enter {ROOT}.")
    if not environment.get("REDIS_URL"):
        broker = Broker(folder=DATA, environment=environment)
        broker.start()
        supervisor.keep(broker, broker.child)
        environment["REDIS_URL"] = broker.url
    write_for_other_terminals(DATA / "environment", environment)


def prepare(supervisor: Supervisor, environment: dict[str, str]) -> str:
    """Tables, static files, French, demonstration data; the table of demonstration accounts."""
    messages.compile_changed()
    say("Preparing the database, the static files and the demonstration data (longer at the first start) …")
    log = DATA / "logs" / "prepare.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    return supervisor.run([sys.executable, "-m", "config.launch.prepare"], environment=environment, log=log)


def site(environment: dict[str, str], *, host: str, port: int) -> list[Child]:
    """The three processes of the site, in the order of their start."""
    celery = [sys.executable, "-m", "celery", "-A", "config.celery"]
    background = [
        *celery,
        "worker",
        "--concurrency",
        "2",
        "--queues",
        "fast,bulk,media",
        "--loglevel",
        "INFO",
    ]
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    web += [
        "--workers",
        "2",
        "--blocking-threads",
        "4",
        "--workers-kill-timeout",
        "5s",
        "config.wsgi:application",
    ]

    def child(name: str, command: list[str], grace_seconds: float) -> Child:
        return Child(name=name, command=command, environment=environment, folder=DATA, grace_seconds=grace_seconds)

    return [
        child("background", [*background, "--without-gossip", "--without-mingle"], 20),
        child("clock", [*celery, "beat", "--loglevel", "INFO"], 5),
        child("web", web, 10),
    ]


def wait_until_ready(supervisor: Supervisor, *, host: str, port: int) -> None:
    """Raises CannotLaunch when the site does not say that it is ready in time."""
    near = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - compared, not bound
    address = f"http://{near}:{port}/health/ready"
    limit = time.monotonic() + READY_SECONDS
    answer = "no answer"
    while time.monotonic() < limit:
        supervisor.look()
        with suppress(OSError):
            try:
                with urllib.request.urlopen(address, timeout=5):
                    return
            except urllib.error.HTTPError as refusal:
                answer = refusal.read(500).decode(errors="replace")
        time.sleep(0.1)
    raise CannotLaunch(f"The site was not ready after {READY_SECONDS} seconds. {address} said: {answer}")


def greet(address: str, *, accounts: str, seconds: float) -> None:
    say(f"\nVisible Hands is ready at {address} ({seconds:.1f} s). Ctrl-C stops it; logs: .data/logs.\n")
    if accounts:
        say(accounts)


def say(words: str) -> None:
    print(words, flush=True)

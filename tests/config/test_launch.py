"""The launcher on real processes: a database and a broker that come, stay, and leave nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
import redis

from config.launch import run
from config.launch.broker import Broker
from config.launch.environment import base_environment, write_for_other_terminals
from config.launch.places import CannotLaunch
from config.launch.postgres import Server
from config.launch.processes import Child, fingerprint, free_port, stop_leftovers
from config.launch.supervise import Supervisor

ROOT = Path(__file__).resolve().parents[2]
START_AND_HANG = """
import os, sys
from pathlib import Path
from config.launch.environment import base_environment
from config.launch.postgres import Server
server = Server(folder=Path(sys.argv[1]), environment=base_environment(), durable=False)
server.start()
print((server.place / "postgresql-18" / "postmaster.pid").read_text().split()[0], flush=True)
if sys.argv[2] == "orphan":
    os._exit(0)
sys.stdin.read()
"""


@pytest.fixture
def folder():
    """A folder that PostgreSQL's account may enter, whoever runs the tests (pytest's is closed)."""
    with tempfile.TemporaryDirectory(prefix="visible-hands-launch-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture
def server(folder):
    server = Server(folder=folder, environment=base_environment(), durable=False)
    yield server
    server.stop()


def child(folder, *command, name="sleeper", **more):
    return Child(name=name, command=command, environment=base_environment(), folder=folder, **more)


def test_a_second_start_of_the_database_keeps_the_data(server):
    server.start()
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
    server.stop()

    server.start()

    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (42,)


def test_the_database_wants_its_password_and_only_the_owner_reads_it(server, folder):
    server.start()
    without = server.url.replace((folder / "postgresql-password").read_text(), "wrong")

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(without)
    assert (folder / "postgresql-password").stat().st_mode & 0o777 == 0o600


def test_the_database_sorts_and_stores_every_script(server):
    server.start()

    with psycopg.connect(server.url) as connection:
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert connection.execute("SELECT upper('éß語')").fetchone() is not None


def test_a_half_made_data_folder_is_begun_anew(server, folder):
    server.start()
    server.stop()
    next(server.place.glob("postgresql-[0-9]*/PG_VERSION")).unlink()

    server.start()

    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_the_database_dies_with_a_launcher_that_was_killed(folder):
    launcher = subprocess.Popen(
        [sys.executable, "-c", START_AND_HANG, str(folder), "stay"],
        env=base_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    postmaster = int(launcher.stdout.readline())
    began = fingerprint(postmaster)

    launcher.kill()
    launcher.communicate()

    assert began
    assert_ends(postmaster, began)


def test_a_database_that_was_left_running_is_found_and_stopped(server, folder):
    server.start()
    left = server.child.process.pid
    again = Server(folder=folder, environment=base_environment(), durable=False)

    again.start()

    assert server.child.process.wait(10) == 0
    assert again.child.process.pid != left
    again.stop()


def test_a_process_that_was_left_running_is_found_by_its_pid_file(folder):
    sleeper = child(folder, sys.executable, "-c", "import time; time.sleep(60)")
    sleeper.start()

    assert stop_leftovers(folder) == ["sleeper"]

    assert sleeper.process.wait(5) == -signal.SIGTERM
    assert list((folder / "pids").iterdir()) == []


def test_a_pid_that_belongs_to_somebody_else_by_now_is_left_alone(folder):
    (folder / "pids").mkdir()
    (folder / "pids" / "web").write_text(f"{os.getpid()} 15 1")

    assert stop_leftovers(folder) == []


def test_a_child_that_dies_is_reported_with_its_last_words(folder):
    mourned = child(folder, sys.executable, "-c", "print('out of ink'); raise SystemExit(3)", name="printer")
    supervisor = Supervisor()
    supervisor.start(mourned)
    mourned.process.wait(10)

    with pytest.raises(CannotLaunch, match=r"`printer` ended by itself \(exit status 3\)[^|]*\| out of ink"):
        supervisor.look()


def test_children_are_stopped_in_reverse_order_even_when_they_refuse(folder):
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    stubborn = child(folder, sys.executable, "-c", deaf, name="stubborn", grace_seconds=0.2)
    stubborn.start()
    while "deaf" not in stubborn.log.read_text():
        assert not stubborn.has_died()

    stubborn.stop()

    assert stubborn.process.returncode == -signal.SIGKILL
    assert not stubborn.pid_file.exists()


@pytest.mark.parametrize("stand_in", [False, True])
def test_the_broker_speaks_as_redis_does(folder, stand_in):
    broker = Broker(folder, base_environment() | {"DEVELOPMENT": "1"}, durable=False, stand_in=stand_in)
    broker.start()
    try:
        with redis.Redis.from_url(broker.url) as client:
            assert client.ping()
            client.set("number", 7, ex=60)
            client.rpush("queue", "first", "second")
            assert (client.get("number"), client.blpop("queue", timeout=1)) == (b"7", (b"queue", b"first"))
            assert client.blpop("empty", timeout=0.2) is None
            client.set("large", b"line\r\n" * 500_000)
            assert len(client.get("large")) == 3_000_000
    finally:
        broker.stop()


def test_the_stand_in_for_redis_refuses_to_serve_strangers(folder):
    asked = subprocess.run(
        [sys.executable, "-m", "config.launch.fake_broker", str(free_port())],
        env=base_environment() | {"DEVELOPMENT": "0"},
        capture_output=True,
        text=True,
    )

    assert asked.returncode == 1
    assert "development only: set REDIS_URL" in asked.stderr


def test_a_port_that_is_taken_is_refused_with_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        asked = subprocess.run(
            [sys.executable, "-m", "config.launch", "run"],
            cwd=ROOT,
            env=base_environment() | {"PORT": str(port)},
            capture_output=True,
            text=True,
        )

    assert asked.returncode == 1
    assert asked.stderr.startswith(f"Port {port} of 127.0.0.1 cannot be used (Address already in use).")
    assert asked.stderr.count("\n") == 1


def test_a_second_launch_on_the_same_data_is_refused(folder):
    with (
        run.hold(folder),
        pytest.raises(CannotLaunch, match=f"running already with this data \\(process {os.getpid()}\\)"),
    ):
        run.hold(folder)


def test_other_terminals_are_told_the_addresses_and_nobody_else_reads_them(folder):
    surroundings = {"DATABASE_URL": "postgres://a", "MEDIA_BUCKET": "m", "SECRET_KEY": "s", "EMAIL_HOST_PASSWORD": "e"}

    write_for_other_terminals(folder / "environment", surroundings)

    assert (folder / "environment").read_text() == "DATABASE_URL=postgres://a\nMEDIA_BUCKET=m\nSECRET_KEY=s\n"
    assert (folder / "environment").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["0", "70000", "eighty"])
def test_a_port_that_is_none_is_refused(monkeypatch, text):
    monkeypatch.setenv("PORT", text)

    with pytest.raises(CannotLaunch, match=f"PORT={text} is no port"):
        run.read_port()


def assert_ends(pid: int, began: str) -> None:
    """The process goes away by itself within some seconds."""
    deadline = subprocess.Popen(["sleep", "10"])
    while fingerprint(pid) == began:
        assert deadline.poll() is None, "it is still there"
    deadline.kill()
    deadline.wait()

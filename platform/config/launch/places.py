"""Where things stand: the project's folder, its data, and an account that PostgreSQL agrees to run as."""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / ".data"


class CannotLaunch(Exception):
    """The launch stops here; the words say why and what to do."""


@dataclass(frozen=True)
class Account:
    """An account of this machine to which a process started by root can be handed."""

    name: str
    user: int
    group: int


def account_for_postgres(data: Path) -> Account | None:
    """Whom PostgreSQL runs as when we are root (it refuses root itself); None: as whoever we are.

    A data folder that is there already keeps its owner. Raises CannotLaunch when no account is found.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat().st_uid):
        return Account(name=str(owner), user=owner, group=data.stat().st_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name=name, user=entry.pw_uid, group=entry.pw_gid)
    raise CannotLaunch("PostgreSQL does not run as root, and this machine has no account `postgres` or `nobody`.")


def may(question: str, path: Path, account: Account | None) -> bool:
    """The answer of a shell that runs as `account` to `question` about `path` (its `$1`)."""
    asked = subprocess.run(
        ["/bin/sh", "-c", question, "sh", str(path)],
        check=False,
        cwd="/",
        stderr=subprocess.DEVNULL,
        user=account.user if account else None,
        group=account.group if account else None,
        extra_groups=[] if account else None,
    )
    return asked.returncode == 0


def may_enter(folder: Path, account: Account | None) -> bool:
    return may('cd "$1"', folder, account)


def may_run(program: Path, account: Account | None) -> bool:
    return may('test -r "$1" && test -x "$1"', program, account)


def make_private_folder(folder: Path) -> None:
    """A folder that only its owner lists; others may pass through it to what is theirs."""
    folder.mkdir(parents=True, exist_ok=True)
    if folder.stat().st_uid == os.geteuid():
        folder.chmod(0o711)


def place_outside(root: Path) -> Path:
    """The stand-in for the data folder if PostgreSQL's account may not enter `root` (in root's home)."""
    return Path("/var/tmp") / f"visible-hands-{hashlib.sha256(str(root).encode()).hexdigest()[:16]}"  # noqa: S108


def database_place(*, wanted: Path, account: Account | None) -> Path:
    """The folder for PostgreSQL's files: `wanted`, or a place outside that its account can enter.

    Raises CannotLaunch when that place was made by somebody else.
    """
    make_private_folder(wanted)
    if account is None or may_enter(wanted, account):
        return wanted
    outside = place_outside(wanted)
    outside.mkdir(mode=0o711, exist_ok=True)
    found = outside.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise CannotLaunch(f"{outside} is somebody else's. Remove it, or move the project where {account.name} may go.")
    outside.chmod(0o711)
    return outside


def give_to(path: Path, account: Account | None) -> None:
    if account is not None:
        os.chown(path, account.user, account.group)


def forget(folder: Path) -> None:
    """Remove a folder and all in it, if it is there."""
    if folder.is_symlink():
        raise CannotLaunch(f"{folder} is a link: it is left alone. Remove it by hand.")
    if folder.exists():
        shutil.rmtree(folder)

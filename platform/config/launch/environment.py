"""What the processes of one launch are told: addresses, secret, folders. What is set already stays."""

import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

from config.launch.places import ROOT

OURS_ALONE = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "SITE_ADDRESS",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "CLOCK_FILE",
)
FOR_OTHER_TERMINALS = ("DATABASE_URL", "REDIS_URL", "DEVELOPMENT", "SITE_ADDRESS", "STATIC_ROOT")
OURS_ALONE_PREFIXES = ("MEDIA_", "EMAIL_", "STATIC_", "SECRET_KEY", "LOG_SIGNING_KEY", "DEMOGRAPHICS_KEY")


def base_environment() -> dict[str, str]:
    """The surroundings without which no child runs well, wherever `make` was called from."""
    return {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "platform")]),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEVELOPMENT": os.environ.get("DEVELOPMENT", "1"),
        "DEBUG": os.environ.get("DEBUG", "0"),
    }


def run_environment(*, data: Path, host: str, port: int) -> dict[str, str]:
    """For `make run`: everything that the person has not set."""
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
    defaults = {
        "SITE_ADDRESS": f"http://{shown}:{port}",
        "MEDIA_ROOT": str(data / "media"),
        "STATIC_ROOT": str(data / "static"),
        "CLOCK_FILE": str(data / "clock"),
    }
    if "SECRET_KEY_FILE" not in os.environ:
        defaults["SECRET_KEY"] = read_secret(data / "secret")
    if "DEMOGRAPHICS_KEY_FILE" not in os.environ:
        defaults["DEMOGRAPHICS_KEY"] = read_secret(data / "demographics-key")
    return {**defaults, **base_environment()}


def own_environment(*, data: Path, database: str, broker: str) -> dict[str, str]:
    """For tests and measurements: nothing of the person's own servers, mail or media may leak in."""
    kept = {
        name: value
        for name, value in base_environment().items()
        if name not in OURS_ALONE and not name.startswith(OURS_ALONE_PREFIXES)
    }
    return {
        **kept,
        "DATABASE_URL": database,
        "REDIS_URL": broker,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DEMOGRAPHICS_KEY": secrets.token_urlsafe(48),
        "DEVELOPMENT": "1",
        "DEBUG": "0",
        "MEDIA_ROOT": str(data / "media"),
        "STATIC_ROOT": str(data / "static"),
        "CLOCK_FILE": str(data / "clock"),
    }


def read_secret(file: Path) -> str:
    """A secret of this place, made once; only the file's owner reads it."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


def write_for_other_terminals(file: Path, environment: Mapping[str, str]) -> None:
    """What `manage.py` in another terminal needs to reach the running servers (the settings read it).

    It stays when they stop: `manage.py demo_accounts` needs no server, and says the same as the launch did.
    """
    told = {
        name: value
        for name, value in environment.items()
        if name in FOR_OTHER_TERMINALS
        or name.startswith(("MEDIA_", "SECRET_KEY", "LOG_SIGNING_KEY", "DEMOGRAPHICS_KEY"))
    }
    file.touch(mode=0o600)
    file.write_text("".join(f"{name}={value}\n" for name, value in sorted(told.items())))

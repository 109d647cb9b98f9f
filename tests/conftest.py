"""What every test stands on: settings, a broker number for each test process, Chromium or a clear word."""

import os
import re
import shutil
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings as project_settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings

# How long an example takes says nothing on a machine that has other things to do.
hypothesis_settings.register_profile("ours", deadline=None)
hypothesis_settings.load_profile("ours")

NO_CHROMIUM = "browser tests were skipped: no Chromium found (set CHROMIUM)"
STATIC_FOLDER = pytest.StashKey[str]()
BROWSER_TESTS_SKIPPED = pytest.StashKey[int]()


def chromium_path() -> str | None:
    """The browser that `browser` tests drive: `CHROMIUM`, or Debian's, or one on the path."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
        None,
    )


def broker_number() -> int:
    """A Redis database for this test process alone: 1 to 15, since 0 is the one people work on."""
    name = os.environ.get("PYTEST_XDIST_WORKER", "")
    if index := re.fullmatch(r"gw(\d+)", name):
        return 1 + int(index[1]) % 15
    return 1 + zlib.crc32(os.environ.get("TEST_DATABASE_NAME", "").encode()) % 15


def pytest_configure(config: pytest.Config) -> None:
    """Change settings before anything reads them, and the environment for processes that a test starts."""
    if os.environ.get("REQUIRE_BROWSER") == "1" and not chromium_path():
        raise pytest.UsageError(
            "REQUIRE_BROWSER=1, but no Chromium was found. Install it, or set CHROMIUM to its path."
        )
    broker = urlunsplit(urlsplit(project_settings.REDIS_URL)._replace(path=f"/{broker_number()}"))
    project_settings.REDIS_URL = project_settings.CELERY_BROKER_URL = os.environ["REDIS_URL"] = broker
    project_settings.CACHES["default"]["LOCATION"] = broker
    project_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    project_settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    config.stash[STATIC_FOLDER] = tempfile.mkdtemp(prefix="visible-hands-static-")
    project_settings.STATIC_ROOT = Path(config.stash[STATIC_FOLDER])
    TransactionTestCase._fixture_teardown = emptied_patiently
    # Playwright runs an event loop in the thread of the test, where Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def emptied_patiently(*_: object) -> None:
    """Emptying the tables after a test on real transactions, again when a last request of a browser is in its way.

    The database ends one of the two when each waits for the other; a second try finds the way free. The permissions
    that Django would write anew after each are asked for nowhere, and take longer than all the rest.
    """
    for left in (2, 1, 0):
        try:
            return call_command(
                "flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True
            )
        except CommandError as refusal:
            if not left or "deadlock" not in str(refusal.__cause__):
                raise
            time.sleep(0.5)
    return None


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash.get(STATIC_FOLDER, ""), ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    browser_tests = [item for item in items if item.get_closest_marker("browser")]
    if chromium_path():
        for test in browser_tests:
            # Chromium and the site share two cores: what misses its moment may try again, a fault fails every time.
            # Whatever was tried again is listed at the end (R).
            if not test.get_closest_marker("flaky"):
                test.add_marker(pytest.mark.flaky(reruns=2))
        return
    for test in browser_tests:
        test.add_marker(pytest.mark.skip(reason="no Chromium found"))
    config.stash[BROWSER_TESTS_SKIPPED] = len(browser_tests)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    # Under xdist the tests are collected in other processes: the main one looks at the skips that came back.
    skips = [report.longrepr for report in terminalreporter.stats.get("skipped", [])]
    if config.stash.get(BROWSER_TESTS_SKIPPED, 0) or any("no Chromium found" in str(reason) for reason in skips):
        terminalreporter.write_line(NO_CHROMIUM, yellow=True, bold=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A thread or a process that a failed test left behind must not keep the database from being dropped."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def media_folder(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Uploads of one test, in a folder that goes away; a process that the test starts finds it too."""
    folder = tmp_path / "media"
    folder.mkdir()
    settings.MEDIA_ROOT = folder
    monkeypatch.setenv("MEDIA_ROOT", str(folder))
    return folder


@receiver(connection_created)
def may_forget(connection: BaseDatabaseWrapper, **more: object) -> None:
    """A test on real transactions empties all tables when it ends; the books and the log refuse that elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SET visible_hands.may_forget = 'on'")


@pytest.fixture(autouse=True)
def default_language() -> Iterator[None]:
    """A page that was asked for in French leaves French active in the test's thread: not in the next test."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Rate limits and sessions of one test are not there in the next."""
    yield
    cache.clear()

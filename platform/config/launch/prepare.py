"""From a running database to a site that can start: tables, static files, demonstration data.

Started by the launcher: `python -m config.launch.prepare`. Progress goes to the log (stderr); the table of
demonstration accounts, if any, is its output.
"""

import hashlib
import io
import sys
from contextlib import redirect_stdout
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands


def main() -> None:
    django.setup()
    with redirect_stdout(sys.stderr):
        call_command("migrate", interactive=False, verbosity=1)
        call_command("load_floors")
        if not settings.DEBUG:
            collect_static()
        if "seed_demo" in get_commands():
            call_command("seed_demo", "--once")
    if "demo_accounts" in get_commands():
        table = io.StringIO()
        call_command("demo_accounts", stdout=table)
        sys.stdout.write(table.getvalue())


def collect_static() -> None:
    """Gather, name by content and compress the static files, when one of them has changed."""
    target = Path(settings.STATIC_ROOT)
    stamp = target.with_name(f"{target.name}.sha256")
    now = fingerprint_of_sources()
    if target.exists() and stamp.exists() and stamp.read_text() == now:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=1)
    stamp.write_text(now)


def fingerprint_of_sources() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    main()

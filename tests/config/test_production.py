"""The site as an operator starts it: settings of a real server, each command in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REAL = {
    "SECRET_KEY": "q8Yw2Lr0Zt5Xc7Vb9Nm1Kj3Hg4Fd6Sa-Po_Iu8Yt6Re4Wq2Az0Sx1Dc3Fv5",
    "SITE_ADDRESS": "https://annotate.example.org",
    "BEHIND_TLS_PROXY": "true",
    "TRUSTED_PROXIES": "1",
}


def manage(*arguments, **environment):
    """`manage.py` with `environment` and nothing else."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
    )


def test_djangos_own_review_of_a_real_server_finds_nothing():
    asked = manage("check", "--deploy", "--fail-level", "INFO", **REAL)

    assert (asked.returncode, asked.stdout) == (0, "System check identified no issues (2 silenced).\n")


def test_a_wrong_value_stops_the_start_with_one_sentence():
    asked = manage("check", **REAL | {"FEE_PERMILLE": "ten"})

    assert (asked.returncode, asked.stdout) == (1, "")
    assert asked.stderr == "FEE_PERMILLE=ten must be a whole number from 0 to 1000.\n"


def test_a_real_server_takes_nothing_over_from_a_try_out_in_its_folder():
    """`make test` may run beside `make run`, whose file of addresses turns DEVELOPMENT on."""
    show = "from django.conf import settings; print(settings.DEVELOPMENT, settings.ALLOWED_HOSTS)"

    asked = manage("shell", "--no-imports", "-c", show, **REAL)

    assert asked.stdout == "False ['annotate.example.org', '127.0.0.1']\n"

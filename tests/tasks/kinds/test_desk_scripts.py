"""What the scripts of the desks may not do: watch people, or write data as HTML."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tasks.kinds import KINDS

FOLDER = Path(__file__).resolve().parents[3] / "tasks" / "static" / "tasks" / "js" / "kinds"
SCRIPTS = sorted(FOLDER.glob("*.js"))
FORBIDDEN = [
    "getUserMedia",
    "getDisplayMedia",
    "IdleDetector",
    "clipboard",
    "geolocation",
    "getBattery",
    "navigator.plugins",
    "toDataURL",
    "getImageData",
    "AnalyserNode",
    "AudioContext",
    "sendBeacon",
    "XMLHttpRequest",
    "WebSocket",
    "fetch(",
    "localStorage",
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function",
    "timeStamp",
    "performance.now",
    "Date.now",
]
every_script = pytest.mark.parametrize("script", SCRIPTS, ids=[script.name for script in SCRIPTS])


@every_script
def test_a_script_is_short_enough_to_be_read(script):
    assert len(script.read_text().splitlines()) < 150


@every_script
def test_a_script_neither_watches_people_nor_writes_html(script):
    text = script.read_text()

    assert [word for word in FORBIDDEN if word in text] == []


@every_script
def test_every_import_is_a_neighbour(script):
    imported = re.findall(r'from "([^"]+)"', script.read_text())

    assert all(name.startswith("./") and (FOLDER / name).is_file() for name in imported)


def test_every_kinds_script_exports_mount_and_does_not_mount_itself():
    for kind in KINDS.values():
        text = Path(finders.find(kind.script)).read_text()
        assert re.search(r"^export (async )?function mount\(form\)", text, re.M)
        assert not re.search(r"^mount", text, re.M)

"""What this platform never does to the people who work on it, looked for in everything that runs.

`python -m config.launch.forbidden` reads our scripts, our pages, our server's code and the libraries that browsers get
from us, and names each place that could look over a shoulder. Measured time serves pay and the worker's own view.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.launch.places import ROOT

FOLDERS = ("platform", "tasks", "workers", "templates")
# What browsers run, what they are shown, what the server does.
SCRIPTS, PAGES, SERVER = {".js"}, {".html", ".svg", ".txt"}, {".py"}
SKIPPED = {"__pycache__", "node_modules", "migrations"}
# This list, which names what it looks for.
ITSELF = Path("platform/config/launch/forbidden.py")
VENDORED = "vendor"


@dataclass(frozen=True, slots=True)
class Rule:
    """Something forbidden: how it looks, where it is looked for, and why in one sentence."""

    name: str
    pattern: re.Pattern[str]
    kinds: frozenset[str]
    sentence: str
    is_for_vendored: bool = True


def _rule(name: str, kinds: set[str], sentence: str, *patterns: str, is_for_vendored: bool = True) -> Rule:
    return Rule(name, re.compile("|".join(patterns), re.IGNORECASE), frozenset(kinds), sentence, is_for_vendored)


BROWSER, ALL = SCRIPTS | PAGES, SCRIPTS | PAGES | SERVER
RULES = (
    _rule(
        "screen",
        BROWSER,
        "Nobody’s screen is looked at.",
        r"getDisplayMedia|\bMediaRecorder\b|html2canvas|\bImageCapture\b",
    ),
    _rule(
        "camera",
        BROWSER,
        "No camera and no microphone is opened: no kind of work asks for one.",
        r"getUserMedia|enumerateDevices",
    ),
    _rule(
        "idle",
        ALL,
        "Whether somebody sits at their machine is not ours to ask.",
        r"\bIdleDetector\b|idle-detection",
    ),
    _rule(
        "clipboard",
        BROWSER,
        "What people copy and paste is not read.",
        r"clipboard\s*\??\.\s*read|clipboardData|onpaste",
        r"addEventListener\(\s*[\"'](?:paste|copy|cut)[\"']",
    ),
    _rule(
        "keystrokes",
        ALL,
        "Neither which keys are pressed nor how fast is recorded.",
        r"key_?(?:stroke|log|tim|interval|dynamic|cadence)\w*(?:s|ms|tracker|at)\b|inter_?key|keypress",
    ),
    _rule(
        "mouse trail",
        ALL,
        "The mouse’s way is not recorded.",
        r"mouse_?(?:trail|path|track|position|coord)\w*|getCoalescedEvents|pointer_?(?:trail|path)",
    ),
    _rule(
        "fingerprint",
        BROWSER,
        "Browsers are not told apart by what they are made of.",
        r"navigator\s*\??\.\s*(?:plugins|mimeTypes|hardwareConcurrency|deviceMemory|userAgentData)",
    ),
    _rule(
        "canvas fingerprint",
        SCRIPTS,
        "No picture or sound is drawn to recognise a machine by.",
        r"\.toDataURL\s*\(|getImageData\s*\(|\b(?:Offline)?AudioContext\b|getSupportedExtensions",
        is_for_vendored=False,
    ),
    _rule("place", BROWSER, "Where people are is not asked.", r"\bgeolocation\b"),
    _rule("battery", BROWSER, "The state of a machine is not asked.", r"getBattery|BatteryManager"),
    _rule(
        "motion",
        BROWSER,
        "How a phone is held and moved is not read.",
        r"\b(?:DeviceMotionEvent|DeviceOrientationEvent|AmbientLightSensor|Accelerometer|Gyroscope)\b",
    ),
    _rule(
        "beacon",
        BROWSER,
        "Nothing is sent behind somebody’s back: heartbeats go by fetch, to our own server.",
        r"sendBeacon|\bping\s*=\s*[\"']",
    ),
    _rule(
        "far host",
        BROWSER,
        "Pages load from and speak to our own server alone.",
        r"(?:fetch|import|EventSource|WebSocket|Worker|open)\s*\(\s*[\"'`](?:https?:|wss?:)?//",
        r"\b(?:src|action|hx-get|hx-post)\s*=\s*[\"'](?:https?:)?//",
        r"<link\b[^>]*\bhref\s*=\s*[\"'](?:https?:)?//",
    ),
    _rule(
        "analytics",
        ALL,
        "No third party learns who works here.",
        r"google-?analytics|googletagmanager|gtag\(|matomo|piwik|plausible\.io|hotjar|fullstory|mouseflow",
        r"clarity\.ms|mixpanel|amplitude\.com|segment\.(?:io|com)|sentry\.io|connect\.facebook|tracking[_-]?pixel",
    ),
    _rule(
        "windows",
        SCRIPTS,
        "Other windows and their titles are none of our business.",
        r"document\.title\s*(?:\)|,|;|\+)|getScreenDetails|\bopener\s*\.",
        is_for_vendored=False,
    ),
    _rule(
        "speed",
        ALL,
        "Nobody is ranked by speed, and no score of productivity exists.",
        r"leader-?_?board|productivity[\s_-]*score|(?:speed|fast(?:est)?|activity)[\s_-]*rank",
        r"rank(?:ed)?[\s_-]*by[\s_-]*speed|fastest[\s_-]*workers?",
    ),
)


def found_in(name: str, text: str) -> Iterator[str]:
    """Each forbidden thing in one file: its place and why it may not be."""
    path = Path(name)
    is_vendored = VENDORED in path.parts
    for rule in RULES:
        if path.suffix not in rule.kinds or (is_vendored and not rule.is_for_vendored):
            continue
        for match in rule.pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            yield f"{name}:{line}: {match.group(0)[:60]!r} ({rule.name}). {rule.sentence}"


def files(root: Path) -> Iterator[Path]:
    """All that runs: in browsers, in pages, on the server."""
    wanted = SCRIPTS | PAGES | SERVER
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root)
            if path.suffix in wanted and not SKIPPED & set(name.parts) and name != ITSELF:
                yield path


def main() -> int:
    """0 when nothing forbidden is in the tree."""
    read = [(str(path.relative_to(ROOT)), path.read_text(errors="replace")) for path in files(ROOT)]
    found = [trouble for name, text in read for trouble in found_in(name, text)]
    for trouble in found:
        print(trouble, file=sys.stderr)
    libraries = sorted({Path(name).parts[-2] for name, _text in read if VENDORED in Path(name).parts})
    print(
        f"{len(found)} forbidden things in {len(read)} files."
        if found
        else f"Nothing looks over a shoulder: {len(read)} files, libraries: {', '.join(libraries)}."
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

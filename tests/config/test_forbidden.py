"""The check for what may never be done to those who work here: it finds what is planted, and the tree is clean."""

from pathlib import Path

import pytest

from config.launch import forbidden

# Rule, file, what somebody might write.
PLANTED = [
    ("screen", "a.js", "const film = await navigator.mediaDevices.getDisplayMedia({ video: true });"),
    ("camera", "a.js", "navigator.mediaDevices.getUserMedia({ audio: true })"),
    ("idle", "a.js", "const detector = new IdleDetector();"),
    ("clipboard", "a.js", "const text = await navigator.clipboard.readText();"),
    ("clipboard", "a.js", 'field.addEventListener("paste", (event) => tell(event));'),
    ("clipboard", "a.js", "tell(event.clipboardData)"),
    ("keystrokes", "a.js", "payload.keystrokes = typed;"),
    ("keystrokes", "a.py", "inter_key_ms = models.IntegerField()"),
    ("keystrokes", "a.js", "const key_timings = [];"),
    ("mouse trail", "a.js", "mousePositions.push([event.clientX, event.clientY]);"),
    ("mouse trail", "a.py", "mouse_trail = models.JSONField()"),
    ("fingerprint", "a.js", "const mark = navigator.plugins.length;"),
    ("canvas fingerprint", "a.js", "const mark = canvas.toDataURL();"),
    ("place", "a.js", "navigator.geolocation.getCurrentPosition(tell);"),
    ("battery", "a.js", "navigator.getBattery().then(tell);"),
    ("motion", "a.js", "addEventListener('devicemotion', (event: DeviceMotionEvent) => tell(event));"),
    ("beacon", "a.js", "navigator.sendBeacon('/far', data);"),
    ("beacon", "a.html", '<a href="/" ping="https://far.example/">'),
    ("far host", "a.js", 'fetch("https://far.example/collect", { method: "POST" });'),
    ("far host", "a.html", '<script src="//far.example/a.js"></script>'),
    ("far host", "a.html", '<img src="https://far.example/pixel.gif">'),
    ("analytics", "a.html", "<script>gtag('js', new Date());</script>"),
    ("windows", "a.js", "tell(document.title, location.href);"),
    ("speed", "a.html", "<h2>Leaderboard</h2>"),
    ("speed", "a.py", "productivity_score = models.FloatField()"),
    ("speed", "a.html", "<p>The fastest workers of the week</p>"),
]
HARMLESS = [
    ("a.js", "await navigator.clipboard.writeText(address);"),
    ("a.js", 'document.addEventListener("keydown", (event) => choose(event.key));'),
    ("a.html", '<a href="https://far.example/paper.html">The paper</a>'),
    ("a.py", "idle_seconds, monkey_patched, fast = 1, 2, 3"),
]


@pytest.mark.parametrize(("rule", "name", "text"), PLANTED, ids=[f"{rule}: {text[:40]}" for rule, _, text in PLANTED])
def test_each_planted_example_is_found_with_its_place_and_a_sentence(rule, name, text):
    found = list(forbidden.found_in(f"workers/{name}", f"\n\n{text}\n"))

    assert [trouble for trouble in found if trouble.startswith(f"workers/{name}:3: ") and f"({rule}). " in trouble]
    assert all(trouble.endswith(".") for trouble in found)


@pytest.mark.parametrize(("name", "text"), HARMLESS)
def test_what_harms_nobody_is_left_alone(name, text):
    assert list(forbidden.found_in(f"workers/{name}", text)) == []


def test_every_rule_has_an_example_here():
    assert {rule.name for rule in forbidden.RULES} == {rule for rule, _name, _text in PLANTED}


def test_libraries_are_read_too():
    planted = "navigator.sendBeacon('/far', data);"

    assert list(forbidden.found_in("platform/web/static/web/vendor/lib-1/lib.min.js", planted)) != []


def test_nothing_in_the_tree_looks_over_a_shoulder(capsys):
    assert forbidden.main() == 0
    assert "libraries: htmx" in capsys.readouterr().out


def test_the_check_reads_what_browsers_get_and_what_the_server_runs():
    read = {str(path.relative_to(forbidden.ROOT)) for path in forbidden.files(forbidden.ROOT)}

    assert {"workers/static/workers/js/attention.js", "templates/workers/desk.html", "tasks/domain/desk.py"} <= read
    assert not {name for name in read if Path(name).parts[0] in ("tests", "docs")}


def test_whoever_plants_something_in_the_tree_is_stopped(tmp_path, monkeypatch, capsys):
    planted = tmp_path / "workers" / "static"
    planted.mkdir(parents=True)
    (planted / "spy.js").write_text("new IdleDetector();\n")
    monkeypatch.setattr(forbidden, "ROOT", tmp_path)

    assert forbidden.main() == 1
    assert "workers/static/spy.js:1: 'IdleDetector' (idle). " in capsys.readouterr().err

"""French: compiled without gettext's programs, and checked to be complete with them.

`python -m config.launch.messages --compile | --check | --update`
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from config.launch.places import ROOT, CannotLaunch

LANGUAGE = "fr"
CATALOGUE = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"
SOURCES = ("templates", "platform", "tasks", "workers")
WITHOUT = (".venv", ".data", "tests", "bench", "node_modules", "vendor", "migrations", "launch")
EXTENSIONS = "html,md,txt,py"


def compile_changed(root: Path = ROOT) -> int:
    """Write the compiled form of every catalogue that is newer than it; how many were written."""
    written = 0
    for source in sorted((root / "locale").glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        half = compiled.with_suffix(f".mo-{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(half))
        half.replace(compiled)
        written += 1
    return written


def faults(catalogue: polib.POFile) -> list[str]:
    """What a reader of French would meet in English: a sentence for each missing or doubtful translation."""
    found = []
    for entry in catalogue:
        if entry.obsolete:
            continue
        if entry.fuzzy:
            found.append(f"doubtful (fuzzy): {entry.msgid!r}")
        elif not entry.translated():
            found.append(f"missing: {entry.msgid!r}")
    return found


def extract(root: Path) -> None:
    """Bring the catalogue under `root` up to date with its sources. Raises CannotLaunch if gettext fails."""
    ignored = [
        part for name in WITHOUT for part in ("--ignore", name, "--ignore", f"{name}/*", "--ignore", f"*/{name}/*")
    ]
    command = [
        sys.executable,
        "-m",
        "django",
        "makemessages",
        "--locale",
        LANGUAGE,
        "--no-location",
        "--no-wrap",
    ]
    surroundings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    asked = subprocess.run(
        [*command, "--extension", EXTENSIONS, *ignored],
        check=False,
        cwd=root,
        env=surroundings,
        capture_output=True,
        text=True,
    )
    if asked.returncode:
        raise CannotLaunch(f"The sentences could not be gathered:\n{asked.stderr}")


def check() -> int:
    """0 when each visible sentence has its French; the tree is left as it is."""
    if not (ROOT / CATALOGUE).exists():
        raise CannotLaunch(f"There is no {CATALOGUE}.")
    if shutil.which("xgettext"):
        with tempfile.TemporaryDirectory(prefix="visible-hands-french-") as name:
            copy = Path(name)
            for source in (*SOURCES, "locale"):
                shutil.copytree(
                    ROOT / source,
                    copy / source,
                    ignore=shutil.ignore_patterns(*WITHOUT, "__pycache__", "static"),
                )
            extract(copy)
            found = faults(polib.pofile(str(copy / CATALOGUE)))
    elif os.environ.get("REQUIRE_GETTEXT") == "1":
        raise CannotLaunch("REQUIRE_GETTEXT=1, but the program xgettext was not found. Install the package gettext.")
    else:
        print("French: gettext is not installed: sentences missing from the catalogue were not looked for.")
        found = faults(polib.pofile(str(ROOT / CATALOGUE)))
    for fault in found:
        print(f"French, {fault}", file=sys.stderr)
    print(f"French: {len(found)} sentences to translate." if found else "French is complete.")
    return 1 if found else 0


def update() -> int:
    """Gather the sentences of the sources into the catalogue, for its translators."""
    (ROOT / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    extract(ROOT)
    print(f"{CATALOGUE}: {len(faults(polib.pofile(str(ROOT / CATALOGUE))))} sentences to translate.")
    return 0


def main(arguments: list[str]) -> int:
    try:
        match arguments:
            case ["--compile"]:
                print(f"{compile_changed()} catalogues compiled.")
                return 0
            case ["--check"]:
                return check()
            case ["--update"]:
                return update()
    except CannotLaunch as reason:
        print(reason, file=sys.stderr)
        return 1
    print("Say --compile, --check or --update.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

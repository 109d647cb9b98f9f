"""The tree keeps its shape: `platform/`, pinned requirements, vendored libraries, no trace of a machine."""

import ast
import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "platform" / "web" / "static" / "web" / "vendor"
LONGEST_FILE = 400
NOT_OURS = {"__pycache__", "node_modules"}
OUR_HIDDEN = {".ci", ".gitignore", ".dockerignore", ".github", ".editorconfig"}
CODE = {".py", ".js", ".css", ".html"}
# Split in two, so that this file does not find itself.
MACHINE_PATHS = (
    "/wo" + "rk/main",
    "/wo" + "rk/shared",
    "/ro" + "ot/",
    "/ho" + "me/",
    "bash" + "_jobs",
    f"{ROOT}/",
)
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "/simple" + "/",
    "--index" + "-url",
    "--find" + "-links",
)


def project_files() -> list[Path]:
    """What git keeps or would keep; every file where there is no git."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
        found = [ROOT / name for name in listed]
    except (OSError, subprocess.CalledProcessError):
        found = list(ROOT.rglob("*"))
    return [path for path in found if path.is_file() and is_ours(path.relative_to(ROOT))]


def is_ours(path: Path) -> bool:
    first = path.parts[0]
    return not NOT_OURS & set(path.parts) and (not first.startswith(".") or first in OUR_HIDDEN)


def text_of(path: Path) -> str:
    content = path.read_bytes()
    return "" if b"\0" in content[:8000] else content.decode(errors="replace")


def test_platform_is_a_folder_of_sources_and_not_a_package():
    assert not (ROOT / "platform" / "__init__.py").exists()


def test_no_folder_of_tests_is_a_package():
    assert list((ROOT / "tests").rglob("__init__.py")) == []


@pytest.mark.parametrize(
    "statement", ["import platform; platform.system()", "import uuid, celery, platform; platform.node()"]
)
def test_pythons_own_platform_is_found_from_the_root(statement):
    asked = subprocess.run([sys.executable, "-c", statement], cwd=ROOT, capture_output=True, text=True)

    assert (asked.returncode, asked.stderr) == (0, "")


def test_the_standard_command_line_starts():
    asked = subprocess.run([sys.executable, "manage.py", "version"], cwd=ROOT, capture_output=True, text=True)

    assert (asked.returncode, asked.stdout[:2]) == (0, "5.")


def test_no_file_names_a_path_of_one_machine_or_the_host_of_a_registry():
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in project_files()
        if VENDOR not in path.parents
        for word in (*MACHINE_PATHS, *REGISTRIES)
        if word in text_of(path)
    ]

    assert found == []


def test_every_requirement_is_pinned_with_hashes_and_names_no_address():
    locked = sorted((ROOT / "requirements").glob("*.txt"))

    assert [path.name for path in locked] == ["dev.txt", "run.txt", "server.txt"]
    for path in locked:
        text = path.read_text()
        entries = [
            entry
            for entry in re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^\s*#.*\n", "", text), flags=re.I)
            if entry.strip()
        ]
        assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
        assert "://" not in text


def test_the_files_of_code_are_short_enough_to_be_read():
    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in project_files()
        if path.suffix in CODE and VENDOR not in path.parents and "migrations" not in path.parts
        if (lines := text_of(path).count("\n")) > LONGEST_FILE
    }

    assert too_long == {}


def imported_by(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}


def test_the_domain_knows_no_http():
    http = ("django.http", "django.shortcuts", "django.urls", "django.views", "rest_framework")
    folders = {path: set(path.relative_to(ROOT).parts) for path in project_files() if path.suffix == ".py"}
    rules = [path for path, parts in folders.items() if {"domain", "kinds"} & parts and "tests" not in parts]

    found = {str(path): name for path in rules for name in imported_by(path) if name.startswith(http)}

    assert len(rules) > 60
    assert found == {}


def test_every_file_that_the_documents_name_is_there():
    documents = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    links = [
        (document, link.partition("#")[0])
        for document in documents
        for link in re.findall(r"\]\(([^)\s]+)\)", document.read_text())
        if "://" not in link and not link.startswith("#")
    ]

    assert len(links) > 15
    assert [f"{document.name}: {link}" for document, link in links if not (document.parent / link).exists()] == []


def test_each_vendored_library_is_the_one_of_the_lock():
    """A line of `vendor.lock`: name, version, path below the folder, sha256."""
    lines = [line.split() for line in (VENDOR / "vendor.lock").read_text().splitlines() if line and line[0] != "#"]

    assert lines
    for _name, _version, path, digest in lines:
        assert hashlib.sha256((VENDOR / path).read_bytes()).hexdigest() == digest, path


def test_no_vendored_file_is_missing_from_the_lock():
    named = {line.split()[2] for line in (VENDOR / "vendor.lock").read_text().splitlines() if line and line[0] != "#"}
    there = {
        str(path.relative_to(VENDOR))
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name not in {"vendor.lock", "README.md"} and not path.name.startswith("LICENSE")
    }

    assert there - named == set()

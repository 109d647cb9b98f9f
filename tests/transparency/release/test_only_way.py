"""No figure reaches the public but through the release job."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TRANSPARENCY = Path(__file__).resolve().parents[3] / "platform" / "transparency"
# What the public pages of figures are made of.
PUBLIC = [TRANSPARENCY / "views" / name for name in ("public.py", "who.py", "figures.py", "about.py")]
PUBLIC += sorted((TRANSPARENCY / "domain" / "figures").glob("*.py"))
PUBLISHED = {"PublishedCell", "PublishedTable", "Release"}
# Only what reads published rows, and words: nothing that works a figure out.
ALLOWED = (
    "transparency.domain.anonymity",
    "transparency.domain.catalogue",
    "transparency.domain.figures",
    "transparency.domain.release.answers",
    "transparency.domain.release.dimensions",
    "transparency.domain.release.files",
    "transparency.domain.release.reading",
    "transparency.domain.release.rounding",
    "transparency.domain.release.tables",
    "transparency.models",
)


def imported(path: Path) -> set[str]:
    """Every name of `transparency` that a file imports, with its module; `from x import y` gives x.y as well."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("transparency"):
            found |= {f"{node.module}.{one.name}" for one in node.names}
        elif isinstance(node, ast.Import):
            found |= {one.name for one in node.names if one.name.startswith("transparency")}
    return found


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: path.name)
def test_public_figures_come_from_published_rows_alone(path):
    found = imported(path)

    assert sorted(name for name in found if not name.startswith(ALLOWED)) == []
    models = {name.rpartition(".")[2] for name in found if name.startswith("transparency.models")}
    assert models <= PUBLISHED


def test_only_the_release_job_writes_published_rows():
    writers = [
        path.relative_to(TRANSPARENCY).as_posix()
        for path in TRANSPARENCY.rglob("*.py")
        if "migrations" not in path.parts
        and {"PublishedTable.objects.create", "PublishedCell.objects.bulk_create"}
        & {ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)}
    ]

    assert writers == ["domain/release/making.py"]

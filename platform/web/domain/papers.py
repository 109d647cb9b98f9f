"""Papers to take away: what stands on one, and the PDF of it (A4, tagged by PDF/UA, in the reader's language).

Words are data to the typesetter and never markup. The same paper is the same file, to the byte.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from django.utils.translation import get_language

from web.domain.hour_bar import HourBar

AUTHOR = "Visible Hands"
# More lines on one paper take a minute of the reader's time and a gigabyte of ours.
MOST_LINES = 1000
MOST_SECONDS = 100
_COMPOSE = Path(__file__).resolve().parents[1] / "papers" / "compose.py"
# So many papers a process has set at once; the others wait for their turn.
_PLACES = BoundedSemaphore(2)


class PaperFailed(Exception):
    """The typesetter gave up; its words are the only argument."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a part of the paper."""

    text: str
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; muted for what explains."""

    text: str
    is_muted: bool = False
    kind: str = "words"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values, a line each."""

    rows: Sequence[tuple[str, str]]
    kind: str = "facts"


@dataclass(frozen=True, slots=True)
class Figures:
    """Some great numbers side by side: what, how much, a note."""

    rows: Sequence[tuple[str, str, str]]
    kind: str = "figures"


@dataclass(frozen=True, slots=True)
class Column:
    """Of a table: numbers stand at the right; a wide one takes what room is left."""

    title: str
    is_number: bool = False
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words under columns, which stand again on each page; totals at the end."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    totals: Sequence[Sequence[str]] = ()
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Party:
    """Who the paper is from, or for."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One document. `made_at` stands in the file, and nowhere on the page."""

    title: str
    made_at: datetime
    lead: str = ""
    reference: str = ""
    footer: str = ""
    parties: Sequence[Party] = ()
    blocks: list[Heading | Words | Facts | Figures | Table | HourBar] = field(default_factory=list)


def as_pdf(paper: Paper) -> bytes:
    """The paper as PDF. Raises PaperFailed."""
    text = json.dumps(_content(paper), ensure_ascii=False).encode()
    with _PLACES:
        try:
            done = subprocess.run(  # noqa: S603 -- our own file, run by our own interpreter
                [sys.executable, "-I", str(_COMPOSE)],
                input=text,
                capture_output=True,
                timeout=MOST_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise PaperFailed(f"longer than {MOST_SECONDS} s") from None
    if done.returncode:
        raise PaperFailed(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout


def _content(paper: Paper) -> dict[str, Any]:
    return {
        **asdict(paper),
        "author": AUTHOR,
        "language": (get_language() or "en")[:2],
        "made_at": int(paper.made_at.timestamp()),
        "parties": [asdict(party) for party in paper.parties],
        "blocks": [_block(each) for each in paper.blocks],
    }


def _block(block: Heading | Words | Facts | Figures | Table | HourBar) -> dict[str, Any]:
    if isinstance(block, HourBar):
        return {**asdict(block), "basis": block.basis.value, "kind": "bar"}
    return asdict(block)

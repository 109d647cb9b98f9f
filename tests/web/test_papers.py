"""What people wrote stands on a paper as they wrote it, and commands nothing."""

from datetime import UTC, datetime

import pytest

from web.domain.hour_bar import hour_bar
from web.domain.papers import Column, Facts, Heading, Paper, PaperFailed, Party, Table, Words, as_pdf

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOSTILE = '#import "x": y #panic("no") *bold* $x$ `raw` @label <label> [\\"] \\u{202e}'


def test_hostile_words_are_set_as_words():
    paper = Paper(
        title=HOSTILE,
        made_at=AT,
        lead=HOSTILE,
        footer=HOSTILE,
        parties=[Party(HOSTILE, HOSTILE)],
        blocks=[
            Heading(HOSTILE),
            Words(HOSTILE),
            Facts([(HOSTILE, HOSTILE)]),
            Table([Column(HOSTILE), Column("n", True)], [[HOSTILE, "1"]], [[HOSTILE, "1"]]),
        ],
    )

    assert as_pdf(paper).startswith(b"%PDF-1.7")


def test_the_same_paper_is_the_same_file():
    bar = hour_bar(paid_seconds=43, unpaid_seconds=17, hourly_micros=7_900_000, floor_micros=12_020_000)
    paper = Paper(title="A paper", made_at=AT, blocks=[bar, Words("€1,234.56 l’œil")])

    assert as_pdf(paper) == as_pdf(paper)


def test_a_paper_that_cannot_be_set_says_so():
    broken = Paper(title="A paper", made_at=AT, blocks=[Table([Column("a")], [["b"]]), Facts([("only one",)])])

    with pytest.raises(PaperFailed, match="array"):
        as_pdf(broken)

"""Published figures are read from published rows, and from nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from transparency.domain.release import reading
from transparency.domain.release.tables import TABLES


def test_the_latest_release_is_the_last_that_was_made(circles):
    circles(date(2026, 9, 1), dormant=45)
    circles(date(2026, 10, 1), dormant=50, regular=None)
    circles(date(2026, 11, 1), state="making", dormant=60)

    found = reading.table("circles")

    assert (found.as_of, found.n("dormant"), found.n("regular"), found.n("nobody")) == (
        date(2026, 10, 1),
        50,
        None,
        None,
    )
    assert [code for code, _label in found.rows] == ["regular", "dormant"]
    assert not found.cell("regular").is_shown


def test_a_series_holds_a_table_in_every_release(circles, django_assert_num_queries):
    circles(date(2026, 10, 1), dormant=50)
    circles(date(2026, 9, 1), dormant=45)

    with django_assert_num_queries(2):
        found = reading.series("circles")

    assert [(view.as_of.month, view.n("dormant")) for view in found] == [(9, 45), (10, 50)]


def test_before_the_first_release_there_is_no_table(db):
    assert (reading.latest_release(), reading.table("circles"), reading.series("circles")) == (None, None, [])
    with pytest.raises(KeyError):
        reading.table("salaries")


def test_every_table_has_at_most_two_dimensions_and_a_name_that_fits():
    assert all(len(table.id) <= 40 and len(str(table.title)) <= 120 for table in TABLES.values())
    assert all(len(table.dimensions) <= 2 for table in TABLES.values())
    assert all(len(code) <= 40 for table in TABLES.values() for one in table.dimensions for code in one.names)

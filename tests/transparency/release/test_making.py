"""The one release job: what goes in comes back within rounding, once, and the same each time."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from tests.transparency.release.conftest import IN_NOVEMBER, NOVEMBER, OCTOBER
from transparency.domain.release import making, reading
from transparency.models import PublishedCell, Release
from workers.demo import population


def rows() -> list[tuple]:
    """Every published figure, whatever its key."""
    names = ("table__table_id", "row", "column", "n", "values", "status", "reason", "as_of")
    return list(PublishedCell.objects.order_by("table__table_id", "position").values_list(*names))


def test_a_population_with_the_articles_shares_comes_back_within_rounding(crowd, release):
    people = population.people(300)
    crowd(people, OCTOBER)

    release(OCTOBER)

    shown = {name: view.cells.values() for name, view in reading.tables().items()}
    women = reading.table("gender").value("share", "woman")
    assert abs(women - 0.561) < 0.03
    assert reading.table("age").n("25-34") + reading.table("age").n("35-44") > 0.55 * 300
    told = [one for cells in shown.values() for one in cells if one.n is not None]
    assert all(one.n % 5 == 0 and (one.n >= 10 or one.n == 0) for one in told)
    for question, table in (("Q10", "main_activity"), ("Q19a", "device"), ("Q7", "household")):
        for code in ("employed", "laptop", "couple_children"):
            if (n := reading.table(table).n(code)) is not None:
                assert abs(n - sum(one.answers.get(question) == [code] for one in people)) < 5


def test_a_month_is_made_once_and_would_come_out_the_same(crowd, release):
    crowd(population.people(60), OCTOBER, answering=False)
    first = release(OCTOBER)
    once = rows()

    again = release(OCTOBER)
    Release.objects.all().delete()
    anew = release(OCTOBER)

    assert again == first
    assert anew.pk != first.pk
    assert rows() == once
    assert len(once) > 200


def test_a_month_that_is_not_over_has_no_figures(db):
    with pytest.raises(making.NotOver):
        making.make_release(month=NOVEMBER, at=IN_NOVEMBER)
    with pytest.raises(CommandError, match="for example 2026-10"):
        call_command("make_release", month="October")

    assert not Release.objects.exists()


def test_without_a_key_nothing_is_published(db, settings):
    settings.RELEASE_KEY = ""

    with pytest.raises(making.NoKey):
        making.make_release(month=OCTOBER, at=IN_NOVEMBER)

    assert making.release_due(at=IN_NOVEMBER) is None
    assert not Release.objects.exists()


def test_the_clock_makes_the_last_month_from_the_eighth_on(db):
    assert making.release_due(at=IN_NOVEMBER.replace(day=7)) is None

    made = making.release_due(at=IN_NOVEMBER)

    assert (str(made), made.state, made.made_at) == ("2026-10", "made", IN_NOVEMBER)
    assert making.release_due(at=IN_NOVEMBER) is None


def test_a_release_that_is_called_off_publishes_nothing_and_can_be_made_again(db, monkeypatch, release):
    written = making.measuring.of_workers

    def call_off(**said):
        making.cancel(release=Release.objects.get())
        return written(**said)

    monkeypatch.setattr(making.measuring, "of_workers", call_off)
    with pytest.raises(making.Cancelled):
        release(OCTOBER)
    monkeypatch.undo()

    assert (Release.objects.get().state, rows(), making.release_due(at=IN_NOVEMBER)) == ("cancelled", [], None)
    assert release(OCTOBER).state == "made"
    assert making.cancel(release=Release.objects.get()) is False


def test_of_fewer_than_eleven_people_nothing_is_told(crowd, release):
    crowd(population.people(10), OCTOBER)

    release(OCTOBER)

    told = [cell for cell in PublishedCell.objects.exclude(status="suppressed") if cell.n]
    assert told == []
    assert reading.table("gender").cell("woman").reason == "no_consent"

"""Pay by country of residence: of eleven people each, the rest among them, and nobody is most of a sum."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.transparency.release.conftest import a_key, crowd, jobs
from transparency.domain.auditing import studies, study
from transparency.domain.auditing.countries import REST, Resident, pay_by_country
from transparency.models import GapStudy
from workers.demo.population import MadeUp

__all__ = ["a_key", "crowd", "jobs"]
OCTOBER = date(2026, 10, 1)
AT = datetime(2026, 11, 8, 5, tzinfo=UTC)
# Two hours of paid work for 20 euros, half an hour of tasks without pay, and half an hour of looking for work.
ONE = Resident("FR", earned=20.0, paid=7200.0, counted=9000.0, at_work=10_800.0, unpaid=3600.0)


def told(*residents: Resident) -> dict[str, int]:
    """How many people each row that is shown is of."""
    return {row["country"]: row["people"] for row in _rows(*residents)}


def _rows(*residents: Resident) -> list[dict[str, object]]:
    return pay_by_country(residents=residents, p_percent=10, count=lambda _code, people: people)


def living(country: str, people: int) -> list[Resident]:
    return [replace(ONE, country=country)] * people


def test_pay_is_told_as_ratios_of_sums_with_medians_and_unpaid_minutes():
    quick = replace(ONE, earned=80.0, paid=14_400.0, counted=14_400.0, at_work=14_400.0, unpaid=0.0)

    (row,) = _rows(*living("FR", 16), *[quick] * 4)

    # 640 euros in 48 hours of paid work, 56 of tasks and 64 at work; sixteen hours of it unpaid.
    assert [row[name]["pooled"] for name in ("M13", "M13b", "M13c")] == [13.35, 11.45, 10.0]
    assert [row[name]["median"] for name in ("M13", "M13b", "M13c")] == [10.0, 8.0, 6.65]
    assert (row["M21"], row["people"]) == (20.0, 20)


def test_there_is_no_median_of_fewer_than_twenty():
    (row,) = _rows(*living("FR", 19))

    assert (row["M13"]["pooled"], row["M13"]["median"], row["M13"]["median_low"]) == (10.0, None, None)


def test_a_country_of_fewer_than_eleven_is_in_the_rest():
    assert told(*living("FR", 30), *living("BE", 10), *living(REST, 5)) == {"FR": 30, REST: 15}


def test_a_rest_of_fewer_than_eleven_takes_the_smallest_country_in():
    assert told(*living("FR", 30), *living("MG", 12), *living("BE", 3)) == {"FR": 30, REST: 15}


def test_a_country_of_exactly_eleven_is_shown_and_nobody_left_is_no_row():
    assert told(*living("FR", 30), *living("BE", 11)) == {"FR": 30, "BE": 11}


def test_fewer_than_eleven_people_in_all_are_not_shown():
    assert told(*living("FR", 6), *living("BE", 4)) == {}


@pytest.mark.parametrize("field", ["earned", "paid", "counted", "at_work", "unpaid"])
def test_a_country_where_one_person_is_most_of_a_sum_is_not_told_apart(field):
    giant = replace(ONE, country="BE", **{field: 100 * getattr(ONE, field)})
    shown = told(*living("FR", 300), *living("BE", 15), giant, *living(REST, 12))

    assert "BE" not in shown


@pytest.fixture
def known(crowd, auditor):
    """October of 24 people in France, 12 in Madagascar, five in Belgium and seven who don't say, reckoned."""
    homes = ["FR"] * 24 + ["MG"] * 12 + ["BE"] * 5 + [""] * 7
    crowd([MadeUp({"Q3": [home]} if home else {}, 20.0, 10_000_000) for home in homes], OCTOBER)
    asked = studies.ask(month=OCTOBER, asked_by=auditor, at=AT)
    study.go_on(study_id=asked.pk, at=AT)
    return GapStudy.objects.get()


def test_a_study_keeps_rounded_aggregates_by_country(known):
    rows = {row["country"]: row for row in known.result["countries"]}

    assert list(rows) == ["FR", "MG", REST]
    assert rows["FR"]["people"] in (20, 25)
    assert {rows[code]["people"] for code in ("MG", REST)} <= {10, 15}
    # A paid hour brings everybody here the same.
    assert {row["M13"]["pooled"] for row in rows.values()} == {10.0}
    assert (rows["FR"]["M13"]["median"], rows["MG"]["M13"]["median"]) == (10.0, None)
    assert rows["FR"]["M13c"]["pooled"] < rows["FR"]["M13b"]["pooled"] < 10 < 60 > rows["FR"]["M21"] > 0


def test_the_page_names_countries_and_never_one_of_five_people(known, client, auditor):
    client.force_login(auditor)

    page = client.get("/audit/gap/").content.decode()

    assert "By country of residence" in page
    assert all(name in page for name in ("France", "Madagascar", "Another country or not said"))
    assert "Belgium" not in page


def test_of_fewer_than_eleven_who_agreed_no_country_is_told(crowd, auditor):
    crowd([MadeUp({"Q3": ["FR"]}, 20.0, 10_000_000)] * 10, OCTOBER)
    study.go_on(study_id=studies.ask(month=OCTOBER, asked_by=auditor, at=AT).pk, at=AT)

    assert GapStudy.objects.get().result["countries"] == []

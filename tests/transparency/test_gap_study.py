"""A month's gap is reckoned from answers through the one door, once, and nothing of fewer than thirty is kept."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from tests.transparency.release.conftest import a_key, crowd, jobs
from transparency.domain.auditing import gaps, studies, study
from transparency.models import GapStudy
from workers.demo import population

__all__ = ["a_key", "crowd", "jobs"]
OCTOBER = date(2026, 10, 1)
AT = datetime(2026, 11, 8, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch):
    """The arithmetic of intervals has tests of its own; here it only has to be quick."""
    monkeypatch.setattr(gaps, "RESAMPLES", 200)
    monkeypatch.setattr(gaps, "RESAMPLES_OF_PARTS", 20)


@pytest.fixture
def reckoned(auditor):
    """Asks for October and reckons it."""

    def make() -> GapStudy:
        asked = studies.ask(month=OCTOBER, asked_by=auditor, at=AT)
        study.go_on(study_id=asked.pk, at=AT)
        return GapStudy.objects.get(pk=asked.pk)

    return make


def test_a_population_has_its_gap_raw_adjusted_and_in_parts(crowd, reckoned):
    crowd(population.people(260), OCTOBER)

    told = reckoned()

    assert (told.state, told.steps_done, told.done_at) == ("done", 9, AT)
    for measure in ("M13", "M13c", "M21"):
        found = told.result["measures"][measure]
        assert found["raw"]["of_means"]["low"] <= found["raw"]["of_means"]["value"] <= found["raw"]["of_means"]["high"]
        assert found["parts"]["explained"] + found["parts"]["unexplained"] == pytest.approx(found["parts"]["gap"])


def test_people_alike_are_compared_by_the_country_and_the_device_they_told_too(crowd, reckoned):
    crowd(population.people(260), OCTOBER)

    columns = reckoned().result["measures"]["M13c"]["adjusted"]["columns"]

    assert {name.partition(":")[0] for name in columns} >= {"log_days", "log_hours", "country", "device"}


def test_counts_are_rounded_and_no_person_is_in_what_is_kept(crowd, reckoned):
    people = crowd(population.people(260), OCTOBER)

    told = reckoned().result

    assert all(count is None or count % 5 == 0 for count in told["counts"].values())
    assert not {str(person.pk) for person in people} & set(json.dumps(told).replace('"', " ").split())
    assert "men_count" not in json.dumps(told)


def test_below_thirty_nothing_of_men_and_women_is_kept_but_that(crowd, reckoned):
    crowd(population.people(40), OCTOBER)

    assert reckoned().result.keys() == {"countries", "too_few"}


def test_a_month_is_studied_once(crowd, reckoned):
    crowd(population.people(40), OCTOBER)
    first = reckoned()

    assert reckoned().pk == first.pk
    assert studies.months_to_ask(at=AT) == []
    assert studies.due(at=AT) == []


def test_the_clock_asks_for_the_last_complete_month_from_the_eighth_on(crowd):
    crowd(population.people(12), OCTOBER)

    assert studies.due(at=AT.replace(day=7)) == []
    assert [GapStudy.objects.get(pk=number).month for number in studies.due(at=AT)] == [OCTOBER]


def test_a_month_that_is_not_complete_is_refused(auditor):
    with pytest.raises(studies.NotOver):
        studies.ask(month=date(2026, 11, 1), asked_by=auditor, at=AT)


def test_after_three_attempts_a_study_has_failed_and_can_be_asked_for_again(auditor):
    asked = studies.ask(month=OCTOBER, asked_by=auditor, at=AT)
    GapStudy.objects.update(attempts=study.MOST_ATTEMPTS)
    study.go_on(study_id=asked.pk, at=AT)
    failed = GapStudy.objects.get()

    again = studies.ask(month=OCTOBER, asked_by=auditor, at=AT)

    assert (failed.state, again.state, again.attempts) == ("failed", "waiting", 0)


def test_the_page_tells_both_gaps_and_that_explained_is_not_justified(client, auditor, crowd, reckoned):
    crowd(population.people(260), OCTOBER)
    reckoned()
    client.force_login(auditor)

    page = client.get("/audit/gap/").content.decode()

    assert "October 2026" in page
    assert "is not “justified”" in page
    assert page.count("95% interval") >= 9

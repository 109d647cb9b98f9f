"""Somebody with all published tables works out nothing that is hidden, in one release or in two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.transparency.attacker import Attacker
from tests.transparency.release.conftest import IN_NOVEMBER, NOVEMBER, OCTOBER, work
from transparency.domain.release import counts, protecting, reading, suppression
from transparency.domain.release.people import people_of
from transparency.models import WorkerDay
from workers.demo import population


@pytest.fixture
def attack(client: Client) -> Callable[[date], dict[str, tuple[float, float]]]:
    """What an attacker finds in the tables of a month, fetched as everybody fetches them."""

    def make(month: date) -> dict[str, tuple[float, float]]:
        people = people_of(month=month, as_of=IN_NOVEMBER.date(), floor_hourly_micros=12_020_000)
        attacker = Attacker(joined=counts.merged_codes(people))
        asked = {"month": f"{month:%Y-%m}"}
        for table in client.get(reverse("transparency:tables"), asked).json()["tables"]:
            attacker.read(client.get(reverse("transparency:table-json", args=[table["table"]]), asked).json())
        assert len(attacker.hidden) > 100
        return attacker.found()

    return make


def test_an_attacker_bounds_no_hidden_count_closer_than_from_nobody_to_eleven(crowd, release, attack):
    crowd(population.people(150), OCTOBER)

    release(OCTOBER)

    assert attack(OCTOBER) == {}


def hide_small_ones_alone(*, reader, wanted, cost):
    reader.hidden |= set(wanted)
    return set(reader.hidden)


def test_without_complementary_suppression_the_same_attacker_wins(crowd, release, attack, monkeypatch):
    monkeypatch.setattr(suppression, "hide", hide_small_ones_alone)
    monkeypatch.setattr(suppression, "exposed", lambda **_said: {})
    crowd(population.people(150), OCTOBER)
    release(OCTOBER)

    assert attack(OCTOBER) != {}


def test_the_audit_stops_a_release_that_would_tell(crowd, release, monkeypatch):
    monkeypatch.setattr(suppression, "hide", hide_small_ones_alone)
    crowd(population.people(150), OCTOBER)

    with pytest.raises(protecting.Unsafe):
        release(OCTOBER)

    assert reading.latest_release() is None


def test_a_count_that_few_people_changed_is_not_told_anew(crowd, release, jobs):
    people = population.people(60)
    users = crowd(people, OCTOBER, answering=False)
    release(OCTOBER)
    work(dict(zip(users[:-3], people, strict=False)), NOVEMBER, jobs)

    release(NOVEMBER)

    then, now = (reading.table("seen", one) for one in reversed(reading.releases()))
    assert (now.cell("working").status, now.cell("working").as_of) == ("not_updated", OCTOBER)
    assert now.n("working") == then.n("working")
    assert reading.table("fte").cell("all").values == reading.table("fte", then.release).cell("all").values
    assert not now.cell("not_seen").is_shown


def test_a_count_that_many_people_changed_or_nobody_is_told(crowd, release, jobs):
    people = population.people(60)
    users = crowd(people, OCTOBER, answering=False)
    release(OCTOBER)
    work(dict(zip(users[:-20], people, strict=False)), NOVEMBER, jobs)

    release(NOVEMBER)

    seen = reading.table("seen")
    assert (seen.cell("working").status, seen.cell("working").as_of) == ("published", NOVEMBER)
    assert abs(seen.n("working") - 40) < 5
    assert (seen.n("total"), seen.cell("total").as_of) == (60, NOVEMBER)


def test_who_is_erased_is_not_found_by_laying_two_releases_side_by_side(crowd, release, jobs):
    people = population.people(60)
    users = crowd(people, OCTOBER, answering=False)
    release(OCTOBER)
    work(dict(zip(users, people, strict=True)), NOVEMBER, jobs)
    gone = [user.pk for user in users[:4]]
    WorkerDay.objects.filter(worker_number__in=gone).delete()
    type(users[0]).objects.filter(pk__in=gone).delete()

    release(NOVEMBER)

    assert {reading.table("seen").n(row) for row in ("working", "total")} <= {60, None}

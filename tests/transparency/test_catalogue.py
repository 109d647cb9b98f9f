"""Every metric is defined, and computed by something that is there and says its unit."""

from datetime import date

import pytest
from django.urls import reverse

from tests.transparency.rollup.logged import LATER, START, attempt, event, presence
from transparency.domain import catalogue, conduct, crowd, log, rhythm, spread
from transparency.domain.activity import Activity
from transparency.domain.appealing import Share
from transparency.domain.rollup import keeping, reading
from transparency.domain.rollup.reading import Labour
from transparency.models import WorkerDay

NUMBERS = [f"M{number:02}" for number in range(1, 41)]
# M09 has no definition.
WANTED = {*NUMBERS, "M13b", "M13c", "M13d"} - {"M09"}


def test_every_metric_is_there():
    assert set(catalogue.METRICS) == WANTED


@pytest.mark.parametrize("found", catalogue.METRICS.values(), ids=catalogue.METRICS)
def test_a_metric_says_what_it_is_and_its_function_names_it(found):
    computed_by = found.computed_by
    documented = computed_by.fget if isinstance(computed_by, property) else computed_by

    assert all(str(words) for words in (found.name, found.unit, found.formula, found.source))
    assert found.seen_by
    assert found.version >= 1
    assert documented.__doc__
    assert callable(documented)


def test_pages_ask_for_a_metric_by_its_name():
    assert str(catalogue.metric("M13b").name) == "Hourly pay, all work on tasks"
    with pytest.raises(KeyError):
        catalogue.metric("M99")


def test_who_works_how_often_is_told_by_the_days(db):
    monday = date(2026, 3, 30)
    for worker, days in {1: (2, 9, 16, 23), 2: (25,), 3: ()}.items():
        for day in days:
            WorkerDay.objects.create(worker_number=worker, day=date(2026, 3, day), submitted_count=1)
    WorkerDay.objects.create(worker_number=3, day=date(2025, 6, 1), submitted_count=1)
    WorkerDay.objects.create(worker_number=4, day=date(2026, 3, 29), waiting_seconds=5)

    classes = crowd.activity_of_workers(day=monday)

    assert classes == {1: Activity.VERY_ACTIVE, 2: Activity.REGULAR, 3: Activity.OCCASIONAL}
    assert crowd.dormant_count(registered_count=10, classes=classes) == 7
    assert crowd.live_pool(first=date(2026, 1, 1), last=monday).people == 2.0
    assert crowd.reactivation(dormant=[5, 6, 7], active=[7, 8]) == Share(1, 3)


def test_a_half_life_is_found_again_in_what_it_made():
    overlaps = [(months, round(1_000_000 * 0.5 ** (months / 12))) for months in range(1, 7)]

    assert crowd.months_to_half(overlaps=overlaps) == pytest.approx(12, abs=0.001)
    assert crowd.months_to_half(overlaps=[(1, 5), (2, 6)]) is None
    assert crowd.months_to_half(overlaps=[(1, 5)]) is None


def test_a_full_year_of_full_time_is_one_equivalent():
    assert crowd.full_time_equivalents(presence_seconds=1607 * 3600, days=365) == pytest.approx(1)
    assert crowd.three_shifts(job_hours=20, care_hours=15, presence_seconds=36_000, days=14) == (20, 15, 5.0)
    assert crowd.mean_platforms(answers=[0, 1, 2]) == 2


def test_the_share_at_the_floor_leaves_out_who_was_there_for_less_than_an_hour():
    people = [
        Labour(pay_micros=12_020_000, paid_seconds=3600, presence_seconds=3600),
        Labour(pay_micros=12_020_000, paid_seconds=3600, waiting_seconds=60, presence_seconds=3660),
        Labour(pay_micros=5, paid_seconds=3599, presence_seconds=3599),
    ]

    assert spread.at_or_above_floor(people=people, floor_micros=12_020_000) == Share(1, 2)


def test_runs_and_weeks_tell_how_monotonous_work_is():
    kinds = ["boxes", "boxes", "boxes", "text", "boxes"]

    assert rhythm.run_lengths(kinds=kinds) == [3, 1, 1]
    assert rhythm.median_run(kinds=kinds) == 3
    assert rhythm.regularity(weeks=[[1, 0], [2, 0], [0, 3]]) == pytest.approx(0.5)
    assert rhythm.regularity(weeks=[[0, 0], [0, 0]]) is None


def test_what_people_found_when_they_looked_for_work(db):
    looks = [event("list.viewed", at, note=note) for at, note in ((0, "3"), (60, "0"), (7200, "5"), (9000, ""))]
    log.record(looks)

    found = rhythm.availability(first=START.date(), last=START.date())

    assert (found.looks, found.listed, found.in_vain) == (3, 8, Share(1, 3))
    assert [one.looks for one in rhythm.available_by_hour(first=START.date(), last=START.date())][10:13] == [2, 0, 1]


def test_a_job_is_told_by_how_it_was_spread_and_a_week_by_its_hours(db):
    for worker, count in ((1, 1), (2, 3)):
        for number in range(count):
            attempt(number * 100, number * 100 + 60, "paid", micros=50, worker=worker)
    presence(0, 3600, worker=1)
    keeping.roll_up(at=LATER)

    days = reading.days_of_worker(worker_number=1, first=START.date(), last=START.date())
    assert rhythm.fragments_of_job(job_number=1) == rhythm.Fragments(4, 2, 0.5)
    assert rhythm.hours_of_week(days=days)[0][10] == 3600.0
    labour = reading.labour_of_worker(worker_number=1, first=START.date(), last=START.date())
    assert rhythm.night_and_weekend_share(labour=labour) == 0.0


def test_conduct_is_told_by_sums():
    people = [Labour(qualification_seconds=1800, paid_seconds=3600, floor_micros=7, paid_count=4, withheld_micros=9)]

    assert conduct.qualification_debt(people=people).ratio == 0.5
    assert conduct.lifted_pay(people=people, touched_count=1) == conduct.LiftedPay(7, Share(1, 4))
    assert conduct.fee_share(pay_micros=80, fee_micros=20) == 0.2
    assert conduct.estimate_honesty(median_seconds=66, announced_seconds=60) == pytest.approx(1.1)
    assert spread.withheld_micros(people=people) == 9


def test_each_metric_stands_on_the_methods_page_under_its_name(db, client):
    page = client.get(reverse("transparency:methods")).content.decode()

    assert all(page.count(f'id="{id}"') == 1 for id in WANTED)

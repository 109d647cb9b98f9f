"""What a job really pays: its requester and its workers read the same, and nothing of fewer than eleven people."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.domain import tokens
from tests.fixtures import NOON, make_worker
from tests.workers.test_find import text_of
from transparency.domain import job_pay, measures
from transparency.domain.rollup import keeping
from transparency.models import WorkEvent

SECONDS = 20
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


def work(job, person, number, *, seconds=SECONDS, is_rejected=False):
    """One answer of `seconds` in the log, paid its price an hour later, or rejected."""
    start = NOON + timedelta(hours=1)
    end, decided = start + timedelta(seconds=seconds), start + timedelta(hours=1, seconds=seconds)
    about = {"worker_number": person.pk, "requester_number": job.requester_id, "job_number": job.pk}
    about["assignment_number"] = number
    WorkEvent.objects.create(at=end, type="task.submitted", started_at=start, ended_at=end, **about)
    if is_rejected:
        WorkEvent.objects.create(at=decided, type="task.rejected", **about)
    else:
        WorkEvent.objects.create(at=decided, type="task.approved", **about)
        WorkEvent.objects.create(at=decided, type="task.paid", micros=job.price_micros, **about)


@pytest.fixture
def worked(open_job):
    """A job of ten seconds announced, on which so many people worked twenty each."""

    def make(people):
        job = open_job(micro_tasks=1, price_micros=40_000, expected_seconds=10)
        for number in range(people):
            work(job, make_worker(100 + number), 1000 + number, is_rejected=number == 0)
        at = NOON + timedelta(hours=5)
        keeping.roll_up(at=at)
        measures.refresh(at=at)
        return job

    return make


def pay_of(job):
    return job_pay.of_job(job_number=job.pk, announced_seconds=job.expected_seconds, price_micros=job.price_micros)


def test_ten_people_tell_nothing_and_eleven_tell_all(worked):
    few = pay_of(worked(10))

    assert not few.is_told
    assert (few.rejected, few.at_floor, few.median_interval) == (None, None, None)


def test_the_figures_are_those_of_a_hand_reckoning(worked):
    pay = pay_of(worked(11))

    # Ten answers of 4 cents in 220 seconds of eleven people; ten of them made 7.20 an hour, and one nothing.
    assert pay.is_told
    assert pay.measure.hourly_micros == 6_545_455
    assert pay.measure.hourly_median_micros == 7_200_000
    assert (pay.measure.worker_count, pay.measure.median_seconds) == (11, 20)
    assert (pay.rejected.part, pay.rejected.whole) == (1, 11)
    assert round(pay.rejected.low, 3) == 0.016
    assert pay.measure.pay_hours_p50 == 1


def test_time_beyond_a_fifth_of_what_was_announced_says_what_to_do(worked, client):
    job = worked(11)
    client.force_login(job.requester, backend=BACKEND)

    said = text_of(client.get(reverse("jobs:pay", args=[job.public_id])))

    assert pay_of(job).is_longer_than_announced
    assert "An answer takes 2.00 times what you announced" in said
    assert "Raise the price to" in said


def test_half_of_the_answers_reach_the_floor_at_the_price_that_is_named(worked):
    pay = pay_of(worked(11))

    price = pay.price_at(12_020_000)

    assert price == 66_778
    assert price * 3600 >= 12_020_000 * SECONDS > (price - 1) * 3600


def test_with_few_people_a_requester_reads_sums_alone(worked, client):
    job = worked(10)
    client.force_login(job.requester, backend=BACKEND)

    said = text_of(client.get(reverse("jobs:pay", args=[job.public_id])))

    assert "Real time and pay are shown from eleven people on" in said
    assert "€0.36" in said
    assert "an hour paid" not in said.lower()


def test_workers_read_the_same_before_they_take_it(worked, worker, client):
    job = worked(11)
    client.force_login(worker, backend=BACKEND)

    page = client.get(reverse("work:desk", args=[job.public_id]))

    assert page.context["pay"] == pay_of(job)
    assert "€6.55" in text_of(page)
    assert "7 unpaid minutes" not in text_of(page)
    assert "Half of the pay came within 1.0 h." in text_of(page)


def test_programs_of_both_read_the_same(worked, worker, client):
    job = worked(11)
    told = []
    for person, name in ((job.requester, "tasks-api:pay"), (worker, "workers-api:work-on")):
        _token, word = tokens.issue(user=person, name="a test", at=NOON)
        answer = client.get(reverse(name, args=[job.public_id]), headers={"authorization": f"Token {word}"}).json()
        told.append(answer.get("real_pay", answer))

    assert told[0] == told[1]
    assert told[0]["measured"]["hourly_micros"] == 6_545_455
    assert told[0]["measured"]["rejected"]["n"] == 11


def test_the_page_takes_few_queries(worked, client, django_assert_max_num_queries):
    job = worked(11)
    client.force_login(job.requester, backend=BACKEND)

    with django_assert_max_num_queries(16):
        client.get(reverse("jobs:pay", args=[job.public_id]))

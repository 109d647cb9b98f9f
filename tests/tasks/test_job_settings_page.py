"""The page on which a requester changes a running job."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ledger.models import Transfer
from tasks.domain import claiming, jobs, pausing, raising, splitting
from tasks.models import Job
from tests.fixtures import EURO, NOON, states
from transparency.domain import log


def post(client: Client, name: str, job: Job, **sent: str) -> str:
    """Post, follow, and give the page that came of it."""
    return client.post(reverse(f"jobs:{name}", args=[job.public_id]), sent, follow=True).content.decode()


def settings_of(client: Client, job: Job) -> str:
    return client.get(reverse("jobs:settings", args=[job.public_id])).content.decode()


def agreed_in(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(quoted|agreed)" value="(\d+)"', page))


def test_a_price_is_raised_after_it_was_shown_what_that_sets_aside(
    at_desk: Client, open_job: Callable[..., Job]
) -> None:
    job = open_job(micro_tasks=3)

    asked = post(at_desk, "price", job, price="0.005")
    assert "Nothing was changed yet." in asked
    assert "3 answers aren’t submitted yet: €0.001 more for each is €0.003 + fee €0.0003." in asked
    raised = post(at_desk, "price", job, price="0.005", **agreed_in(asked))

    assert "From now on an answer pays €0.005; €0.0033 were set aside for it." in raised
    assert Job.objects.get(pk=job.pk).price_micros == 5000
    assert "from €0.004 to €0.005" in settings_of(at_desk, job)


def test_calculating_changes_nothing_and_gives_the_line_alone(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=1)
    address = reverse("jobs:price", args=[job.public_id])

    line, refused = (
        at_desk.post(address, {"price": price, "calculate": "1"}, headers={"HX-Request": "true"}).content.decode()
        for price in ("0.006", "0.004")
    )

    assert agreed_in(line) == {"quoted": "6000", "agreed": "2200"}
    assert (line.lstrip()[:60].count("<html"), "can’t be reckoned with" in refused) == (0, True)
    assert Job.objects.get(pk=job.pk).price_micros == 4000


@pytest.mark.parametrize("price", ["0.004", "0.003", "", "cheap"])
def test_a_price_that_is_not_higher_is_refused_beside_its_field(
    at_desk: Client, open_job: Callable[..., Job], price: str
) -> None:
    job = open_job()

    shown = post(at_desk, "price", job, price=price)

    assert 'aria-invalid="true"' in shown
    assert not Transfer.objects.filter(reason="raise").exists()


def test_a_raise_that_takes_more_than_was_shown_is_shown_again(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=3)

    shown = post(at_desk, "price", job, price="0.005", quoted="5000", agreed="3299")

    assert "Nothing was changed yet." in shown
    assert agreed_in(shown)["agreed"] == "3300"
    assert Job.objects.get(pk=job.pk).price_micros == 4000


def test_without_the_money_it_says_how_much_is_missing(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=10, price_micros=EURO)

    shown = post(at_desk, "price", job, price="100", **agreed_in(post(at_desk, "price", job, price="100")))

    assert "Your funds lack €100.00, so nothing was changed and nothing moved." in shown
    assert Job.objects.get(pk=job.pk).price_micros == EURO


def test_a_job_is_paused_and_goes_on_by_its_buttons(
    at_desk: Client, open_job: Callable[..., Job], client: Client
) -> None:
    job = open_job()

    paused = post(at_desk, "pause", job)
    assert ("The job is paused" in paused, reverse("jobs:resume", args=[job.public_id]) in paused) == (True, True)
    gone_on = post(at_desk, "resume", job)

    assert ("The job goes on" in gone_on, Job.objects.get(pk=job.pk).state) == (True, "open")


def test_a_closed_job_can_be_changed_by_nothing(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job()
    jobs.close(job=job, at=NOON)

    shown = [post(at_desk, name, job, price="1", quoted="1000000", agreed="1") for name in ("pause", "resume", "price")]

    assert all("This job is closed" in page for page in shown)
    assert Job.objects.get(pk=job.pk).price_micros == 4000


def test_workers_read_that_a_job_is_paused(client: Client, open_job: Callable[..., Job], worker: User) -> None:
    job = open_job()
    pausing.pause(job=job, at=NOON)
    client.force_login(worker)

    desk = client.get(reverse("work:desk", args=[job.public_id])).content.decode()
    done = client.post(reverse("work:start", args=[job.public_id]), follow=True).content.decode()

    assert "Paused by its requester" in desk
    assert reverse("work:start", args=[job.public_id]) not in desk
    assert "Paused by its requester" in done


def test_workers_read_that_a_price_was_raised(client: Client, open_job: Callable[..., Job], worker: User) -> None:
    job = open_job()
    claiming.claim_next(job=job, worker=worker, at=NOON)
    raising.raise_price(job=job, price_micros=5000, at=NOON)
    client.force_login(worker)

    card = client.get(reverse("work:find")).content.decode()
    desk = client.get(reverse("work:desk", args=[job.public_id])).content.decode()

    assert "Raised from €0.004" in card
    assert '<span class="desk-price">€0.005</span>' in desk


def test_items_are_added_on_a_page_that_says_what_they_cost(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=1)
    sent = {"files": [SimpleUploadedFile("more.txt", b"new\nnewer")]}
    at_desk.post(reverse("jobs:receive", args=[job.public_id]), sent)
    while splitting.split_next(job=job, at=NOON):
        pass

    shown = at_desk.get(reverse("jobs:upload", args=[job.public_id])).content.decode()
    values = dict(re.findall(r'name="(number|total_micros)" value="(\d+)"', shown))
    published = post(at_desk, "publish-added", job, **values)

    assert ("Publish 2 micro-tasks" in shown, values) == (True, {"number": "1", "total_micros": "8800"})
    assert "2 micro-tasks are part of the job now." in published
    assert states(job) == ["open"] * 3
    assert "Publish 2 micro-tasks" not in at_desk.get(reverse("jobs:upload", args=[job.public_id])).content.decode()


def test_what_was_added_is_taken_back(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=1)
    at_desk.post(reverse("jobs:receive", args=[job.public_id]), {"files": [SimpleUploadedFile("m.txt", b"new")]})

    shown = post(at_desk, "cancel-added", job)
    nothing = post(at_desk, "publish-added", job, number="1", total_micros="1")

    assert "What you had added is taken back." in shown
    assert "there is nothing to publish" in nothing
    assert not Transfer.objects.filter(reason="added").exists()


def test_files_for_a_closed_job_are_refused_with_a_way_on(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job()
    jobs.close(job=job, at=NOON)

    shown = at_desk.get(reverse("jobs:upload", args=[job.public_id]), follow=True).content.decode()

    assert "This job is closed, so nothing was changed. Duplicate it, and go on with the copy." in shown


def test_what_was_changed_is_told_a_page_at_a_time_to_the_first_change(
    at_desk: Client, open_job: Callable[..., Job]
) -> None:
    job = open_job()
    for number in range(1, 52):
        log.record_job(
            type=log.JobType.PRICE_CHANGED, at=NOON + timedelta(minutes=number), job_number=job.pk,
            requester_number=job.requester_id, before_micros=4000 + number - 1, micros=4000 + number,
        )  # fmt: skip
    here = reverse("jobs:settings", args=[job.public_id])

    newest, oldest = settings_of(at_desk, job), at_desk.get(here, {"changes": "2"}).content.decode()
    refused = post(at_desk, "price", job, price="x")

    assert [page.count("Price raised") for page in (newest, oldest)] == [50, 1]
    assert "from €0.004 to €0.004001" in oldest
    assert ["<strong>Published</strong>" in page for page in (newest, oldest)] == [False, True]
    assert [f'href="{here}?changes=2" rel="next"' in page for page in (newest, refused)] == [True, True]

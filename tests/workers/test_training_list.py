"""My work lists every training task, with what it paid and how long it took."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now
from rest_framework.test import APIClient

from tasks.domain import jobs, training, training_tasks
from tests.fixtures import CAT, DOG, make_draft
from tests.workers.test_find import text_of

MINE = reverse("work:mine")


@pytest.fixture
def trained(requester, worker):
    """Three training tasks: one answered right, one otherwise, one given back."""
    job = make_draft(requester, texts=["purrs", "barks", "meows", "sings"])
    for micro_task in list(job.micro_tasks.order_by("position")[:3]):
        training_tasks.mark(job=job, micro_task=micro_task, answer=CAT, words="")
    start = now() - timedelta(minutes=1)
    jobs.publish(job=job, at=start)
    for number, answer in enumerate((CAT, DOG)):
        shown = training.show_next(job=job, worker=worker, at=start + timedelta(seconds=10 * number))
        training.submit(shown=shown, worker=worker, answer=answer, at=start + timedelta(seconds=10 * number + 4))
    shown = training.show_next(job=job, worker=worker, at=start + timedelta(seconds=30))
    training.give_back(shown=shown, worker=worker, at=start + timedelta(seconds=33))
    return job


def test_each_training_task_stands_with_its_pay_and_its_time(browser, trained):
    response = browser.get(MINE)

    assert [(one.is_right, one.paid_micros, one.seconds) for one in response.context["training"]] == [
        (None, 0, 3.0),
        (False, 4000, 4.0),
        (True, 4000, 4.0),
    ]
    assert "given back – 3 s" in text_of(response)
    assert "not the known one €0.004 4 s" in text_of(response)


def test_a_program_reads_the_same(worker, trained):
    program = APIClient()
    program.force_authenticate(worker)
    told = program.get("/api/v1/me/training").json()

    assert len(told["results"]) == 3
    assert [(one["job"], one["is_right"], one["paid_micros"]) for one in told["results"]][-1] == (
        trained.public_id,
        True,
        4000,
    )


def test_nobody_reads_anybody_elses_and_without_training_nothing_is_said(other_worker, browser_of, trained):
    page = browser_of(other_worker).get(MINE)

    assert list(page.context["training"]) == []
    assert 'id="training"' not in page.content.decode()

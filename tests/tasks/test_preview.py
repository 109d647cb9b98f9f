"""A requester tries their own job: an answer is looked at as a worker's would be, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tasks.kinds import KINDS
from tasks.models import Answer, Assignment, Draft, Job, MicroTask
from tests.fixtures import make_draft
from transparency.models import WorkEvent

PART = {"HX-Request": "true"}


def address(job: Job) -> str:
    return reverse("jobs:preview", args=[job.public_id])


def test_a_good_answer_would_be_kept_and_is_not(at_desk: Client, open_job: Callable[..., Job]) -> None:
    job = open_job()

    part = at_desk.post(address(job), {"label": "cat"}, headers=PART).content.decode()

    assert ("This answer would be kept." in part, "cat" in part, "<html" in part) == (True, True, False)
    assert [kept.objects.count() for kept in (Answer, Draft, WorkEvent)] == [0, 0, 0]
    assert set(Assignment.objects.values_list("state", flat=True)) == {"open"}


def test_a_bad_answer_is_refused_in_the_words_that_a_worker_would_read(at_desk: Client, requester: User) -> None:
    job = make_draft(requester, texts=["one", "two"])

    page = at_desk.post(f"{address(job)}?number=2", {"label": "horse"}).content.decode()

    assert "This answer would be refused:" in page
    assert ("two" in page, "Check this answer" in page) == (True, True)


@pytest.mark.parametrize("slug", sorted(KINDS))
def test_every_kind_can_be_tried_with_nothing_entered(at_desk: Client, requester: User, slug: str) -> None:
    chosen = {"points": ["nose"]} if slug == "image_keypoints" else {"labels": ["cat", "dog"], "multiple": False}
    job = make_draft(requester, texts=["one"], kind=slug, settings=chosen)
    MicroTask.objects.filter(job=job).update(payload={"width": 40, "height": 30, "text": "x", "peaks": [1, 2]})

    shown = at_desk.get(address(job))
    part = at_desk.post(address(job), {}, headers=PART)

    assert (shown.status_code, part.status_code) == (200, 200)
    assert "This answer would be refused:" in part.content.decode()

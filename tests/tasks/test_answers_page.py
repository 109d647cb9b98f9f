"""Review in the browser's door: what stands there, and what pressing a button does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tasks.domain import claiming, submitting
from tasks.domain.pseudonyms import worker_code
from tasks.models import Job
from tests.fixtures import CAT, DOG, NOON, earnings_micros, states
from tests.tasks.answering import answer, approve, press, reject, state_of

REASON = {"code": "wrong", "words": "It is a dog."}


def shown(client: Client, job: Job, **query: str) -> str:
    return client.get(reverse("jobs:answers", args=[job.public_id]), query).content.decode()


def test_an_answer_shows_its_content_who_gave_it_and_when_it_approves_itself(
    at_desk: Client, open_job: Callable[..., Job], worker: User, requester: User
) -> None:
    job = open_job(auto_approval_seconds=3 * 86_400)
    answer(job, worker, [CAT], at=now() - timedelta(hours=2))

    page = shown(at_desk, job)

    assert "line 0" in page
    assert '<li class="badge" dir="auto">cat</li>' in page
    assert worker_code(requester_id=requester.pk, worker_id=worker.pk) in page
    assert worker.email not in page
    assert "approves itself in 2\xa0days, 21\xa0hours" in page


def test_answers_are_listed_by_state_and_by_age(at_desk: Client, open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=4)
    given = [answer(job, worker, [CAT], at=NOON + timedelta(hours=n))[0] for n in range(4)]
    approve(job, given[:1])
    reject(given[1])

    def names(**query: str) -> list[int]:
        page = shown(at_desk, job, **query)
        placed = [(page.find(f'id="answer-{each.public_id}"'), n) for n, each in enumerate(given)]
        return [n for place, n in sorted(placed) if place >= 0]

    assert (names(), names(order="newest")) == ([2, 3], [3, 2])
    assert (names(state="approved"), names(state="rejected"), names(state="late")) == ([0], [1], [])
    assert names(state="nonsense", order="sideways") == [2, 3]


def test_a_late_answer_is_shown_as_such_and_has_no_buttons(
    at_desk: Client, open_job: Callable[..., Job], worker: User, other_worker: User
) -> None:
    job = open_job(micro_tasks=1, lease_seconds=600)
    late = claiming.claim_next(job=job, worker=worker, at=NOON)
    claiming.claim_next(job=job, worker=other_worker, at=NOON + timedelta(hours=1))
    submitting.submit(assignment=late, worker=worker, answer=DOG, key="k", at=NOON + timedelta(hours=1))

    page = shown(at_desk, job, state="late")

    assert "Somebody else had taken the place meanwhile." in page
    assert '<li class="badge" dir="auto">dog</li>' in page
    assert "data-approve " not in page


def test_one_answer_is_approved_by_its_button(at_desk: Client, open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=2, price_micros=4000)
    first, second = answer(job, worker, [CAT, CAT])

    page = press(at_desk, "approve", job, one=first.public_id, assignment=[second.public_id])

    assert (state_of(first), state_of(second)) == ("approved", "submitted")
    assert earnings_micros(worker) == 4000
    assert "1 answer is approved; its worker was paid €0.004." in page


def test_with_htmx_the_answer_alone_comes_back_decided_with_the_counts(
    at_desk: Client, open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=2)
    first, _second = answer(job, worker, [CAT, CAT])

    part = press(at_desk, "approve", job, htmx=True, one=first.public_id)

    assert "<html" not in part
    assert f'id="answer-{first.public_id}"' in part
    assert "data-waiting" not in part
    assert ('hx-swap-oob="true"' in part, part.count('<li class="review-item"')) == (True, 1)


def test_ticked_answers_are_approved_together_and_the_filters_stay(
    at_desk: Client, open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=3)
    given = answer(job, worker, [CAT, CAT, CAT])
    address = reverse("jobs:approve", args=[job.public_id]) + "?order=newest&page=1&other=x"

    response = at_desk.post(address, {"assignment": [each.public_id for each in given[:2]]})

    assert [state_of(each) for each in given] == ["approved", "approved", "submitted"]
    assert response["Location"] == reverse("jobs:answers", args=[job.public_id]) + "?order=newest&page=1"


def test_ticking_nothing_is_said_in_words(at_desk: Client, open_job: Callable[..., Job], worker: User) -> None:
    job = open_job()
    answer(job, worker, [CAT])

    page = press(at_desk, "approve", job)

    assert "No answer was ticked." in page
    assert "submitted" in states(job)


def test_answers_that_somebody_decided_on_meanwhile_are_said_so_and_left_alone(
    at_desk: Client, open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=3)
    given = answer(job, worker, [CAT, CAT, CAT])
    approve(job, given[:1])
    reject(given[1])

    page = press(at_desk, "approve", job, assignment=[each.public_id for each in given])

    assert [state_of(each) for each in given] == ["approved", "rejected", "approved"]
    assert "1 answer is approved" in page
    assert "2 of them had been decided on already" in page
    assert earnings_micros(worker) == 2 * job.price_micros


def test_a_decision_that_comes_too_late_is_said_in_the_answers_place(
    at_desk: Client, open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job()
    given = answer(job, worker, [CAT])
    approve(job, given)

    again = press(at_desk, "approve", job, htmx=True, one=given[0].public_id)
    against = press(at_desk, "reject", job, given[0].public_id, htmx=True, **REASON)

    assert "This answer had been decided on already; nothing was changed." in again
    assert "This answer had been decided on already; nothing was changed." in against
    assert state_of(given[0]) == "approved"


def test_an_answer_of_another_job_is_not_touched(at_desk: Client, open_job: Callable[..., Job], worker: User) -> None:
    job, other = open_job(), open_job()
    (foreign,) = answer(other, worker, [CAT])

    press(at_desk, "approve", job, assignment=[foreign.public_id, "nonsense"])
    refused = at_desk.post(reverse("jobs:reject", args=[job.public_id, foreign.public_id]), REASON)

    assert refused.status_code == 404
    assert state_of(foreign) == "submitted"


def test_a_rejection_takes_a_reason_and_words_and_says_what_follows(
    at_desk: Client, open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=1, price_micros=4000)
    (given,) = answer(job, worker, [CAT])

    page = press(at_desk, "reject", job, given.public_id, **REASON)

    given.refresh_from_db()
    assert (given.state, given.reject_code, given.reject_words) == ("rejected", "wrong", "It is a dog.")
    assert "A replacement is open; €0.0044 were set aside for it." in page
    assert states(job) == ["open", "rejected"]
    assert "It is a dog." in shown(at_desk, job, state="rejected")


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"code": "wrong", "words": "  "}, "a rejection without words is not possible"),
        ({"words": "A dog."}, "Choose the reason."),
        ({"code": "dislike", "words": "A dog."}, "dislike"),
        ({"code": "wrong", "words": "x" * 1001}, "1000"),
    ],
)
def test_a_rejection_that_lacks_something_comes_back_open_with_what_was_entered(
    at_desk: Client, open_job: Callable[..., Job], worker: User, sent: dict[str, str], sentence: str, htmx: bool
) -> None:
    job = open_job(micro_tasks=2)
    first, second = answer(job, worker, [CAT, CAT])

    page = press(at_desk, "reject", job, first.public_id, htmx=htmx, **sent)

    assert sentence in page
    assert page.count('<details class="review-reject" open>') == 1
    assert sent["words"].strip() in page
    assert (state_of(first), state_of(second)) == ("submitted", "submitted")


def test_the_list_asks_the_database_as_often_for_many_answers_as_for_one(
    at_desk: Client, open_job: Callable[..., Job], worker: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    job = open_job(micro_tasks=12)
    answer(job, worker, [CAT])
    shown(at_desk, job)
    with django_assert_num_queries(21):
        shown(at_desk, job)
    answer(job, worker, [DOG] * 11)
    with django_assert_num_queries(21):
        shown(at_desk, job)


def test_pages_of_answers_follow_each_other(at_desk: Client, open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=21)
    given = [answer(job, worker, [CAT], at=NOON + timedelta(minutes=n))[0] for n in range(21)]

    first, second = shown(at_desk, job), shown(at_desk, job, page="2")

    assert first.count('<li class="review-item"') == 20
    assert second.count('<li class="review-item"') == 1
    assert f'id="answer-{given[20].public_id}"' in second

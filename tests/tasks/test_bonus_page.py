"""The pages and the program's door of a bonus."""

import pytest
from django.urls import reverse

from tasks.domain import bonuses
from tasks.domain.pseudonyms import worker_code
from tasks.models import Bonus
from tests.fixtures import earnings_micros
from tests.tasks.test_bonuses import answer


@pytest.fixture
def job(open_job, worker):
    made = open_job(micro_tasks=4)
    answer(made, worker, 2)
    return made


def code_of(job, worker):
    return worker_code(requester_id=job.requester_id, worker_id=worker.pk)


def form(job, person, **changes):
    sent = {"worker": code_of(job, person), "amount": "0.50", "per_answer": "once", "words": "Fine."}
    return {**sent, "key": "a key of ours", **changes}


def test_the_sum_is_shown_before_anything_moves(client, requester, job, worker):
    client.force_login(requester)

    page = client.post(reverse("jobs:bonuses", args=[job.public_id]), form(job, worker, per_answer="answer"))

    assert (page.context["total_micros"], page.context["lines"]) == (1_000_000, [(code_of(job, worker), 1_000_000)])
    assert "€998.9824" in page.content.decode()
    assert not Bonus.objects.exists()


def test_giving_says_so_and_the_worker_reads_the_message(client, requester, job, worker):
    client.force_login(requester)
    address = reverse("jobs:give-bonus", args=[job.public_id])

    for _ in range(2):
        said = client.post(address, form(job, worker, words="Fine work."), follow=True).content.decode()

    assert "1 worker was given €0.50." in said
    assert earnings_micros(worker) == 2 * job.price_micros + 500_000
    client.force_login(worker)
    assert "Fine work." in client.get(reverse("work:mine")).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"worker": "w-nobody"}, "Choose at least one worker"),
        ({"amount": "100.01"}, "On this site one worker gets at most €100.00 at once."),
        ({"words": " "}, "This field is required."),
        ({"amount": "a lot"}, "is not an amount"),
    ],
)
def test_what_is_refused_is_said_and_nothing_moves(client, requester, job, worker, changes, sentence):
    client.force_login(requester)

    page = client.post(reverse("jobs:bonuses", args=[job.public_id]), form(job, worker, **changes))

    assert sentence in page.content.decode()
    assert not Bonus.objects.exists()


def test_more_than_the_requester_has_is_told_before_the_button(client, requester, job, worker, settings):
    settings.BONUS_MOST_MICROS = 10**12
    client.force_login(requester)

    page = client.post(reverse("jobs:bonuses", args=[job.public_id]), form(job, worker, amount="5000"))

    assert page.context["lacks_micros"] > 0
    assert "Give it" not in page.content.decode()


def test_a_program_gives_for_answers_or_to_workers(client, requester, job, worker):
    client.force_login(requester)
    address = reverse("tasks-api:bonuses", args=[job.public_id])
    sent = {"amount_micros": 1000, "words": "Good.", "answers": [job.assignments.filter(worker=worker)[0].public_id]}

    by_answer = client.post(address, sent, "application/json", headers={"Idempotency-Key": "one"})
    again = client.post(address, sent, "application/json", headers={"Idempotency-Key": "one"})
    to_worker = client.post(
        address, {"amount": "0.01", "words": "Yes.", "workers": [code_of(job, worker)], "per_answer": True},
        "application/json",
    )  # fmt: skip

    assert (by_answer.status_code, again.status_code, to_worker.status_code) == (201, 200, 201)
    assert to_worker.json()["total_micros"] == 20_000
    assert [one["amount_micros"] for one in client.get(address).json()["results"]] == [20_000, 1000]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"workers": ["w-nobody"]}, "not_their_answers"),
        ({"amount_micros": 100_000_001}, "too_much"),
        ({"amount_micros": 0}, "invalid"),
        ({"words": ""}, "invalid"),
    ],
)
def test_a_program_is_refused_with_a_code(client, requester, job, worker, changes, code):
    client.force_login(requester)
    sent = {"amount_micros": 1000, "words": "Good.", "workers": [code_of(job, worker)], **changes}

    answer = client.post(reverse("tasks-api:bonuses", args=[job.public_id]), sent, "application/json")

    assert answer.json()["code"] == code
    assert not Bonus.objects.exists()


def test_the_list_of_workers_takes_one_question_however_many_they_are(
    job, worker, other_worker, django_assert_num_queries
):
    answer(job, other_worker)

    with django_assert_num_queries(2):
        assert len(bonuses.workers_of(job=job)) == 2

"""Training on the worker's pages and by program: paid, told at once, and before the work."""

import re

import pytest
from django.urls import reverse

from tasks.domain import jobs, training, training_tasks
from tasks.models import Assignment, MicroTask, Training, TrainingAnswer, TrainingTask
from tests.fixtures import CAT, DOG, NOON, earnings_micros, make_draft, make_worker
from tests.workers.conftest import address


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def job(requester):
    """The first of three lines is for training, of two workers."""
    made = make_draft(requester, texts=["purrs", "barks", "meows"], title="Sounds")
    first = MicroTask.objects.filter(job=made).order_by("position")[0]
    training_tasks.mark(job=made, micro_task=first, answer=CAT, words="Cats purr.")
    training_tasks.set_places(job=made, places=2)
    jobs.publish(job=made, at=NOON)
    return made


def test_a_worker_is_trained_told_and_paid_and_then_begins(browser, worker, job):
    task = browser.post(address("start", job), follow=True)
    shown = TrainingAnswer.objects.get()
    told = browser.post(reverse("work:train-submit", args=[shown.public_id]), {"label": "dog"}, follow=True)
    begun = browser.post(address("start", job), follow=True)

    assert "Training 1 of 1" in text_of(task)
    assert "purrs" in text_of(task)
    for words in ("Not quite", "Cats purr.", "Paid €0.004", "Begin the work"):
        assert words in text_of(told)
    assert begun.context["assignment"].micro_task.payload == {"text": "barks"}
    assert earnings_micros(worker) == 4000


def test_nothing_of_the_job_is_handed_out_before_the_training_is_finished(browser, worker, job):
    for _ in range(2):
        browser.post(address("start", job))

    assert not Assignment.objects.filter(worker=worker).exists()
    assert TrainingAnswer.objects.count() == 1


def test_an_answer_that_cannot_be_taken_is_refused_with_a_sentence_and_nothing_is_paid(browser, worker, job):
    browser.post(address("start", job))
    shown = TrainingAnswer.objects.get()

    page = browser.post(reverse("work:train-submit", args=[shown.public_id]), {})

    assert "No label is chosen." in text_of(page)
    assert earnings_micros(worker) == 0


def test_training_can_be_left_and_taken_up_again(browser, worker, job):
    browser.post(address("start", job))
    shown = TrainingAnswer.objects.get()

    left = browser.post(reverse("work:train-return", args=[shown.public_id]), follow=True)
    browser.post(address("start", job))

    assert "Your place for training is kept" in text_of(left)
    assert "Your training goes on where you left it." in text_of(left)
    assert (Training.objects.count(), TrainingAnswer.objects.filter(returned_at=None).count()) == (1, 1)


def test_the_card_says_that_a_job_trains_and_when_it_takes_nobody_new(browser, job):
    before = text_of(browser.get(reverse("work:find")))
    for number in (7, 8):
        training.show_next(job=job, worker=make_worker(number), at=NOON)

    after = text_of(browser.get(reverse("work:find")))
    start = browser.get(address("desk", job))
    refused = browser.post(address("start", job), follow=True)

    assert "Begins with training, which is paid." in before
    assert "Takes no new workers: every paid place for training is taken." in after
    assert "Start the training" not in text_of(start)
    assert "so this job takes no new workers" in text_of(refused)


def test_jobs_that_train_can_be_left_out(browser, job, open_job):
    open_job(title="Ready")

    found = browser.get(reverse("work:find"), {"ready": "on"})

    assert [card.job.title for card in found.context["cards"]] == ["Ready"]


def test_anybody_elses_training_is_not_found(browser_of, worker, other_worker, job):
    shown = training.show_next(job=job, worker=worker, at=NOON)

    theirs = browser_of(other_worker).post(reverse("work:train-submit", args=[shown.public_id]), {"label": "cat"})

    assert theirs.status_code == 404
    assert earnings_micros(other_worker) == 0


def test_a_program_trains_before_it_claims(client, worker, job):
    client.force_login(worker)
    refused = client.post(f"/api/v1/jobs/{job.public_id}/claim")
    shown = client.post(f"/api/v1/work/{job.public_id}/training").json()
    told = [
        client.post(f"/api/v1/training/{shown['id']}/submit", {"answer": answer}, "application/json")
        for answer in (DOG, DOG, CAT)
    ]

    assert refused.json()["code"] == "training_first"
    assert (shown["payload"], shown["price_micros"]) == ({"text": "purrs"}, 4000)
    assert told[0].json() == told[1].json() == {
        "is_right": False, "right_answer": CAT, "words": "Cats purr.", "paid_micros": 4000, "is_finished": True,
    }  # fmt: skip
    assert (told[2].status_code, told[2].json()["code"]) == (409, "not_in_hand")
    assert client.post(f"/api/v1/work/{job.public_id}/training").status_code == 204
    assert client.post(f"/api/v1/jobs/{job.public_id}/claim").json()["payload"] == {"text": "barks"}
    assert client.get("/api/v1/me/earnings").json()["balance_micros"] == 4000


def test_a_requester_marks_a_micro_task_says_why_and_sees_the_cost(client, requester):
    draft = make_draft(requester, texts=["purrs", "barks"])
    client.force_login(requester)
    first = MicroTask.objects.filter(job=draft).order_by("position")[0]
    item = reverse("jobs:training-item", args=[draft.public_id, first.public_id])

    empty = client.post(item, {"words": "Cats purr."})
    client.post(item, {"label": "cat", "words": "Cats purr."})
    page = client.post(reverse("jobs:training", args=[draft.public_id]), {"places": "3"}, follow=True)

    assert "No label is chosen." in text_of(empty)
    assert (TrainingTask.objects.get().answer, TrainingTask.objects.get().words) == (CAT, "Cats purr.")
    assert "That sets €0.012 aside when you publish" in text_of(page)
    assert "1 training task × 3 workers = €0.012 more;" in text_of(
        client.get(reverse("jobs:summary", args=[draft.public_id]))
    )
    client.post(reverse("jobs:training-remove", args=[draft.public_id, TrainingTask.objects.get().public_id]))
    assert Assignment.objects.filter(job=draft, state="open").count() == 2

"""Questions: a worker asks, the requester answers, all workers of the job read it, and nobody learns who asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tasks import background
from tasks.domain import claiming, letters, questions, reporting
from tasks.models import Assignment, Job, Notice, Question
from tests.fixtures import NOON
from tests.tasks.answering import press
from transparency.models import WorkEvent

LATER = NOON + timedelta(minutes=5)
WORDS = "Do kittens count as cats?"
Jobs = Callable[..., Job]


@pytest.fixture
def held(open_job: Jobs, worker: User) -> Assignment:
    return claiming.claim_next(job=open_job(), worker=worker, at=NOON)


@pytest.fixture
def asked(held: Assignment, worker: User) -> Question:
    return questions.ask(assignment=held, worker=worker, words=WORDS, at=NOON)


def test_a_question_leaves_the_work_and_tells_the_log_nothing_of_what_it_says(
    asked: Question, held: Assignment
) -> None:
    event = WorkEvent.objects.get(type="message.sent")

    held.refresh_from_db()
    assert held.state == "claimed"
    assert (event.assignment_number, event.note, event.micros) == (held.pk, "", 0)


def test_the_same_words_again_make_no_second_question(asked: Question, held: Assignment, worker: User) -> None:
    assert questions.ask(assignment=held, worker=worker, words=f" {WORDS} ", at=LATER) == asked
    assert Question.objects.count() == 1


def test_all_workers_read_the_answer_as_new_until_they_have_read_it(asked: Question, other_worker: User) -> None:
    before = questions.board(job=asked.job, worker=other_worker)
    questions.answer(question=asked, words="They do.", at=LATER)
    board = questions.board(job=asked.job, worker=other_worker)
    first = questions.mark_read(job=asked.job, worker=other_worker, at=LATER)
    second = questions.mark_read(job=asked.job, worker=other_worker, at=LATER)

    assert not before
    assert [(entry.question.answer, entry.is_new) for entry in board.entries] == [("They do.", True)]
    assert (first, second) == (True, False)
    assert questions.board(job=asked.job, worker=other_worker).new_count == 0


def test_reading_is_logged_once_for_whoever_worked_on_the_job(asked: Question, worker: User) -> None:
    questions.answer(question=asked, words="They do.", at=LATER)

    for _ in range(2):
        questions.mark_read(job=asked.job, worker=worker, at=LATER)

    assert WorkEvent.objects.filter(type="message.viewed", worker_number=worker.pk).count() == 1


@pytest.mark.parametrize(
    "words", ["Write to ann@example.org", "Call 06 12 34 56 78", "Call +49 (0)30 1234-5678", "at+me@mail.example.co.uk"]
)
def test_what_looks_private_is_refused_in_questions_and_answers(asked: Question, worker: User, words: str) -> None:
    with pytest.raises(questions.PrivateWords):
        questions.ask(assignment=asked.assignment, worker=worker, words=words, at=LATER)
    with pytest.raises(questions.PrivateWords):
        questions.answer(question=asked, words=words, at=LATER)

    asked.refresh_from_db()
    assert (Question.objects.count(), asked.answer) == (1, "")


@pytest.mark.parametrize("words", ["Is 2026-11-24 a date?", "Is 1 000 000 right?", "@home or not?", "10:30 – 11:45?"])
def test_dates_and_amounts_are_not_taken_for_private(held: Assignment, worker: User, words: str) -> None:
    assert questions.ask(assignment=held, worker=worker, words=words, at=LATER).words == words


def test_nobody_floods_a_requester(held: Assignment, worker: User) -> None:
    for number in range(questions.MOST_AN_HOUR):
        questions.ask(assignment=held, worker=worker, words=f"{number}?", at=NOON)

    with pytest.raises(questions.TooManyQuestions):
        questions.ask(assignment=held, worker=worker, words="More?", at=LATER)

    later = questions.ask(assignment=held, worker=worker, words="More?", at=NOON + timedelta(hours=1, seconds=1))
    assert later.words == "More?"


def test_an_answer_stands_and_the_same_again_changes_nothing(asked: Question) -> None:
    first, again = (questions.answer(question=asked, words="They do.", at=LATER) for _ in range(2))
    with pytest.raises(questions.AlreadyAnswered):
        questions.answer(question=asked, words="They don’t.", at=LATER)

    assert (first, again, asked.answer) == (True, False, "They do.")


def test_a_hidden_one_is_left_to_its_asker_alone(asked: Question, auditor: User, worker: User) -> None:
    questions.answer(question=asked, words="They do.", at=LATER)

    hidden, again = (questions.hide(question=asked, hidden_by=auditor, because="Rude.", at=LATER) for _ in range(2))

    assert (hidden, again) == (True, False)
    assert not questions.board(job=asked.job, worker=worker)
    assert not questions.of_job(job=asked.job).exists()
    assert questions.of_asker(worker=worker).get().hidden_because == "Rude."


def test_the_requester_sees_what_waits_first_and_never_who_asked(
    at_desk: Client, asked: Question, held: Assignment, worker: User
) -> None:
    second = questions.ask(assignment=held, worker=worker, words="And lions?", at=LATER)

    said = press(at_desk, "answer-question", asked.job, asked.public_id, words="They do.")
    private = press(at_desk, "answer-question", asked.job, second.public_id, words="ann@example.org")

    assert said.index("And lions?") < said.index(WORDS)
    assert '<span class="tab-count" title="waiting for an answer">1</span>' in said
    assert worker.email not in said
    assert "This seems to hold an e-mail address" in private
    assert questions.waiting_count(job=asked.job) == 1


def test_the_auditor_hides_one_with_a_reason(client: Client, auditor: User, asked: Question) -> None:
    client.force_login(auditor)
    address = reverse("audit-work:hide-question", args=[asked.public_id])

    without = client.post(address, {}, follow=True).content.decode()
    hidden = client.post(address, {"because": "It names somebody."}, follow=True).content.decode()

    asked.refresh_from_db()
    assert "Say why it is hidden" in without
    assert "It names somebody." in hidden
    assert (asked.hidden_by, asked.hidden_because) == (auditor, "It names somebody.")


def test_one_letter_an_hour_tells_the_requester_what_waits(asked: Question, held: Assignment, worker: User) -> None:
    job, hour = asked.job, timedelta(hours=1)

    first, second = (letters.tell_requester(job=job, at=NOON) for _ in range(2))
    questions.ask(assignment=held, worker=worker, words="And lions?", at=LATER)
    within, after = (letters.tell_requester(job=job, at=at) for at in (LATER, NOON + hour))
    nothing_new = letters.tell_requester(job=job, at=NOON + 3 * hour)

    assert [first, second, within, after, nothing_new] == [True, False, False, True, False]
    assert [letter.to for letter in mail.outbox] == [[job.requester.email]] * 2
    assert reverse("jobs:questions", args=[job.public_id]) in mail.outbox[0].body
    assert worker.email not in mail.outbox[0].body


def test_a_letter_that_cant_be_sent_is_tried_again(asked: Question, monkeypatch: pytest.MonkeyPatch, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(OSError, match="refused"):
        letters.tell_requester(job=asked.job, at=NOON)

    assert not Notice.objects.exists()
    assert letters.jobs_to_tell_of(at=NOON).get() == asked.job


def test_celery_tells_of_reports_too(open_job: Jobs, worker: User) -> None:
    held = claiming.claim_next(job=open_job(micro_tasks=1), worker=worker, at=NOON)
    reporting.report(assignment=held, worker=worker, reason="media", words="", at=NOON)

    background.tell_requester(job_id=held.job_id)

    (letter,) = mail.outbox
    assert "Workers reported 1 micro-task of “Cat or dog”." in letter.body
    assert letter.alternatives[0].mimetype == "text/html"

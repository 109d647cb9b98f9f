"""Training before a job: paid whatever the answer, once, and in no result."""

from datetime import timedelta

import pytest

from ledger.domain import accounts as books
from ledger.domain.transfers import InsufficientFunds
from tasks.domain import claiming, drafts, exports, jobs, pay_check, rests, results, standing, training, training_tasks
from tasks.models import Assignment, MicroTask, Training, TrainingAnswer, TrainingTask
from tests.fixtures import CAT, DOG, NOON, earnings_micros, make_draft, make_worker
from transparency.domain import metrics
from transparency.domain.rollup import keeping

SOON = NOON + timedelta(minutes=1)


def marked(job, number: int = 0, answer=CAT) -> TrainingTask:
    micro_task = MicroTask.objects.filter(job=job).order_by("position")[number]
    return training_tasks.mark(job=job, micro_task=micro_task, answer=answer, words="It purrs.")


@pytest.fixture(autouse=True)
def free_of_fees(settings):
    settings.FEE_PERMILLE = 0


@pytest.fixture
def draft(requester):
    return make_draft(requester, texts=["a", "b", "c", "d"], wanted_answers=2, price_micros=4000)


@pytest.fixture
def job(draft):
    """Two of its four lines are for training, of two workers."""
    marked(draft, 0)
    marked(draft, 1, DOG)
    training_tasks.set_places(job=draft, places=2)
    jobs.publish(job=draft, at=NOON)
    return draft


def answer_next(job, worker, answer=CAT, at=SOON) -> TrainingAnswer:
    shown = training.show_next(job=job, worker=worker, at=at)
    found = training.find_for(public_id=shown.public_id, worker=worker)
    return training.submit(shown=found, worker=worker, answer=answer, at=at + timedelta(seconds=5))


def test_marking_takes_a_micro_task_out_of_the_work_and_unmarking_puts_it_back(draft):
    before = set(Assignment.objects.values_list("micro_task", "ordinal", "place"))
    task = marked(draft)
    jobs.set_terms(job=draft, terms=jobs.Terms(3, 4000, 3, 86_400))
    draft.refresh_from_db()

    assert Assignment.objects.count() == 9
    assert drafts.estimate(job=draft, at=NOON).cost.total_micros == 9 * 4000 + 20 * 4000

    training_tasks.unmark(job=draft, task=task)
    jobs.set_terms(job=draft, terms=jobs.Terms(2, 4000, 3, 86_400))
    assert set(Assignment.objects.values_list("micro_task", "ordinal", "place")) == before
    assert draft.training_places == 0


def test_publication_sets_the_training_of_every_place_aside(job, requester):
    assert job.micro_task_count == 2
    assert books.escrow(job_number=job.pk).balance_micros == 4 * 4000 + 2 * 2 * 4000
    assert pay_check.check_pay().troubles == ()
    with pytest.raises(jobs.NotADraft):
        training_tasks.set_places(job=job, places=9)


def test_training_that_the_funds_do_not_reach_publishes_nothing(draft, requester):
    marked(draft)
    training_tasks.set_places(job=draft, places=1000)
    jobs.set_terms(job=draft, terms=jobs.Terms(1, 10_000_000, 3, 86_400))

    with pytest.raises(InsufficientFunds):
        jobs.publish(job=draft, at=NOON)

    assert books.escrow(job_number=draft.pk).balance_micros == 0


def test_answers_are_compared_told_and_paid_whatever_they_are(job, worker):
    right, wrong = answer_next(job, worker), answer_next(job, worker)

    assert (right.is_right, wrong.is_right) == (True, False)
    assert (wrong.task.answer, wrong.task.words) == (DOG, "It purrs.")
    assert earnings_micros(worker) == 8000
    assert Training.objects.get().finished_at == SOON + timedelta(seconds=5)
    assert training.show_next(job=job, worker=worker, at=SOON) is None
    assert pay_check.check_pay().troubles == ()


def test_an_answer_sent_twice_is_paid_once_and_another_one_is_refused(job, worker):
    kept = answer_next(job, worker)
    found = training.find_for(public_id=kept.public_id, worker=worker)

    again = training.submit(shown=found, worker=worker, answer=CAT, at=SOON)
    with pytest.raises(training.NotInHand):
        training.submit(shown=found, worker=worker, answer=DOG, at=SOON)

    assert (again.pk, earnings_micros(worker)) == (kept.pk, 4000)


def test_asking_again_gives_the_same_task_and_what_is_given_back_comes_again(job, worker):
    first = training.show_next(job=job, worker=worker, at=NOON)
    same = training.show_next(job=job, worker=worker, at=SOON)
    training.give_back(shown=training.find_for(public_id=first.public_id, worker=worker), worker=worker, at=SOON)
    again = training.show_next(job=job, worker=worker, at=SOON)

    assert (same.pk, again.task_id, again.pk != first.pk) == (first.pk, first.task_id, True)
    assert Training.objects.count() == 1
    assert earnings_micros(worker) == 0


def test_when_every_place_is_taken_no_new_worker_begins(job, worker, other_worker):
    third = make_worker(3)
    for person in (worker, other_worker):
        answer_next(job, person)

    with pytest.raises(training.NoPlaceLeft):
        training.show_next(job=job, worker=third, at=SOON)

    assert [training.has_place(job=job, worker=person) for person in (worker, third)] == [True, False]
    assert answer_next(job, worker).submitted_at is not None


def test_closing_gives_back_all_but_what_lies_in_hands_and_that_is_still_paid(job, worker, requester):
    funds = books.funds(owner_id=requester.pk).balance_micros
    shown = training.show_next(job=job, worker=worker, at=NOON)
    jobs.close(job=job, at=SOON)
    found = training.find_for(public_id=shown.public_id, worker=worker)
    training.submit(shown=found, worker=worker, answer=CAT, at=SOON)

    assert books.funds(owner_id=requester.pk).balance_micros == funds + 4 * 4000 + 3 * 4000
    assert (earnings_micros(worker), books.escrow(job_number=job.pk).balance_micros) == (4000, 0)
    with pytest.raises(training.NoPlaceLeft):
        training.show_next(job=job, worker=worker, at=SOON)


def test_what_comes_long_after_the_job_closed_is_paid_from_the_reserve(job, worker):
    shown = training.show_next(job=job, worker=worker, at=NOON)
    jobs.close(job=job, at=SOON)
    rests.give_back_rests(at=NOON + timedelta(hours=1))

    found = training.find_for(public_id=shown.public_id, worker=worker)
    training.submit(shown=found, worker=worker, answer=CAT, at=NOON + timedelta(hours=2))

    assert (earnings_micros(worker), books.reserve().balance_micros) == (4000, -4000)
    assert pay_check.check_pay().troubles == ()


def test_training_is_in_no_result_no_export_and_no_count_of_answers(job, worker, requester):
    answer_next(job, worker)
    export = exports.ask_for_export(job=job, asked_by=requester, file_format="csv", at=SOON)

    assert export.answer_count == 0
    assert [task.payload["text"] for task in results.micro_tasks_of(job=job)] == ["c", "d"]
    assert claiming.claim_next(job=job, worker=worker, at=SOON).micro_task.payload == {"text": "c"}


def test_the_time_of_training_counts_as_paid_and_the_money_adds_up(job, worker):
    answer_next(job, worker)

    keeping.roll_up(at=NOON)
    pay = metrics.hourly_pay_by_job(job_numbers=[job.pk])[job.pk]
    money = standing.money_of(job=job)

    assert (pay.pay_micros, pay.paid_seconds, pay.unpaid_seconds) == (4000, 5.0, 0.0)
    assert (money.paid_micros, money.given_back_micros) == (4000, 0)
    assert money.set_aside_micros == money.paid_micros + money.fee_micros + money.left_micros


def test_a_known_answer_that_no_longer_fits_keeps_the_draft_from_being_published(draft):
    marked(draft)
    jobs.choose_settings(job=draft, settings_of_kind={"labels": ["bird", "fish"], "multiple": False})

    assert jobs.missing_parts(draft) == ["training"]

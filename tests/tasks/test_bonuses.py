"""A bonus goes from the requester's own money to the worker, whole and once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import override_settings

from ledger.domain import accounts as books
from ledger.domain import books as ledger_books
from ledger.domain.transfers import InsufficientFunds
from ledger.models import Transfer
from tasks.domain import bonuses, claiming, reviewing, submitting
from tasks.domain.bonuses import Gift
from tasks.models import Bonus
from tests.fixtures import CAT, EURO, NOON, earnings_micros
from transparency.models import WorkEvent


def answer(job, worker, count=1, *, approve=True):
    for number in range(count):
        held = claiming.claim_next(job=job, worker=worker, at=NOON)
        submitting.submit(assignment=held, worker=worker, answer=CAT, key=f"k{worker.pk}{number}", at=NOON)
        if approve:
            reviewing.approve(job=job, assignment_ids=[held.pk], decided_by_id=None, at=NOON)
    return held


def give(job, *gifts, words="Thank you.", key="a form"):
    return bonuses.give(job=job, gifts=gifts, words=words, client_key=key, at=NOON)


def test_a_bonus_reaches_the_worker_whole_and_stands_in_the_log(open_job, worker, requester):
    job = open_job()
    held = answer(job, worker)
    before = (books.funds(owner_id=requester.pk).balance_micros, earnings_micros(worker), books.fees().balance_micros)

    give(job, Gift(worker.pk, 250_000, held.pk))

    after = (books.funds(owner_id=requester.pk).balance_micros, earnings_micros(worker), books.fees().balance_micros)
    assert [b - a for a, b in zip(before, after, strict=True)] == [-250_000, 250_000, 0]
    event = WorkEvent.objects.get(type="task.bonus")
    assert (event.micros, event.worker_number, event.assignment_number) == (250_000, worker.pk, held.pk)
    assert ledger_books.recompute().is_clean


def test_a_form_sent_twice_gives_once_and_with_other_content_nothing(open_job, worker):
    job = open_job()
    answer(job, worker)

    assert give(job, Gift(worker.pk, 1000)) == give(job, Gift(worker.pk, 1000))
    with pytest.raises(bonuses.KeyReused):
        give(job, Gift(worker.pk, 2000))
    assert Bonus.objects.count() == Transfer.objects.filter(reason="bonus").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_give_once(wage_floors, open_job, worker):
    job = open_job()
    answer(job, worker)

    def click(_number):
        try:
            return [each.pk for each in give(job, Gift(worker.pk, 1000))]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool, transaction.atomic():
        books.funds(owner_id=job.requester_id)
        list(Bonus.objects.select_for_update())
        first, second = pool.map(click, range(2))
    assert first == second
    assert earnings_micros(worker) == job.price_micros + 1000


def test_all_of_them_or_none_when_the_money_does_not_reach(open_job, worker, other_worker, requester):
    job = open_job()
    answer(job, worker)
    answer(job, other_worker)
    half = books.funds(owner_id=requester.pk).balance_micros // 2 + 1

    with override_settings(BONUS_MOST_MICROS=2000 * EURO), pytest.raises(InsufficientFunds) as lack:
        give(job, Gift(worker.pk, half), Gift(other_worker.pk, half))

    assert lack.value.missing_micros in (1, 2)
    assert not Bonus.objects.exists()
    assert earnings_micros(worker) == job.price_micros


def test_only_who_answered_and_only_for_their_own_answer(open_job, worker, other_worker):
    job = open_job()
    held = answer(job, worker)

    for gift in (Gift(other_worker.pk, 1000), Gift(other_worker.pk, 1000, held.pk)):
        with pytest.raises(bonuses.NotTheirAnswers):
            give(job, gift)
    assert not Bonus.objects.exists()


def test_one_worker_gets_no_more_at_once_than_the_site_allows(open_job, worker):
    job = open_job()
    held = answer(job, worker)

    with pytest.raises(bonuses.TooMuch):
        give(job, Gift(worker.pk, 60 * EURO), Gift(worker.pk, 50 * EURO, held.pk))
    with pytest.raises(bonuses.Wordless):
        give(job, Gift(worker.pk, 1000), words="  ")
    assert not Bonus.objects.exists()


def test_by_answer_counts_approved_answers_alone(open_job, worker, other_worker):
    job = open_job(micro_tasks=4)
    answer(job, worker, 3)
    answer(job, other_worker, approve=False)

    people = bonuses.workers_of(job=job)

    assert bonuses.gifts_for(chosen=people, amount_micros=7, per_answer=True) == [Gift(worker.pk, 21)]
    assert bonuses.gifts_for(chosen=people, amount_micros=7, per_answer=False) == [
        Gift(worker.pk, 7),
        Gift(other_worker.pk, 7),
    ]


def test_private_words_are_masked(open_job, worker):
    job = open_job()
    answer(job, worker)

    (bonus,) = give(job, Gift(worker.pk, 1000), words="Write to me@example.org")

    assert bonus.words == "Write to […]"

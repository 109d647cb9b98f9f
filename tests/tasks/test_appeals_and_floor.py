"""A won appeal brings its worker to where the others of the job are: price and what was missing to the floor."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import User
from ledger.domain import books
from ledger.models import Transfer
from tasks.domain import appeals, guarantee, jobs, pay_check
from tests.fixtures import CAT, NOON, earnings_micros, make_draft, make_worker
from tests.tasks.answering import answer, approve, reject

NIGHT = NOON + timedelta(hours=12)


def test_a_won_appeal_is_made_up_to_what_the_others_got(
    requester: User, worker: User, auditor: User, wage_floors: None
) -> None:
    terms = {"price_micros": 100_000, "expected_seconds": 60, "guarantees_floor": True}
    job = make_draft(requester, texts=["x"], wanted_answers=3, **terms)
    jobs.publish(job=job, at=NOON)
    others = [make_worker(number) for number in (7, 8)]
    for other in others:
        approve(job, answer(job, other, [CAT]))
    (mine,) = answer(job, worker, [CAT])
    reject(mine)
    guarantee.settle(job=job, at=NIGHT)
    filed = appeals.file(assignment=mine, worker=worker, words="A cat.", at=NIGHT)

    appeals.give_in(appeal=filed, person=requester, words="", at=NIGHT)

    assert earnings_micros(worker) == earnings_micros(others[0]) == earnings_micros(others[1]) > 100_000
    assert Transfer.objects.filter(reason="pay").count() == 3
    assert books.recompute().is_clean
    assert pay_check.check_pay().troubles == ()

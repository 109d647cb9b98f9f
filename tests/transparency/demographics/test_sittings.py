"""Going through the questionnaire: saved step by step, paid for its time once, asked again after a year."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ledger.domain import books
from ledger.models import Transfer
from tasks.domain import books_check
from tests.fixtures import NOON, earnings_micros
from transparency.domain.demographics import answers, consents, paying, questions, sittings, subjects
from transparency.domain.demographics.consents import Purpose
from transparency.domain.demographics.sittings import Invitation
from transparency.models import WorkEvent

STEPS = {step.id: step for step in questions.STEPS}
# France, from 2026 on.
FLOOR = 12_020_000
YEAR = timedelta(days=365)


def save(worker, step="you", seconds=30.0, at=NOON, **said):
    return sittings.save(
        worker_number=worker.pk, step=STEPS[step], said=said, shown_at=at - timedelta(seconds=seconds), at=at
    )


def test_a_page_is_paid_for_its_seconds_at_the_floor(worker):
    paid = save(worker, Q2=["25-34"])

    assert (paid.seconds, paid.micros) == (30, FLOOR * 30 // 3600)
    assert earnings_micros(worker) == paid.micros


def test_a_page_that_says_nothing_is_paid_like_one_that_says_all(worker, other_worker):
    skipped, answered = save(worker), save(other_worker, Q1=["PNS"], Q2=["PNS"], Q3=["FR"])

    assert skipped.micros == answered.micros > 0


def test_a_page_left_open_is_paid_for_twenty_seconds_a_question(worker):
    assert save(worker, seconds=40_000).seconds == 60


def test_a_page_is_paid_once_a_year_however_often_it_is_sent(worker):
    first = save(worker)

    assert [save(worker).micros, save(worker, at=NOON + timedelta(hours=3)).micros] == [0, 0]
    assert earnings_micros(worker) == first.micros
    assert save(worker, at=NOON + YEAR).micros == first.micros


def test_two_pages_open_at_once_are_not_paid_twice_for_the_same_seconds(worker):
    save(worker)

    assert save(worker, step="care", at=NOON + timedelta(seconds=10), seconds=40).seconds == 10


def test_a_clock_that_runs_backwards_pays_nothing(worker):
    assert save(worker, seconds=-500).micros == 0


def test_the_whole_questionnaire_pays_fifteen_minutes_at_most():
    assert sum(paying.most_seconds(step=step) for step in paying.steps()) <= paying.MOST_SECONDS


def test_the_books_balance_and_the_log_knows_nothing_of_it(worker):
    save(worker, Q2=["25-34"])

    assert books_check.check(asked_by_id=None, at=NOON).finding_count == 0
    assert books.recompute().total_micros == 0
    assert not WorkEvent.objects.exists()
    (made,) = Transfer.objects.filter(reason="questionnaire")
    assert (made.debit.kind, made.key) == ("reserve", f"questionnaire:1.0.0:2026:{worker.pk}:you")


def test_without_a_floor_nothing_is_paid_and_everything_kept(worker, settings):
    settings.PAY_FLOOR_COUNTRY = "XX"

    assert save(worker, Q2=["25-34"]) == paying.NOTHING
    assert list(answers.own_answers(worker_number=worker.pk)) == ["Q2"]


def test_a_refused_answer_is_neither_kept_nor_paid(worker):
    with pytest.raises(answers.NotAnAnswer):
        save(worker, Q2=["17"])

    assert (earnings_micros(worker), answers.own_answers(worker_number=worker.pk)) == (0, {})


def test_a_page_takes_only_its_own_questions(worker):
    with pytest.raises(sittings.NoSuchStep):
        save(worker, Q21=["easy"])


def test_accessibility_is_asked_only_of_who_agreed_to_it(worker):
    with pytest.raises(sittings.NoSuchStep):
        save(worker, step="access")
    consents.grant(worker_number=worker.pk, purposes=[Purpose.SPECIAL], at=NOON)

    assert save(worker, step="access", QA_see=["some"]).micros > 0


def test_it_is_taken_up_where_it_was_left(worker):
    save(worker)
    save(worker, step="home")

    progress = sittings.progress(worker_number=worker.pk, at=NOON)

    assert (progress.done_count, progress.next.id) == (2, "learning")
    assert progress.following(STEPS["home"]).id == "care"


def test_the_invitation_can_be_closed_and_does_not_come_back(worker):
    def invited(at=NOON):
        return sittings.invitation(worker_number=worker.pk, at=at)

    assert invited() == Invitation.BEGIN
    sittings.put_off(worker_number=worker.pk, at=NOON)

    assert invited(NOON + 3 * YEAR) == Invitation.NONE


def test_who_went_through_it_is_asked_after_twelve_months_whether_it_is_still_true(worker):
    for step in sittings.steps_for(agreed=frozenset()):
        save(worker, step=step.id)

    def invited(days):
        return sittings.invitation(worker_number=worker.pk, at=NOON + timedelta(days=days))

    assert [invited(0), invited(364), invited(365)] == [Invitation.NONE, Invitation.NONE, Invitation.STILL_TRUE]
    sittings.confirm(worker_number=worker.pk, at=NOON + YEAR)
    assert [invited(366), invited(731)] == [Invitation.NONE, Invitation.STILL_TRUE]


def test_without_a_key_nobody_is_invited(worker, settings):
    settings.DEMOGRAPHICS_KEY = ""

    assert sittings.invitation(worker_number=worker.pk, at=NOON) == Invitation.NONE
    assert subjects.known(worker_number=worker.pk) is None

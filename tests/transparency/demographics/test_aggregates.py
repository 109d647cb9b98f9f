"""The door of counts: who agreed, what held, and nobody's number."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.fixtures import NOON
from transparency.domain.demographics import aggregates, answers, consents
from transparency.domain.demographics.consents import Purpose

DAY = date(2026, 3, 15)
RELEASE = date(2026, 4, 1)


@pytest.fixture
def said(worker, other_worker):
    for person, gender in ((worker, "woman"), (other_worker, "man")):
        answers.keep(worker_number=person.pk, answers={"Q1": [gender], "Q4": ["6"]}, at=NOON)
    consents.grant(worker_number=worker.pk, purposes=[Purpose.PUBLIC], at=NOON)
    return {worker.pk: {"pay": 4.0}, other_worker.pk: {"pay": 5.0}}


def records(figures, purpose=Purpose.PUBLIC, at=DAY, as_of=RELEASE):
    return aggregates.records(purpose=purpose, at=at, as_of=as_of, figures=figures)


def test_only_who_agreed_has_a_record_with_their_figures(said):
    (record,) = records(said)

    assert record.answers == {"Q1": {"woman"}, "Q4": {"6"}, "Q4_level": {"high"}}
    assert record.figures == {"pay": 4.0}


def test_one_purpose_is_not_another(said):
    assert records(said, purpose=Purpose.RESEARCH) == []


def test_a_record_names_its_person_to_nobody_and_otherwise_on_each_day(said, worker):
    (record,), (next_month,) = records(said), records(said, as_of=RELEASE + timedelta(days=30))

    assert len(record.subject) == 32
    assert record.subject != next_month.subject
    assert str(worker.pk) not in (record.subject, *record.figures)


def test_a_worker_without_figures_is_left_out(said, worker, other_worker):
    assert records({other_worker.pk: said[other_worker.pk]}) == []


def test_what_was_said_after_the_release_is_not_in_it(said, worker):
    answers.correct(worker_number=worker.pk, question="Q1", codes=["non_binary"], at=NOON + timedelta(days=60))

    assert records(said)[0].answers["Q1"] == {"woman"}
    assert records(said, as_of=date(2026, 6, 1))[0].answers["Q1"] == {"non_binary"}


def test_answers_about_health_are_counted_only_while_both_are_agreed_to(said, worker):
    consents.grant(worker_number=worker.pk, purposes=[Purpose.SPECIAL], at=NOON)
    answers.keep(worker_number=worker.pk, answers={"QA_see": ["some"]}, at=NOON)

    assert records(said)[0].answers["QA_see"] == {"some"}
    with pytest.raises(aggregates.NothingIsCountedForIt):
        records(said, purpose=Purpose.SPECIAL)


def test_own_words_never_pass_the_door(said, worker):
    answers.correct(
        worker_number=worker.pk, question="Q1", codes=["self_describe"], own_words="a word of mine", at=NOON
    )

    (record,) = records(said)

    assert record.answers["Q1"] == {"self_describe"}
    assert "mine" not in repr(record)


def test_the_door_reads_as_often_for_many_as_for_few(said, django_assert_num_queries):
    with django_assert_num_queries(4):
        records(said)

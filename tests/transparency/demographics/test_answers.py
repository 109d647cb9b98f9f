"""What workers say of themselves: kept by two times, read as it was known, erased with its history."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.models import User
from tests.fixtures import NOON
from transparency.domain.demographics import answers, consents, questions, subjects
from transparency.domain.demographics.consents import Purpose
from transparency.models.demographics import Questionnaire, Response

TODAY = date(2026, 3, 2)
MARCH, APRIL, MAY = NOON, NOON + timedelta(days=31), NOON + timedelta(days=61)


def keep(worker: User, at=MARCH, since=None, own_words="", **said: list[str]) -> None:
    answers.keep(worker_number=worker.pk, answers=said, own_words=own_words, at=at, since=since)


def codes(worker: User, question: str, *, at: date, as_of: date) -> list[str] | None:
    key = subjects.key_of(worker_number=worker.pk)
    row = answers.valid(at=at, as_of=as_of).filter(subject_key=key, question=question).first()
    return row.codes if row else None


def test_a_change_holds_from_its_day_and_leaves_what_was_before(worker):
    keep(worker, Q10=["student"])
    keep(worker, Q10=["employed"], at=MAY, since=date(2026, 4, 20))

    assert codes(worker, "Q10", at=date(2026, 4, 15), as_of=MAY.date()) == ["student"]
    assert codes(worker, "Q10", at=date(2026, 4, 25), as_of=MAY.date()) == ["employed"]
    assert codes(worker, "Q10", at=date(2026, 4, 25), as_of=APRIL.date()) == ["student"]


def test_a_correction_holds_from_the_same_day_and_what_was_published_can_be_counted_anew(worker):
    keep(worker, Q10=["student"])

    answers.correct(worker_number=worker.pk, question="Q10", codes=["retired"], at=MAY)

    assert codes(worker, "Q10", at=date(2026, 3, 15), as_of=APRIL.date()) == ["student"]
    assert codes(worker, "Q10", at=date(2026, 3, 15), as_of=MAY.date()) == ["retired"]
    assert Response.objects.count() == 2


def test_the_same_answer_again_adds_nothing(worker):
    keep(worker, Q1=["self_describe"], own_words="fluid")
    keep(worker, Q1=["self_describe"], own_words="fluid", at=MAY)

    assert Response.objects.count() == 1


def test_an_answer_that_was_never_valid_before_its_day_is_not_read_for_it(worker):
    keep(worker, Q2=["25-34"], at=MAY)

    assert codes(worker, "Q2", at=APRIL.date(), as_of=MAY.date()) is None


@pytest.mark.parametrize("since", [date(2026, 2, 1), date(2026, 6, 1)])
def test_a_change_before_what_it_changes_or_in_the_future_is_refused(worker, since):
    keep(worker, Q10=["student"])

    with pytest.raises(answers.NotThen):
        keep(worker, Q10=["employed"], at=MAY, since=since)

    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Q2", ["25-34", "35-44"]),
        ("Q2", ["17"]),
        ("Q15", ["dead_time", "enjoyment", "learn_skills", "other"]),
        ("Q13", ["health", "none"]),
        ("Q1", ["woman", "PNS"]),
        ("Q99", ["yes"]),
        ("Q2", []),
    ],
)
def test_what_a_question_does_not_offer_is_refused_and_nothing_else_of_the_page_kept(worker, question, said):
    with pytest.raises(answers.NotAnAnswer):
        keep(worker, **{"Q10": ["student"], question: said})

    assert not Response.objects.exists()


def test_not_to_say_is_kept_as_an_answer(worker):
    keep(worker, **{question.id: ["PNS"] for question in questions.QUESTIONS.values() if not question.is_special})

    assert {tuple(one.codes) for one in answers.own_answers(worker_number=worker.pk).values()} == {("PNS",)}


def test_three_reasons_may_be_given(worker):
    keep(worker, Q15=["other", "enjoyment", "dead_time"])

    assert answers.own_answers(worker_number=worker.pk)["Q15"].codes == ("dead_time", "enjoyment", "other")


def test_a_question_about_health_is_answered_only_by_who_agreed_to_it(worker):
    with pytest.raises(answers.NotAgreed):
        keep(worker, QA_see=["some"])
    consents.grant(worker_number=worker.pk, purposes=[Purpose.SPECIAL], at=MARCH)

    keep(worker, QA_see=["some"])

    assert answers.own_answers(worker_number=worker.pk)["QA_see"].codes == ("some",)


def test_own_words_are_read_by_their_writer_and_lie_sealed(worker):
    keep(worker, Q1=["self_describe"], own_words="x" * 60)

    assert answers.own_answers(worker_number=worker.pk)["Q1"].own_words == "x" * 40
    assert b"xxx" not in bytes(Response.objects.get().sealed_words)


def test_removing_an_answer_removes_its_history(worker):
    keep(worker, Q10=["student"], Q2=["18-24"])
    keep(worker, Q10=["employed"], at=MAY)

    assert answers.remove(worker_number=worker.pk, question="Q10") == 2
    assert list(answers.own_answers(worker_number=worker.pk)) == ["Q2"]


def test_without_a_key_nothing_is_asked(worker, settings):
    settings.DEMOGRAPHICS_KEY = ""

    with pytest.raises(subjects.Closed):
        keep(worker, Q10=["student"])

    assert answers.own_answers(worker_number=worker.pk) == {}


def test_the_words_that_were_put_are_kept_once(worker):
    keep(worker, Q10=["student"])
    keep(worker, Q2=["18-24"])

    assert [(one.version, one.locale) for one in Questionnaire.objects.all()] == [("1.0.0", "en")]
    assert Questionnaire.objects.get().sha256 == questions.english_digest()


def test_a_changed_question_needs_a_new_version():
    assert (questions.VERSION, questions.english_digest()) == (
        "1.0.0",
        "1c6de300bb27d8c6bb26724983d8427f3993033c0eab3f0d9a0ed2264329a345",
    )

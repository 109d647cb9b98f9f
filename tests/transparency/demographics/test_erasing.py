"""Taking back and erasing: at once, with a receipt, and nothing left that leads to the worker."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.fixtures import NOON, earnings_micros
from transparency.domain.demographics import aggregates, answers, consents, erasing, exporting, questions, sittings
from transparency.domain.demographics.consents import Purpose
from transparency.models.demographics import Consent, Response, Sitting, Subject

LATER = NOON + timedelta(days=9)


def answer(worker, *purposes, **said):
    consents.grant(worker_number=worker.pk, purposes=purposes, at=NOON)
    answers.keep(worker_number=worker.pk, answers=said, at=NOON)


def withdraw(worker, purpose):
    return erasing.withdraw(worker_number=worker.pk, purpose=purpose, at=LATER)


def test_taking_the_last_consent_back_erases_the_answers_at_once(worker):
    answer(worker, Purpose.PUBLIC, Q1=["woman"], Q2=["25-34"])

    receipt = withdraw(worker, Purpose.PUBLIC)

    assert not Response.objects.exists()
    assert receipt.facts["answers_erased"] == 2
    assert Consent.objects.get().withdrawn_on == LATER.date()


def test_answers_that_another_consent_stands_for_stay_and_count_for_it_alone(worker):
    answer(worker, Purpose.PUBLIC, Purpose.RESEARCH, Q1=["woman"])

    withdraw(worker, Purpose.PUBLIC)

    def counted(purpose):
        day = LATER.date()
        return len(aggregates.records(purpose=purpose, at=day, as_of=day, figures={worker.pk: {}}))

    assert (counted(Purpose.PUBLIC), counted(Purpose.RESEARCH)) == (0, 1)


def test_answers_about_health_go_with_their_own_consent(worker):
    answer(worker, Purpose.PUBLIC, Purpose.SPECIAL, Q1=["woman"], QA_see=["some"])

    withdraw(worker, Purpose.SPECIAL)

    assert list(Response.objects.values_list("question", flat=True)) == ["Q1"]


def test_a_consent_that_was_not_given_cannot_be_taken_back(worker):
    with pytest.raises(erasing.NotGiven):
        withdraw(worker, Purpose.PUBLIC)


def test_who_agrees_anew_is_counted_anew(worker):
    answer(worker, Purpose.PUBLIC)
    withdraw(worker, Purpose.PUBLIC)

    consents.grant(worker_number=worker.pk, purposes=[Purpose.PUBLIC], at=LATER)

    assert consents.of(worker_number=worker.pk) == {Purpose.PUBLIC}
    assert Consent.objects.count() == 2


def test_erasing_leaves_nothing_but_what_was_paid(worker):
    answer(worker, Purpose.PUBLIC, Q1=["woman"])
    step = questions.STEPS[0]
    shown = NOON - timedelta(seconds=30)
    paid = sittings.save(worker_number=worker.pk, step=step, said={"Q2": ["25-34"]}, shown_at=shown, at=NOON)

    receipt = erasing.erase(worker_number=worker.pk, at=LATER)

    assert [table.objects.count() for table in (Response, Consent, Sitting, Subject)] == [0, 0, 0, 0]
    assert (receipt.facts["answers_erased"], earnings_micros(worker)) == (2, paid.micros)


def test_a_receipt_is_known_by_its_hash_and_a_changed_one_is_not(worker):
    answer(worker, Purpose.PUBLIC, Q1=["woman"])

    said = withdraw(worker, Purpose.PUBLIC).as_json

    assert erasing.is_ours(receipt=said)
    assert not erasing.is_ours(receipt={**said, "answers_erased": 0})
    assert not erasing.is_ours(receipt={"sha256": said["sha256"]})


def test_an_operator_tells_our_receipts_from_others(worker, tmp_path):
    answer(worker, Purpose.PUBLIC, Q1=["woman"])
    ours, changed = tmp_path / "ours.json", tmp_path / "changed.json"
    said = withdraw(worker, Purpose.PUBLIC).as_json
    ours.write_text(json.dumps(said))
    changed.write_text(json.dumps({**said, "on": "2026-01-01"}))
    output = io.StringIO()

    call_command("check_receipt", ours, stdout=output)

    assert output.getvalue() == "Ours, and unchanged.\n"
    with pytest.raises(CommandError, match="Not ours"):
        call_command("check_receipt", changed)


def test_the_export_holds_every_answer_with_its_history_and_every_consent(worker):
    answer(worker, Purpose.PUBLIC, Q1=["self_describe"])
    answers.correct(worker_number=worker.pk, question="Q1", codes=["self_describe"], own_words="fluid", at=LATER)

    said = exporting.as_json(worker_number=worker.pk, at=LATER)

    assert [one["answer"] for one in said["answers"]] == [["fluid"], ["In my own words"]]
    assert [one["superseded_on"] for one in said["answers"]] == [None, "2026-03-11"]
    assert said["consents"][0]["purpose"] == "public"
    assert next(exporting.rows(worker_number=worker.pk))[2:4] == ("self_describe", "fluid")


def test_no_table_leads_from_an_answer_to_its_worker(worker, other_worker):
    for person in (worker, other_worker):
        answer(person, Purpose.PUBLIC, Q1=["woman"])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c"
            " WHERE c.table_schema = 'demographics' AND (c.data_type IN ('bigint', 'timestamp with time zone'))"
        )
        numbers = {f"{table}.{column}" for table, column, _type in cursor.fetchall()}
        cursor.execute(
            "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND connamespace = 'demographics'::regnamespace"
        )
        foreign_keys = cursor.fetchone()[0]

    guesses = {hashlib.sha256(str(number).encode()).hexdigest() for number in range(worker.pk + 100)}

    assert numbers == {"questionnaire.id"}
    assert foreign_keys == 0
    assert not guesses & set(Response.objects.values_list("subject_key", flat=True))


def test_changed_words_of_a_consent_need_a_new_version():
    words = "".join(f"{asked.purpose}{asked.title}{asked.words}" for asked in consents.ASKED)

    assert (consents.TEXT_VERSION, hashlib.sha256(words.encode()).hexdigest()[:16]) == ("1", "cac4e7088a6a456e")

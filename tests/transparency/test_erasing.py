"""Who leaves: what told how they worked is gone for good, pay stays as long as the law asks, the chain stays whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from transparency.domain import attention, log, own_words
from transparency.domain.rollup import keeping
from transparency.domain.sealing import dump, erasure, receipts, streams, verification
from transparency.domain.sealing.blocks import seal_log
from transparency.models import Attention, EventNote, Presence, StatedTime, Stream, WorkerDay, WorkEvent

from .conftest import START

pytestmark = pytest.mark.django_db
NOW = START + timedelta(days=3)
TAB = "a tab of one page only"


@pytest.fixture
def sealed_work(past_job, work):
    """Work of two people, and of worker 7 how they went about it."""
    job = past_job(1)
    work(job, seconds=60, micros=100_000, worker=7)
    work(job, seconds=60, micros=100_000, worker=8)
    log.record([
        log.Event(type=log.Type.LIST_VIEWED, at=START, worker_number=7, note="a private note"),
        log.Event(type=log.Type.PRESENCE_STARTED, at=START, worker_number=7),
    ])  # fmt: skip
    Presence.objects.create(worker_number=7, started_at=START, last_seen_at=NOW, ended_at=NOW, ending="stop")
    told = attention.Told(assignment_number=1, job_number=1, tab=TAB, seq=1, started_at=START, visible_ms=5000,
                          active_ms=4000, media_ms=0)  # fmt: skip
    attention.keep(worker_number=7, told=[told], at=START)
    seal_log(at=NOW)


def days() -> list[tuple]:
    """All days before the erasure, with the time at work that only erased rows told of."""
    earlier = WorkerDay.objects.filter(day__lt=NOW.date()).order_by("worker_number", "day")
    return list(earlier.values_list("worker_number", "day", "paid_seconds", "presence_seconds"))


def test_what_told_how_somebody_worked_is_nowhere_any_more_and_the_chain_is_whole(sealed_work):
    erased = erasure.erase_worker(worker_number=7, at=NOW)
    seal_log(at=NOW)

    assert (erased.event_count, erased.attention_count, erased.presence_count) == (2, 1, 1)
    kept = str(list(dump.whole_blocks()))
    assert "a private note" not in kept
    assert TAB not in kept
    assert not Attention.objects.exists()
    assert set(WorkEvent.objects.filter(worker_number=7).values_list("type", flat=True)) == {
        "task.submitted", "task.approved", "task.paid", "data.erased",
    }  # fmt: skip
    assert verification.verify(at=NOW) == []


def test_their_notes_and_corrected_times_go_with_the_rows_and_nobody_elses(sealed_work):
    for number in (7, 8):
        StatedTime.objects.create(
            worker_number=number, says="also_worked", started_at=START, ended_at=NOW, seconds=60, stated_at=NOW
        )
        paid = WorkEvent.objects.get(type=log.Type.PAID, worker_number=number)
        own_words.note(worker_number=number, event_number=paid.pk, words="slow pages", at=NOW)

    erasure.erase_worker(worker_number=7, at=NOW)

    assert [stated.worker_number for stated in StatedTime.objects.all()] == [8]
    assert [note.worker_number for note in EventNote.objects.all()] == [8]


def test_pay_of_somebody_who_left_keeps_its_receipt(sealed_work):
    erasure.erase_worker(worker_number=7, at=NOW)

    paid = WorkEvent.objects.get(type=log.Type.PAID, worker_number=7)
    assert receipts.receipt_of(paid.pk, 7)["payload"]["micros"] == 100_000


def test_a_change_to_the_pay_of_somebody_who_left_is_still_found(sealed_work):
    erasure.erase_worker(worker_number=7, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica;"
            "UPDATE transparency_workevent SET micros = 1 WHERE type = 'task.paid' AND worker_number = 7;"
            "SET LOCAL session_replication_role = origin"
        )

    assert [finding.fault for finding in verification.verify(at=NOW)] == ["row_changed"]


def test_sums_of_days_stand_and_are_not_made_anew_for_who_left(sealed_work):
    keeping.rebuild(at=NOW)
    before = days()

    erasure.erase_worker(worker_number=7, at=NOW)
    keeping.rebuild(at=NOW + timedelta(days=1))

    assert days() == before
    assert len(before) > 1


def test_work_after_an_erasure_counts_as_any(sealed_work, past_job, work):
    erasure.erase_worker(worker_number=7, at=START - timedelta(days=1))
    keeping.rebuild(at=NOW)

    assert WorkerDay.objects.get(worker_number=7, day=START.date()).paid_seconds == 60


def test_erasing_twice_is_erasing_once(sealed_work):
    erasure.erase_worker(worker_number=7, at=NOW)

    again = erasure.erase_worker(worker_number=7, at=NOW + timedelta(days=1))

    assert (again.event_count, WorkEvent.objects.filter(type=log.Type.ERASED).count()) == (0, 1)
    assert Stream.objects.get(person_number=7).erased_at == NOW


def test_who_goes_on_working_is_erased_anew(sealed_work):
    erasure.erase_worker(worker_number=7, at=NOW)
    later = NOW + timedelta(days=1)
    log.record([log.Event(type=log.Type.LIST_VIEWED, at=later, worker_number=7)])
    seal_log(at=later)

    again = erasure.erase_worker(worker_number=7, at=later)

    assert again.event_count == 1
    assert streams.erased_since(worker_number=7) == later
    assert verification.verify(at=later) == []


@pytest.mark.parametrize("kind", ["list.viewed", "task.paid"])
def test_the_database_lets_nobody_remove_what_was_not_erased_by_its_function(sealed_work, kind):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('visible_hands.erasing', '7', true)")
    with pytest.raises(IntegrityError, match="transparency_log_never_changes"), transaction.atomic():
        WorkEvent.objects.filter(worker_number=7, type=kind)._raw_delete("default")

    assert WorkEvent.objects.filter(worker_number=7, type=kind).count() == 1


def test_removing_rows_under_the_pretext_of_an_erasure_that_the_log_knows_nothing_of_is_found(sealed_work):
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica;"
            "DELETE FROM transparency_workevent WHERE type = 'list.viewed';"
            "UPDATE transparency_stream SET salt = NULL, erased_at = now() WHERE person_number = 7;"
            "SET LOCAL session_replication_role = origin"
        )

    assert {finding.fault for finding in verification.verify(at=NOW)} == {"row_changed"}


def test_when_the_laws_time_is_over_the_rest_goes_as_well(sealed_work, settings):
    erasure.erase_worker(worker_number=7, at=NOW)
    seal_log(at=NOW)
    settings.PAY_KEEP_YEARS = 5

    assert erasure.erase_what_was_kept(at=NOW + timedelta(days=5 * 365 - 1)) == 0
    assert erasure.erase_what_was_kept(at=NOW + timedelta(days=6 * 365)) == 1

    assert not WorkEvent.objects.filter(worker_number=7).exists()
    assert not Stream.objects.filter(person_number=7).exists()
    assert WorkEvent.objects.filter(worker_number=8).exists()
    assert verification.verify(at=NOW) == []

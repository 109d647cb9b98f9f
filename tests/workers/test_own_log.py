"""A worker's own log: theirs alone, in words, corrected by rows beside it and never by a change."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime, now

from tasks.domain import reviewing, submitting
from tests.fixtures import CAT, NOON
from tests.workers.conftest import held
from tests.workers.test_find import text_of
from transparency.domain import own_words, presence
from transparency.domain.auditing import looks as passing
from transparency.models import EventNote, StatedTime, WorkEvent
from workers.domain import looks

LOG, DATA = reverse("work:own-log"), reverse("work:data")
HOUR = timedelta(hours=1)


def at_work(worker, *, minutes=10, at=NOON):
    """A time at work that ended: the event that ended it."""
    presence.be_present(worker_number=worker.pk, at=at)
    for seconds in range(0, minutes * 60 + 1, 40):
        presence.be_present(worker_number=worker.pk, at=at + timedelta(seconds=seconds))
    presence.stop(worker_number=worker.pk, at=at + timedelta(minutes=minutes))
    return WorkEvent.objects.get(worker_number=worker.pk, type="presence.stopped")


def rows_of_log():
    return list(WorkEvent.objects.order_by("pk").values())


def test_each_step_stands_there_in_words_with_its_job_and_pay(browser, worker, requester, open_job):
    given = held(job := open_job(micro_tasks=1), worker)
    submitting.submit(assignment=given, worker=worker, answer=CAT, key="k", at=now())
    reviewing.approve(job=job, assignment_ids=[given.pk], decided_by_id=requester.pk, at=now())

    said = text_of(browser.get(LOG))

    for words in ("You submitted your answer.", "Your answer was approved.", "It was paid to you.", "+€0.004"):
        assert words in said
    assert said.count("Cat or dog") == WorkEvent.objects.filter(worker_number=worker.pk, job_number=job.pk).count()


def test_nobody_elses_events_notes_or_time_are_in_it(browser, worker, other_worker):
    event = at_work(other_worker)
    own_words.note(worker_number=other_worker.pk, event_number=event.pk, words="theirs", at=NOON)

    page = browser.get(LOG)

    assert page.context["page"].paginator.count == 0
    for name, sent in (("note", {"words": "mine"}), ("no-work", {"minutes": "1"})):
        browser.post(reverse(f"work:{name}", args=[event.pk]), sent)
    assert EventNote.objects.get().words == "theirs"
    assert not StatedTime.objects.exists()


def test_the_log_is_narrowed_to_a_kind_and_a_day(browser, worker, open_job):
    held(open_job(micro_tasks=1), worker)
    at_work(worker)

    today = browser.get(LOG, {"day": localtime(now()).date().isoformat(), "what": "work"})
    that_day = browser.get(LOG, {"day": "2026-03-02", "what": "time"})

    assert {line.event.type for line in today.context["lines"]} == {"task.claimed", "task.opened"}
    assert [line.event.type for line in that_day.context["lines"]] == ["presence.stopped", "presence.started"]
    assert browser.get(LOG, {"day": "no day", "what": "nothing"}).status_code == 200


def test_looks_by_name_and_in_passing_stand_in_the_log_and_on_their_page(browser, worker, auditor):
    looks.take(email=worker.email, auditor=auditor, why="A complaint.", at=NOON)
    passing.note(auditor=auditor, workers=[worker.pk], what=passing.What.PAYOUT, about="B-1", at=NOON + HOUR)

    for address in (LOG, reverse("work:looks")):
        said = text_of(browser.get(address))
        assert "opened your page by name." in said
        assert "A complaint." in said
        assert "A payout of yours" in said


def test_a_note_is_kept_beside_an_event_changed_and_erased(browser, worker):
    event, before = at_work(worker), rows_of_log()
    address = reverse("work:note", args=[event.pk])

    browser.post(address, {"words": " I was reading. "})
    noted = text_of(browser.get(LOG))
    browser.post(address, {"words": "  "})

    assert "I was reading." in noted
    assert not EventNote.objects.exists()
    assert rows_of_log() == before


def test_erasing_notes_erases_the_words_beside_corrected_times_too(browser, worker):
    event = at_work(worker)
    own_words.note(worker_number=worker.pk, event_number=event.pk, words="private", at=NOON)
    own_words.was_no_work(worker_number=worker.pk, event_number=event.pk, seconds=60, words="a call", at=NOON)

    browser.post(reverse("work:erase-notes"))

    assert not EventNote.objects.exists()
    assert list(StatedTime.objects.values_list("words", "seconds")) == [("", 60)]


def test_a_correction_adds_rows_and_changes_none(browser, worker):
    event, before = at_work(worker), rows_of_log()

    browser.post(reverse("work:no-work", args=[event.pk]), {"minutes": "4", "words": "a call"})
    stated = StatedTime.objects.get()
    browser.post(reverse("work:take-back-time", args=[stated.pk]))

    assert rows_of_log()[: len(before)] == before
    added = WorkEvent.objects.filter(type="time.stated").order_by("pk").values_list("seconds", "note")
    assert list(added) == [(240, "no work"), (240, "taken back")]
    assert own_words.balance_seconds(worker_number=worker.pk, since=NOON, until=NOON + HOUR) == 0


def test_time_that_nothing_measured_is_added_once(worker):
    at_work(worker)
    until = NOON + 5 * HOUR

    def add(first, last):
        own_words.also_worked(
            worker_number=worker.pk, started_at=NOON + first * HOUR, ended_at=NOON + last * HOUR, words="", at=until
        )

    add(1, 2)
    for refusal, first, last in (
        (own_words.AtWorkThen, 1.5, 3),
        (own_words.AtWorkThen, 0, 1),
        (own_words.NoTime, 4, 6),
        (own_words.NoTime, 3, 3),
    ):
        with pytest.raises(refusal):
            add(first, last)

    assert own_words.balance_seconds(worker_number=worker.pk, since=NOON, until=until) == 3600


def test_no_more_can_be_no_work_than_there_was(worker):
    event = at_work(worker, minutes=10)

    for seconds in (0, 661):
        with pytest.raises(own_words.MoreThanThere):
            own_words.was_no_work(
                worker_number=worker.pk, event_number=event.pk, seconds=seconds, words="", at=NOON + HOUR
            )
    own_words.was_no_work(worker_number=worker.pk, event_number=event.pk, seconds=600, words="", at=NOON + HOUR)
    with pytest.raises(own_words.SaidAlready):
        own_words.was_no_work(worker_number=worker.pk, event_number=event.pk, seconds=60, words="", at=NOON + HOUR)

    assert own_words.balance_seconds(worker_number=worker.pk, since=NOON, until=NOON + HOUR) == -600


def test_the_whole_log_leaves_as_csv_and_as_json(browser, worker, open_job):
    given = held(open_job(micro_tasks=1), worker)
    submitting.submit(assignment=given, worker=worker, answer=CAT, key="k", at=now())

    as_json = json.loads(b"".join(browser.get(reverse("work:log-json")).streaming_content))
    as_csv = list(csv.DictReader(io.StringIO(b"".join(browser.get(reverse("work:log")).streaming_content).decode())))

    own = WorkEvent.objects.filter(worker_number=worker.pk).order_by("at", "pk").values_list("type", flat=True)
    assert [row["event"] for row in as_json] == [row["event"] for row in as_csv] == list(own)
    assert as_json[-1]["job_title"] == "Cat or dog"


def test_a_long_log_takes_no_more_queries_than_a_short_one(browser, worker, django_assert_max_num_queries):
    WorkEvent.objects.bulk_create(
        WorkEvent(at=NOON + timedelta(seconds=n), type="list.viewed", worker_number=worker.pk) for n in range(60)
    )

    with django_assert_max_num_queries(14):
        page = browser.get(LOG)

    assert len(page.context["lines"]) == 50
    assert len(browser.get(LOG, {"page": "2"}).context["lines"]) == 10

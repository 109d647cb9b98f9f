"""Heartbeats of the desk's pages, Start and Stop: what is heard, what is kept, what a lease does."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from tasks.domain import claiming, submitting
from tasks.models import Assignment
from tests.fixtures import CAT
from tests.workers.conftest import address, held
from tests.workers.test_find import text_of
from transparency.domain import attention, presence
from transparency.models import Attention, Presence, WorkEvent

HEARTBEAT, STOP = reverse("work:heartbeat"), reverse("work:stop")
AGO = timedelta(minutes=5)


@pytest.fixture
def mine(worker, open_job):
    """Shown five minutes ago."""
    return claiming.claim_next(job=open_job(), worker=worker, at=now() - AGO)


def beat(assignment, *, seq=1, began=0, visible=900, active=500, media=0, **more):
    """A stretch that began so many milliseconds after the work was shown."""
    return {
        "assignment": assignment.public_id,
        "seq": seq,
        "began_ms": attention.milliseconds(assignment.shown_at) + began,
        "visible_ms": visible,
        "active_ms": active,
        "media_ms": media,
        **more,
    }


def tell(browser, *beats, tab="a", to=HEARTBEAT):
    return browser.post(to, json.dumps({"tab": tab, "beats": beats}), content_type="application/json")


def counted(assignment):
    return Assignment.objects.values_list("visible_ms", "active_ms").get(pk=assignment.pk)


def log_types(worker):
    return list(WorkEvent.objects.filter(worker_number=worker.pk).order_by("pk").values_list("type", "note"))


def test_a_heartbeat_extends_the_lease_and_tells_the_day(browser, mine):
    Assignment.objects.filter(pk=mine.pk).update(due_at=now() + timedelta(seconds=5))

    answer = tell(browser, beat(mine)).json()

    assert 590 < answer["leases"][mine.public_id] <= 600
    assert "€0.00" in answer["today"]
    assert abs(answer["now_ms"] - attention.milliseconds(now())) < 60_000
    assert counted(mine) == (900, 500)


def test_the_greatest_counters_of_a_stretch_count_in_any_order(browser, mine):
    for visible, active in [(5000, 4000), (10, 10), (9000, 4000), (9000, 4000)]:
        tell(browser, beat(mine, visible=visible, active=active))

    assert counted(mine) == (9000, 4000)
    assert Attention.objects.count() == 1


def test_stretches_add_up_and_a_second_in_two_tabs_counts_once(browser, mine):
    tell(browser, beat(mine, visible=10_000, active=10_000))
    tell(browser, beat(mine, seq=2, began=20_000, visible=10_000, active=4000))
    tell(browser, beat(mine, began=25_000, visible=10_000, active=0), tab="b")

    assert counted(mine) == (25_000, 14_000)


def test_a_moment_with_two_jobs_in_view_is_split_between_them(browser, worker, open_job, mine):
    other = claiming.claim_next(job=open_job(), worker=worker, at=mine.shown_at)

    tell(browser, beat(mine, visible=10_000, active=10_000))
    tell(browser, beat(other, began=4000, visible=10_000, active=10_000), tab="b")

    assert (counted(mine), counted(other)) == ((7000, 7000), (7000, 7000))


def test_a_page_that_only_lies_open_does_not_keep_its_lease(browser, mine):
    tell(browser, beat(mine, visible=60_000, active=60_000))
    due_at = Assignment.objects.get(pk=mine.pk).due_at

    tell(browser, beat(mine, visible=200_000, active=60_000))

    assert Assignment.objects.get(pk=mine.pk).due_at == due_at
    assert counted(mine) == (200_000, 60_000)


def test_no_time_counts_before_the_work_was_shown_or_after_it_ended(browser, worker, mine):
    submitting.submit(assignment=mine, worker=worker, answer=CAT, key="k", at=mine.shown_at + timedelta(seconds=30))

    tell(browser, beat(mine, began=-7000, visible=10**7, active=10**7))

    assert counted(mine) == (32_000, 32_000)


def test_the_last_counters_of_a_submitted_answer_come_later_and_count(browser, worker, mine):
    submitting.submit(assignment=mine, worker=worker, answer=CAT, key="k", at=now())

    answer = tell(browser, beat(mine, visible=4000, active=4000)).json()

    assert answer["leases"] == {mine.public_id: None}
    assert counted(mine) == (4000, 4000)
    assert Assignment.objects.get(pk=mine.pk).state == "submitted"


@pytest.mark.parametrize(("hours", "kept"), [(23, True), (25, False)])
def test_what_comes_within_a_day_counts_and_is_marked_as_late(browser, worker, open_job, hours, kept):
    old = claiming.claim_next(job=open_job(), worker=worker, at=now() - timedelta(hours=hours))

    tell(browser, beat(old, visible=60_000, active=60_000))

    assert list(Attention.objects.values_list("is_late", flat=True)) == ([True] if kept else [])
    assert not Presence.objects.exists()


def test_nobody_tells_the_time_of_anothers_work(browser, other_worker, open_job):
    theirs = held(open_job(), other_worker)

    answer = tell(browser, beat(theirs)).json()

    assert answer["leases"] == {}
    assert counted(theirs) == (0, 0)


@pytest.mark.parametrize(
    "sent",
    [
        "", "[]", "{}", "[" * 100_000, '{"tab": "a", "beats": {}}', '{"tab": "<b>", "beats": []}',
        '{"tab": "a", "beats": [{}]}', '{"tab": "a", "beats": [], "keys": 3}',
    ],
)  # fmt: skip
def test_what_is_not_a_heartbeat_is_refused(browser, mine, sent):
    response = browser.post(HEARTBEAT, sent, content_type="application/json")

    assert (response.status_code, response.json()["code"]) == (400, "invalid")
    assert not Attention.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"visible": -1}, {"visible": 1.5}, {"active": True}, {"seq": 10**9}, {"mouse": [3, 4]}, {"media": "1"}]
)
def test_nothing_but_the_listed_counters_is_heard(browser, mine, wrong):
    assert tell(browser, beat(mine), beat(mine, **wrong)).status_code == 400
    assert not Attention.objects.exists()


def test_start_and_stop_stand_in_the_log_with_the_time_between(browser, worker, open_job):
    browser.post(address("start", open_job()))
    response = browser.post(STOP, follow=True)

    begun, _claimed, _shown, ended = WorkEvent.objects.order_by("type", "pk").values_list(
        "type", "job_number", "started_at", "note"
    )
    time = Presence.objects.get()
    assert begun == ("presence.started", None, None, "")
    assert ended != begun
    assert WorkEvent.objects.get(type="presence.stopped").note == "stop"
    assert (time.ending, time.ended_at >= time.started_at) == ("stop", True)
    assert "You have stopped." in text_of(response)


def test_after_stop_the_desk_rests_until_start(browser, open_job):
    job = open_job()
    browser.post(address("start", job))
    browser.post(STOP)

    stopped = browser.get(address("desk", job))
    again = browser.post(address("start", job), follow=True)

    assert (stopped.context["is_stopped"], again.context["is_stopped"]) == (True, False)
    assert stopped.context["assignment"] == again.context["assignment"]
    assert list(Presence.objects.order_by("pk").values_list("ending", flat=True)) == ["stop", ""]


def test_the_last_counters_come_with_stop_and_a_second_stop_changes_nothing(browser, worker, mine):
    for _ in range(2):
        assert tell(browser, beat(mine, began=290_000, visible=9000, active=9000), to=STOP).status_code == 204

    assert counted(mine) == (9000, 9000)
    assert log_types(worker)[2:] == [("presence.started", ""), ("presence.stopped", "stop")]


def test_what_was_seen_before_stop_and_comes_after_it_starts_nothing(browser, worker, mine):
    tell(browser, beat(mine, began=290_000, visible=9000, active=9000))
    browser.post(STOP)

    tell(browser, beat(mine, began=290_000, visible=9500, active=9500))

    assert presence.is_stopped(worker_number=worker.pk)
    assert Presence.objects.count() == 1


def test_a_silence_ends_the_time_at_work_where_it_fell_silent(worker):
    start = now()
    for seconds in (0, 30, 60, 200):
        presence.be_present(worker_number=worker.pk, at=start + timedelta(seconds=seconds))
    ended = presence.close_silent(at=start + timedelta(seconds=300))

    spans = [
        ((row.started_at - start).seconds, (row.ended_at - start).seconds) for row in Presence.objects.order_by("pk")
    ]
    assert (ended, spans) == (1, [(0, 60), (200, 200)])
    assert log_types(worker) == [("presence.started", ""), ("presence.stopped", "silence")] * 2


def test_a_heartbeat_costs_a_fixed_number_of_queries(browser, mine, django_assert_num_queries):
    tell(browser, beat(mine))

    with django_assert_num_queries(11):
        tell(browser, beat(mine, visible=4000, active=4000))

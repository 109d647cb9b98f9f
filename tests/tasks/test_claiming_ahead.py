"""Claiming ahead: the next one is held before it is asked for, and costs nothing until somebody looks at it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connections

from accounts.models import User
from ledger.domain import accounts as books
from tasks.domain import ahead, claiming, desk, jobs, submitting
from tasks.models import Answer, Assignment, Job
from tests.fixtures import CAT, DOG, NOON, earnings_micros, make_draft, make_worker, states
from transparency.domain import metrics
from transparency.domain.rollup import keeping
from transparency.models import WorkEvent
from workers.domain import earnings, finding

SHORT = timedelta(seconds=ahead.LEASE_SECONDS)
SECOND = timedelta(seconds=1)


def held_ahead(job: Job, worker: User, *, at: datetime = NOON, count: int = 1) -> list[Assignment]:
    claims = ahead.claim_ahead(job=job, worker=worker, at=at, count=count)
    return [Assignment.objects.select_related("job", "micro_task").get(pk=claim.assignment_id) for claim in claims]


def story_of(assignment: Assignment) -> list[tuple[str, str]]:
    return list(WorkEvent.objects.filter(assignment_number=assignment.pk).order_by("pk").values_list("type", "note"))


def test_the_next_one_is_held_for_a_short_time_and_not_shown(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=3)
    claiming.claim_next(job=job, worker=worker, at=NOON)

    (following,) = held_ahead(job, worker)

    assert (following.micro_task.payload["text"], following.state) == ("line 1", "claimed")
    assert (following.shown_at, following.due_at) == (None, NOON + SHORT)
    assert story_of(following) == [("task.claimed", "")]


def test_asking_again_gives_the_same_one_with_a_fresh_lease(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=3)
    (first,) = held_ahead(job, worker)

    (again,) = held_ahead(job, worker, at=NOON + SECOND)

    assert (again.pk, again.due_at) == (first.pk, NOON + SECOND + SHORT)
    assert states(job) == ["claimed", "open", "open"]


def test_a_screenful_is_of_different_micro_tasks(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=3, wanted_answers=4)

    held = held_ahead(job, worker, count=12)

    assert [one.micro_task.payload["text"] for one in held] == ["line 0", "line 1", "line 2"]
    assert states(job) == ["claimed"] * 3 + ["open"] * 9


def test_submitting_shows_what_is_held_ahead(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=3)
    first = claiming.claim_next(job=job, worker=worker, at=NOON)
    (second,) = held_ahead(job, worker)

    done = submitting.submit(assignment=first, worker=worker, answer=CAT, key="k", at=NOON + 9 * SECOND, with_next=True)

    assert done.next_claim is not None
    assert done.next_claim.assignment_id == second.pk
    second.refresh_from_db()
    assert second.shown_at == NOON + 9 * SECOND
    assert second.due_at == NOON + timedelta(seconds=9 + job.lease_seconds)
    assert story_of(second) == [("task.claimed", ""), ("task.opened", "")]


def test_time_counts_from_when_the_browser_showed_it(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=2)
    first = claiming.claim_next(job=job, worker=worker, at=NOON)
    (second,) = held_ahead(job, worker)
    waited = submitting.Timing(waited_ms=50_000, next_was_shown=True)

    submitting.submit(
        assignment=first,
        worker=worker,
        answer=CAT,
        key="a",
        at=NOON + timedelta(seconds=60),
        with_next=True,
        timing=waited,
    )
    submitting.submit(
        assignment=second, worker=worker, answer=CAT, key="b", at=NOON + timedelta(seconds=61),
        timing=submitting.Timing(waited_ms=30_000),
    )  # fmt: skip

    stretches = WorkEvent.objects.filter(type="task.submitted").order_by("pk").values_list("started_at", "ended_at")
    assert [[int((end - NOON).total_seconds()) for end in ends] for ends in stretches] == [[0, 10], [10, 31]]
    assert earnings.takings(worker=worker, since=NOON - timedelta(hours=13)).earning_seconds == 31.0


def test_a_browser_cannot_put_work_before_the_claim(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=1)
    (only,) = held_ahead(job, worker)
    timing = submitting.Timing(waited_ms=5_000, worked_ms=86_400_000)

    submitting.submit(assignment=only, worker=worker, answer=CAT, key="k", at=NOON + 9 * SECOND, timing=timing)

    only.refresh_from_db()
    assert (only.shown_at, only.last_seen_at) == (NOON, NOON + 4 * SECOND)
    assert [kind for kind, _note in story_of(only)] == ["task.claimed", "task.opened", "task.submitted"]


def test_showing_is_told_once_however_often_it_is_said(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=1)
    (only,) = held_ahead(job, worker)

    said = [ahead.show(assignment=only, worker=worker, at=NOON + n * SECOND) for n in (3, 8)]

    only.refresh_from_db()
    assert (said, only.shown_at) == ([True, False], NOON + 3 * SECOND)
    assert story_of(only) == [("task.claimed", ""), ("task.opened", "")]


def test_a_sign_of_life_keeps_what_is_ahead_and_shows_what_gives_it(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=2)
    first = claiming.claim_next(job=job, worker=worker, at=NOON)
    (second,) = held_ahead(job, worker)

    desk.renew(assignment=first, worker=worker, visible_ms=1, active_ms=1, at=NOON + 15 * SECOND)
    second.refresh_from_db()
    assert (second.shown_at, second.due_at) == (None, NOON + 15 * SECOND + SHORT)

    desk.renew(assignment=second, worker=worker, visible_ms=4000, active_ms=1, at=NOON + 30 * SECOND)
    second.refresh_from_db()
    assert second.shown_at == NOON + 26 * SECOND


def test_what_nobody_looked_at_goes_back_and_costs_its_worker_nothing(
    open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=1)
    (only,) = held_ahead(job, worker)

    submitting.return_expired(at=NOON + SHORT + SECOND)

    assert states(job) == ["expired", "open"]
    assert story_of(only) == [("task.claimed", ""), ("task.expired", "unseen")]
    taken = earnings.takings(worker=worker, since=NOON - timedelta(hours=13))
    assert (taken.unpaid_seconds, taken.answer_count) == (0.0, 0)
    assert list(finding.assignments_of(worker=worker)) == []
    keeping.roll_up(at=NOON)
    assert metrics.hourly_pay_by_job(job_numbers=[job.pk]) == {}


def test_the_next_claimer_takes_over_what_lapsed_ahead(
    open_job: Callable[..., Job], worker: User, other_worker: User
) -> None:
    job = open_job(micro_tasks=1)
    (lapsed,) = held_ahead(job, worker)

    (taken,) = held_ahead(job, other_worker, at=NOON + SHORT + SECOND)

    lapsed.refresh_from_db()
    assert (lapsed.state, taken.micro_task_id, taken.worker) == ("expired", lapsed.micro_task_id, other_worker)


def test_whoever_has_nothing_gets_what_another_only_holds_ahead(
    open_job: Callable[..., Job], worker: User, other_worker: User
) -> None:
    job = open_job(micro_tasks=2)
    mine = claiming.claim_next(job=job, worker=worker, at=NOON)
    (waiting,) = held_ahead(job, worker)

    taken = claiming.claim_next(job=job, worker=other_worker, at=NOON + SECOND)
    following = submitting.submit(assignment=mine, worker=worker, answer=CAT, key="k", at=NOON + SECOND, with_next=True)

    assert taken.micro_task_id == waiting.micro_task_id
    assert following.next_claim is None
    assert story_of(waiting) == [("task.claimed", ""), ("task.expired", "unseen")]


def test_nobody_holds_ahead_what_another_holds(open_job: Callable[..., Job], worker: User, other_worker: User) -> None:
    job = open_job(micro_tasks=2)
    claiming.claim_next(job=job, worker=worker, at=NOON)
    held_ahead(job, worker)

    assert held_ahead(job, other_worker) == []
    assert states(job) == ["claimed", "claimed"]


def test_an_answer_to_what_was_taken_from_ahead_is_kept_and_paid(
    open_job: Callable[..., Job], worker: User, other_worker: User
) -> None:
    job = open_job(micro_tasks=1)
    (mine,) = held_ahead(job, worker)
    claiming.claim_next(job=job, worker=other_worker, at=NOON + SECOND)
    timing = submitting.Timing(waited_ms=10_000, worked_ms=20_000)

    done = submitting.submit(assignment=mine, worker=worker, answer=DOG, key="k", at=NOON + 40 * SECOND, timing=timing)

    assert (done.is_late, earnings_micros(worker)) == (True, job.price_micros)
    assert books.reserve().balance_micros == -job.price_micros
    keeping.roll_up(at=NOON)
    pay = metrics.hourly_pay_by_job(job_numbers=[job.pk])[job.pk]
    assert (pay.paid_seconds, pay.all_seconds) == (20.0, 20.0)


def test_giving_back_what_is_on_screen_gives_back_what_is_ahead(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=3)
    first = claiming.claim_next(job=job, worker=worker, at=NOON)
    (second,) = held_ahead(job, worker)

    submitting.give_back(assignment=first, worker=worker, at=NOON + 5 * SECOND)

    assert states(job) == ["open", "open", "open", "returned", "returned"]
    assert story_of(second) == [("task.claimed", ""), ("task.returned", "unseen")]
    assert list(finding.assignments_of(worker=worker)) == [first]
    keeping.roll_up(at=NOON)
    assert metrics.hourly_pay_by_job(job_numbers=[job.pk])[job.pk].all_seconds == 5.0


def test_only_what_is_shown_counts_as_in_hand(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=2)
    (only,) = held_ahead(job, worker)

    assert finding.held_assignment(worker=worker, job=job) is None
    assert claiming.claim_next(job=job, worker=worker, at=NOON).pk == only.pk
    assert finding.held_assignment(worker=worker, job=job) == only


def test_a_requester_holds_nothing_ahead_of_their_own_job(open_job: Callable[..., Job], requester: User) -> None:
    job = open_job(micro_tasks=1)

    with pytest.raises(claiming.OwnJob):
        ahead.claim_ahead(job=job, worker=requester, at=NOON)

    assert states(job) == ["open"]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_ask_at_once_hold_one_together(requester: User) -> None:
    job = make_draft(requester, texts=["one", "two", "three", "four"])
    jobs.publish(job=job, at=NOON)
    worker = make_worker(1)
    start, held = threading.Barrier(4), list[int]()

    def ask() -> None:
        try:
            start.wait()
            held.extend(claim.assignment_id for claim in ahead.claim_ahead(job=job, worker=worker, at=NOON))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(held), len(set(held))) == (4, 1)
    assert states(job) == ["claimed", "open", "open", "open"]


@pytest.mark.django_db(transaction=True)
def test_sixteen_desks_that_claim_ahead_give_exactly_the_wanted_answers(requester: User) -> None:
    job = make_draft(requester, texts=[f"line {n}" for n in range(60)], wanted_answers=3)
    jobs.publish(job=job, at=NOON)
    workers = [make_worker(n) for n in range(16)]
    start, troubles = threading.Barrier(16), list[BaseException]()
    threads = [threading.Thread(target=_desk, args=(job, worker, start, troubles)) for worker in workers]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert troubles == []
    finished = Assignment.objects.filter(job=job, state="submitted")
    assert finished.count() == 180 == Answer.objects.count()
    assert not Assignment.objects.filter(job=job, state__in=["open", "claimed"]).exists()
    assert set(Counter(finished.values_list("micro_task_id", flat=True)).values()) == {3}
    assert max(Counter(finished.values_list("micro_task_id", "worker_id")).values()) == 1
    assert not Assignment.objects.filter(job=job, state="expired", shown_at__isnull=False).exists()


def _desk(job: Job, worker: User, start: threading.Barrier, troubles: list[BaseException]) -> None:
    """Work as a desk does: claim, hold one ahead, submit; until the job has no place that is free for this worker."""
    try:
        start.wait()
        while _something_is_left(job, worker):
            claim = claiming.claim_row(job=job, worker=worker, at=NOON)
            while claim is not None:
                mine = Assignment.objects.select_related("job", "micro_task").get(pk=claim.assignment_id)
                ahead.claim_ahead(job=job, worker=worker, at=NOON)
                claim = submitting.submit(
                    assignment=mine, worker=worker, answer=CAT, key=f"{mine.pk}", at=NOON, with_next=True
                ).next_claim
    except BaseException as trouble:
        troubles.append(trouble)
    finally:
        connections.close_all()


def _something_is_left(job: Job, worker: User) -> bool:
    answered = Assignment.objects.filter(job=job, worker=worker, submitted_at__isnull=False).values("micro_task")
    return Assignment.objects.filter(job=job, state__in=["open", "claimed"]).exclude(micro_task__in=answered).exists()

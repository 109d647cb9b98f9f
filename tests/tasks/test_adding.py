"""Items are added to a running job: cut first, then published with the money for them, and nothing before."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain.transfers import InsufficientFunds
from ledger.models import Transfer
from tasks.domain import (
    additions,
    claiming,
    jobs,
    pausing,
    pay_check,
    raising,
    results,
    reviewing,
    splitting,
    submitting,
    uploading,
)
from tasks.domain.pausing import NotRunning
from tasks.models import Addition, Assignment, Job, MicroTask, SplitChunk, Upload
from tests.fixtures import CAT, EURO, NOON, states
from transparency.models import JobEvent

LATER = NOON + timedelta(hours=1)


def bring(job: Job, *lines: str, cuts: bool = True) -> Upload:
    content = "\n".join(lines).encode()
    upload = uploading.receive(
        job=job, stream=io.BytesIO(content), name="more.txt", size=len(content), at=NOON, adds=True
    )
    if cuts:
        cut(job)
    return upload


def cut(job: Job) -> None:
    while splitting.split_next(job=job, at=NOON):
        pass


def publish(job: Job) -> bool:
    addition = additions.waiting(job=job)
    assert addition is not None
    return additions.publish(addition=addition, at=LATER)


def test_what_is_brought_to_a_running_job_costs_nothing_and_reaches_nobody_before_it_is_published(
    open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=1)
    held = books.escrow(job_number=job.pk).balance_micros

    bring(job, "new", "newer")

    assert MicroTask.objects.filter(job=job).count() == 3
    assert states(job) == ["open"]
    assert books.escrow(job_number=job.pk).balance_micros == held
    assert Job.objects.get(pk=job.pk).micro_task_count == 1


def test_publishing_sets_the_cost_aside_and_opens_the_places_behind_all_others(
    open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=1, wanted_answers=2)
    held = books.escrow(job_number=job.pk).balance_micros
    bring(job, "new", "newer")
    cost = additions.cost_of(addition=additions.waiting(job=job))

    assert publish(job)
    cut(job)

    assert (cost.answer_count, cost.total_micros) == (4, 4 * (4000 + 4 * job.fee_permille))
    assert books.escrow(job_number=job.pk).balance_micros == held + cost.total_micros
    assert Job.objects.get(pk=job.pk).micro_task_count == 3
    told = [claiming.claim_next(job=job, worker=worker, at=LATER) for _ in range(1)]
    submitting.submit(assignment=told[0], worker=worker, answer=CAT, key="k", at=LATER)
    assert claiming.claim_next(job=job, worker=worker, at=LATER).micro_task.payload["text"] == "new"
    assert states(job).count("open") == 4
    assert JobEvent.objects.get(type="items.added").count == 2
    assert Addition.objects.get().opened_at is not None


def test_who_has_done_everything_is_given_what_was_added(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=1)
    mine = claiming.claim_next(job=job, worker=worker, at=NOON)
    submitting.give_back(assignment=mine, worker=worker, at=NOON)
    again = claiming.claim_next(job=job, worker=worker, at=NOON)
    submitting.submit(assignment=again, worker=worker, answer=CAT, key="k", at=NOON)
    bring(job, "new")
    publish(job)
    cut(job)

    assert claiming.claim_next(job=job, worker=worker, at=LATER).micro_task.payload["text"] == "new"


def test_publishing_twice_moves_the_money_once(open_job: Callable[..., Job]) -> None:
    job = open_job()
    bring(job, "new")
    addition = additions.waiting(job=job)

    assert [additions.publish(addition=addition, at=LATER) for _ in range(2)] == [True, False]

    assert Transfer.objects.get(reason="added").key == f"job:{job.pk}:added:1"


def test_a_second_addition_follows_the_first(open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=1)
    for line in ("new", "newer"):
        bring(job, line)
        publish(job)
        cut(job)

    assert list(Transfer.objects.filter(reason="added").order_by("pk").values_list("key", flat=True)) == [
        f"job:{job.pk}:added:1",
        f"job:{job.pk}:added:2",
    ]
    assert states(job) == ["open"] * 3


def test_a_paused_job_takes_more_too(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=1)
    pausing.pause(job=job, at=NOON)
    bring(job, "new")
    publish(job)
    cut(job)

    assert states(job) == ["open"] * 2
    assert claiming.claim_row(job=job, worker=worker, at=LATER) is None


def test_a_closed_job_takes_nothing_and_a_draft_page_adds_nothing(open_job: Callable[..., Job]) -> None:
    running, closed = open_job(), open_job()
    jobs.close(job=closed, at=NOON)

    with pytest.raises(jobs.NotADraft):
        bring(closed, "new")
    with pytest.raises(jobs.NotADraft):
        uploading.receive(job=running, stream=io.BytesIO(b"x"), name="x.txt", size=1, at=NOON)

    assert not Addition.objects.exists()


def test_nothing_is_published_while_it_is_cut_or_when_it_holds_nothing(open_job: Callable[..., Job]) -> None:
    job = open_job()
    upload = bring(job, "new", cuts=False)

    with pytest.raises(jobs.StillCutting):
        publish(job)
    cut(job)
    splitting.cancel_upload(upload=upload)
    with pytest.raises(jobs.NothingToPublish):
        publish(job)

    assert not Transfer.objects.filter(reason="added").exists()


def test_other_costs_than_agreed_to_and_too_little_money_move_nothing(open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=9, price_micros=100 * EURO)
    bring(job, "new")
    addition = additions.waiting(job=job)

    with pytest.raises(jobs.CostChanged):
        additions.publish(addition=addition, at=LATER, agreed_micros=1)
    with pytest.raises(InsufficientFunds) as short:
        additions.publish(addition=addition, at=LATER)

    assert short.value.missing_micros == 100 * EURO
    assert Addition.objects.get().published_at is None
    assert Job.objects.get(pk=job.pk).micro_task_count == 9


def test_an_upload_is_taken_out_again_before_and_not_after_its_publication(open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=1)
    gone, kept = bring(job, "gone"), bring(job, "kept")

    splitting.cancel_upload(upload=gone)
    publish(job)
    with pytest.raises(jobs.NotADraft):
        splitting.cancel_upload(upload=kept)

    assert list(MicroTask.objects.filter(job=job).order_by("pk").values_list("payload", flat=True)) == [
        {"text": "line 0"},
        {"text": "kept"},
    ]


def test_a_raise_counts_what_is_paid_for_and_not_open_yet(open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=1, wanted_answers=2)
    bring(job, "new", "newer")
    publish(job)

    assert raising.quote(job=Job.objects.get(pk=job.pk), price_micros=5000, at=LATER).answer_count == 6
    raising.raise_price(job=job, price_micros=5000, at=LATER)
    cut(job)

    assert pay_check.check_pay().troubles == ()
    assert raising.quote(job=job, price_micros=6000, at=LATER).answer_count == 6


def test_closing_gives_back_what_was_added_and_never_opened(open_job: Callable[..., Job], requester: User) -> None:
    funds = books.funds(owner_id=requester.pk).balance_micros
    job = open_job(micro_tasks=1)
    bring(job, "new")
    publish(job)

    jobs.close(job=job, at=LATER)
    cut(job)

    assert books.funds(owner_id=requester.pk).balance_micros == funds
    assert states(job) == []
    with pytest.raises(NotRunning):
        additions.publish(addition=Addition.objects.create(job=job, number=2, created_at=NOON), at=LATER)


def test_the_clock_closes_no_job_to_which_something_is_being_added(
    open_job: Callable[..., Job], worker: User, requester: User
) -> None:
    job = open_job(micro_tasks=1)
    mine = claiming.claim_next(job=job, worker=worker, at=NOON)
    submitting.submit(assignment=mine, worker=worker, answer=CAT, key="k", at=NOON)
    reviewing.approve(job=job, assignment_ids=[mine.pk], decided_by_id=requester.pk, at=NOON)
    upload = bring(job, "new")

    assert jobs.close_finished(at=LATER) == 0

    splitting.cancel_upload(upload=upload)
    assert jobs.close_finished(at=LATER) == 1


def test_a_killed_opening_goes_on_with_the_next_part(open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=1)
    for line in ("new", "newer"):
        bring(job, line)
    publish(job)
    additions.open_next(job=job, at=LATER)
    assert (states(job), splitting.jobs_to_split(at=LATER)) == (["open"] * 2, [job.pk])

    cut(job)

    assert (states(job), splitting.jobs_to_split(at=LATER)) == (["open"] * 3, [])
    assert SplitChunk.objects.filter(job=job, opened_at__isnull=False).count() == 2
    assert len(set(Assignment.objects.filter(job=job).values_list("micro_task_id", flat=True))) == 3


def test_results_leave_out_what_is_not_published(open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=1)
    bring(job, "new")

    assert results.micro_tasks_of(job=job).count() == 1
    publish(job)
    assert results.micro_tasks_of(job=job).count() == 2

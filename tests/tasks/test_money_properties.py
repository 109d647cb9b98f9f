"""Whatever happens to jobs in whatever order, the money is all there, and each has what is theirs."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from ledger.domain import books, funding
from ledger.domain.transfers import InsufficientFunds
from ledger.models import Account
from tasks.domain import (
    additions,
    ahead,
    claiming,
    cutting,
    desk,
    jobs,
    obligations,
    pausing,
    pay_check,
    raising,
    rests,
    reviewing,
    submitting,
    training_tasks,
    undoing,
)
from tasks.models import Addition, Assignment, FloorPay, Job, SplitChunk, TrainingAnswer, Upload
from tests.fixtures import CAT, DOG, EURO, NOON, make_draft, make_worker
from tests.tasks.appealed_life import APPEALED, AppealedLife
from tests.tasks.guaranteed_life import GuaranteedLife
from tests.tasks.paid_life import PaidLife
from tests.tasks.piloted_life import PilotedLife
from tests.tasks.reported_life import PICK
from tests.tasks.reviewed_life import ReviewedLife
from tests.tasks.trained_life import TrainedLife
from transparency.domain import log, metrics
from transparency.domain.rollup import keeping
from transparency.models import WorkEvent

BEGUN = [log.Type.CLAIMED, log.Type.SHOWN]
PAID_AFTER = [log.Type.APPROVED, log.Type.PAID]
# What the log must tell of an assignment by its state, and by whether an answer was submitted.
STORY = {
    ("open", False): [],
    ("claimed", False): BEGUN,
    ("returned", False): [*BEGUN, log.Type.RETURNED],
    ("withdrawn", False): [],
    ("expired", False): [*BEGUN, log.Type.EXPIRED],
    ("expired", True): [*BEGUN, log.Type.EXPIRED, log.Type.SUBMITTED, log.Type.PAID],
    ("submitted", True): [*BEGUN, log.Type.SUBMITTED],
    ("rejected", True): [*BEGUN, log.Type.SUBMITTED, log.Type.REJECTED],
    ("approved", True): [*BEGUN, log.Type.SUBMITTED, *PAID_AFTER],
}
# What is told of what was claimed ahead and never looked at.
UNSEEN_STORY = {
    "claimed": [log.Type.CLAIMED],
    "returned": [log.Type.CLAIMED, log.Type.RETURNED],
    "expired": [log.Type.CLAIMED, log.Type.EXPIRED],
}
# What was taken back, and by which event.
TAKES_BACK = {log.Type.UNDONE: log.Type.SUBMITTED, log.Type.SET_ASIDE: log.Type.SHOWN}
PRICES = st.sampled_from([1, 3, 333, 4000, 1_000_001, 100_000_000])
FEW = st.integers(1, 2)
FEES = st.sampled_from([0, 1, 100, 137, 1000])


class LifeOfJobs(AppealedLife, ReviewedLife, TrainedLife, GuaranteedLife, PilotedLife, PaidLife):
    """A requester, three workers and a clock do whatever they like."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = transaction.atomic()
        self.rows.__enter__()
        self.at = NOON
        self.requester = User.objects.create_user("r@example.org", "a calm long password", is_requester=True)
        self.workers = [make_worker(number) for number in range(3)]
        self.auditor = User.objects.create_user("a@example.org", "a calm long password", is_auditor=True)
        self.keys = 0
        self.seen: dict[int, int] = {}
        self.decided: dict[int, int] = {}

    def teardown(self) -> None:
        """In the end nothing stays behind: every escrow gives back what nobody can earn any more."""
        try:
            self.the_measures_agree_with_the_rows()
            for job in Job.objects.filter(state__in=["open", "paused"]):
                jobs.close(job=job, at=self.at)
            self.at += timedelta(days=40)
            for _ in range(2):
                submitting.return_expired(at=self.at)
                reviewing.approve_overdue(at=self.at)
            self.decide_what_is_open()
            self.a_night_passes()
            rests.give_back_rests(at=self.at)
            self.the_money_is_all_there()
            self.the_measures_agree_with_the_rows()
            assert books.recompute().by_kind.get("escrow", 0) == 0
            assert not Assignment.objects.filter(state__in=["open", "claimed", "submitted"]).exists()
        finally:
            transaction.set_rollback(True)
            self.rows.__exit__(None, None, None)

    def one(self, pick: int, **which: object) -> Assignment | None:
        found = list(Assignment.objects.select_related("job", "micro_task").filter(**which).order_by("pk"))
        return found[pick % len(found)] if found else None

    @initialize(
        price=PRICES, fee=FEES, micro_tasks=FEW, wanted=FEW, spare=FEW, places=st.integers(0, 2), floor=st.booleans()
    )
    def begin(self, **asked: int) -> None:
        self.publish(**asked)

    @rule(price=PRICES, fee=FEES, micro_tasks=FEW, wanted=FEW, spare=FEW, places=st.integers(0, 2), floor=st.booleans())
    @precondition(lambda self: Job.objects.count() < 3)
    def publish(
        self, price: int, fee: int, micro_tasks: int, wanted: int, spare: int, places: int, floor: bool
    ) -> None:
        job = make_draft(
            self.requester,
            texts=["x"] * micro_tasks,
            wanted_answers=wanted,
            price_micros=price,
            guarantees_floor=floor,
        )
        if places and micro_tasks > 1:
            training_tasks.mark(job=job, micro_task=job.micro_tasks.first(), answer=CAT, words="")
            training_tasks.set_places(job=job, places=places)
        self.add_money((micro_tasks * wanted + spare - 1) * 2 * price + (micro_tasks * wanted * 12_020 if floor else 0))
        with override_settings(FEE_PERMILLE=fee):
            jobs.publish(job=job, at=self.at)
            jobs.publish(job=job, at=self.at)

    @rule(micros=st.sampled_from([1, 4000, EURO]))
    def add_money(self, micros: int) -> None:
        self.keys += 1
        funding.add_money(owner_id=self.requester.pk, amount_micros=micros, key=f"{self.keys}", at=self.at)

    @rule(minutes=st.sampled_from([1, 9, 11, 24 * 60, 4 * 24 * 60, 15 * 24 * 60]))
    def wait(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule(job=PICK, worker=PICK)
    @precondition(lambda self: Job.objects.exists())
    def claim(self, job: int, worker: int) -> None:
        every = list(Job.objects.order_by("pk"))
        claiming.claim_row(job=every[job % len(every)], worker=self.workers[worker % 3], at=self.at)

    @rule(job=PICK, worker=PICK, count=FEW)
    @precondition(lambda self: Job.objects.exists())
    def claim_ahead(self, job: int, worker: int, count: int) -> None:
        every = list(Job.objects.order_by("pk"))
        ahead.claim_ahead(job=every[job % len(every)], worker=self.workers[worker % 3], at=self.at, count=count)

    @rule(pick=PICK)
    def show_a_sign_of_life(self, pick: int) -> None:
        mine = self.one(pick, state="claimed")
        if mine is not None and mine.worker is not None:
            desk.renew(assignment=mine, worker=mine.worker, visible_ms=900, active_ms=900, at=self.at)

    @rule(pick=PICK)
    def take_back(self, pick: int) -> None:
        mine = self.one(pick, submitted_at__isnull=False)
        if mine is not None and mine.worker is not None:
            for _ in range(2):
                with suppress(undoing.TooLateToUndo):
                    undoing.undo(assignment=mine, worker=mine.worker, at=self.at)

    @rule(pick=PICK, with_next=st.booleans())
    def submit_in_hand(self, pick: int, with_next: bool) -> None:
        self.submit(self.one(pick, state="claimed"), with_next)

    @rule(pick=PICK, with_next=st.booleans())
    def submit_what_was_held(self, pick: int, with_next: bool) -> None:
        self.submit(self.one(pick, worker__isnull=False), with_next)

    def submit(self, mine: Assignment | None, with_next: bool) -> None:
        if mine is None or mine.worker is None:
            return
        answer = CAT if mine.pk % 2 else DOG
        with suppress(submitting.LeaseLost, submitting.AlreadySubmitted):
            submitting.submit(
                assignment=mine, worker=mine.worker, answer=answer, key=f"{mine.pk}", at=self.at, with_next=with_next
            )

    @rule(pick=PICK, taken_by=st.one_of(st.none(), PICK))
    def submit_after_the_lease(self, pick: int, taken_by: int | None) -> None:
        mine = self.one(pick, state="claimed")
        if mine is not None:
            self.at = max(self.at, mine.due_at) + timedelta(minutes=1)
            submitting.return_expired(at=self.at)
            if taken_by is not None:
                claiming.claim_row(job=mine.job, worker=self.workers[taken_by % 3], at=self.at)
            self.submit(mine, with_next=False)

    @rule(pick=PICK)
    def give_back(self, pick: int) -> None:
        mine = self.one(pick, state="claimed")
        if mine is not None and mine.worker is not None:
            submitting.give_back(assignment=mine, worker=mine.worker, at=self.at)

    @rule(pick=PICK, count=st.integers(1, 3))
    def approve(self, pick: int, count: int) -> None:
        first = self.one(pick, submitted_at__isnull=False)
        if first is not None:
            ids = list(Assignment.objects.filter(job=first.job, pk__gte=first.pk).values_list("pk", flat=True)[:count])
            for _ in range(2):
                reviewing.approve(job=first.job, assignment_ids=ids, decided_by_id=self.requester.pk, at=self.at)

    @rule(pick=PICK)
    @precondition(lambda self: Job.objects.exists())
    def close(self, pick: int) -> None:
        every = list(Job.objects.order_by("pk"))
        for _ in range(2):
            jobs.close(job=every[pick % len(every)], at=self.at)

    @rule(pick=PICK, more=st.sampled_from([1, 333, 4000, 99_999_999]))
    @precondition(lambda self: Job.objects.exists())
    def raise_the_price(self, pick: int, more: int) -> None:
        every = list(Job.objects.order_by("pk"))
        job = every[pick % len(every)]
        price = job.price_micros + more
        with suppress(raising.NotRunning, raising.NotRaised, InsufficientFunds):
            for _ in range(2):
                raising.raise_price(job=job, price_micros=price, at=self.at)

    @rule(pick=PICK, count=FEW, opened=st.booleans())
    @precondition(lambda self: Job.objects.filter(state__in=["open", "paused"]).exists())
    def add_items(self, pick: int, count: int, opened: bool) -> None:
        running = list(Job.objects.filter(state__in=["open", "paused"]).order_by("pk"))
        job = running[pick % len(running)]
        addition = additions.begin(job=job, at=self.at)
        add_cut_lines(job, addition, count)
        with suppress(InsufficientFunds, additions.RestFirst):
            for _ in range(2):
                additions.publish(addition=addition, at=self.at)
        if opened:
            additions.open_some(job=job, at=self.at)

    @rule(pick=PICK, goes_on=st.booleans())
    @precondition(lambda self: Job.objects.exists())
    def pause_or_go_on(self, pick: int, goes_on: bool) -> None:
        every = list(Job.objects.order_by("pk"))
        for _ in range(2):
            with suppress(pausing.NotRunning):
                (pausing.resume if goes_on else pausing.pause)(job=every[pick % len(every)], at=self.at)

    @rule()
    def the_clock_looks(self) -> None:
        submitting.return_expired(at=self.at)
        reviewing.approve_overdue(at=self.at)
        jobs.close_finished(at=self.at)
        rests.give_back_rests(at=self.at)

    @invariant()
    def the_money_is_all_there(self) -> None:
        """To the micro: nothing happens at the same time here, and the clock looks before we do."""
        with transaction.atomic():
            rests.give_back_rests(at=self.at)
            report = books.recompute()
            assert report.is_clean, report
            assert pay_check.check_pay(at=self.at).troubles == ()
            held = dict(Account.objects.filter(kind="escrow").values_list("job_number", "balance_micros"))
            for job in obligations.of_all(at=self.at):
                assert held.get(job.job_number, 0) == job.escrow_micros, job
            transaction.set_rollback(True)
        self.no_request_is_granted_for_an_answer_that_stands()

    @invariant()
    def nobody_gets_less_than_they_saw_and_what_is_decided_stays(self) -> None:
        for one in Assignment.objects.select_related("job").exclude(state__in=["open", "withdrawn"]):
            self.seen.setdefault(one.pk, one.job.price_micros)
            if one.price_micros is not None:
                assert one.price_micros >= self.seen[one.pk]
            if one.decided_at is not None:
                assert self.decided.setdefault(one.pk, one.price_micros) == one.price_micros

    @invariant()
    def each_step_is_logged_once(self) -> None:
        told: dict[int, list[str]] = {}
        about_work = WorkEvent.objects.exclude(assignment_number=None)
        for number, kind, note in about_work.values_list("assignment_number", "type", "note"):
            # What was taken back after its lease had been shown by the earlier claim.
            told.setdefault(number, []).extend([kind, log.Type.SHOWN] if note == "retaken" else [kind])
        for one in Assignment.objects.select_related("appeal"):
            is_unseen = one.state not in ("open", "withdrawn") and one.shown_at is None
            story = UNSEEN_STORY[one.state] if is_unseen else STORY[one.state, one.submitted_at is not None]
            if appeal := getattr(one, "appeal", None):
                story = STORY["rejected", True] + APPEALED[appeal.state]
            assert sorted(self.without_what_was_taken_back(told.pop(one.pk, []))) == sorted(story), one.state
        for answer in TrainingAnswer.objects.all():
            ends = [log.Type.SUBMITTED, log.Type.PAID] if answer.submitted_at else []
            story = [*BEGUN, *ends, *([log.Type.RETURNED] if answer.returned_at else [])]
            assert sorted(told.pop(answer.log_number)) == sorted(story)
        assert told == {}

    def without_what_was_taken_back(self, told: list[str]) -> list[str]:
        left = Counter(told)
        for taken_back_by, kind in TAKES_BACK.items():
            left[kind] -= left.pop(taken_back_by, 0)
        return list(left.elements())

    def the_measures_agree_with_the_rows(self) -> None:
        numbers = list(Job.objects.values_list("pk", flat=True))
        keeping.roll_up(at=self.at)
        for number, pay in metrics.hourly_pay_by_job(job_numbers=numbers).items():
            answers = Assignment.objects.filter(job=number, submitted_at__isnull=False).exclude(state="submitted")
            paid = [one.price_micros or 0 for one in answers if one.state in ("approved", "expired")]
            trained = TrainingAnswer.objects.filter(task__job=number, submitted_at__isnull=False)
            paid += trained.values_list("task__job__training_price_micros", flat=True)
            floor_pays = FloorPay.objects.filter(job=number, paid_at__isnull=False)
            paid += floor_pays.values_list("amount_micros", flat=True)
            assert (pay.pay_micros, pay.answer_count) == (sum(paid), answers.count() + trained.count())
            assert 0 <= pay.paid_seconds <= pay.all_seconds


def add_cut_lines(job: Job, addition: Addition, count: int) -> None:
    """An upload of an addition with one micro-task a line, cut already."""
    number = SplitChunk.objects.filter(job=job).count() + 1
    upload = Upload.objects.create(
        job=job, addition=addition, name="x", medium="text", key="-", size=1, state="planned", created_at=NOON
    )
    chunk = SplitChunk.objects.create(job=job, upload=upload, number=number, first=0, count=count)
    pieces = [cutting.Piece(line, "x", cuts=[cutting.Cut({"text": "x"})]) for line in range(count)]
    made = cutting.write_rows(chunk=chunk, pieces=pieces, wanted_answers=0)
    SplitChunk.objects.filter(pk=chunk.pk).update(state="done", done_at=NOON, micro_task_count=made)


@pytest.mark.slow
@pytest.mark.django_db
def test_money_and_log_stay_right_whatever_happens_to_jobs() -> None:
    run_state_machine_as_test(
        LifeOfJobs,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            # Making a failure shorter would take minutes on a real database; its steps are printed as they were.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )

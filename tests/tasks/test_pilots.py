"""A pilot: a few micro-tasks first, paid like all others, then the rest at a price that is known to be fair."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain.transfers import InsufficientFunds
from tasks.domain import (
    additions,
    claiming,
    jobs,
    pay_check,
    pilot_plan,
    pilot_rest,
    pilots,
    price_help,
    raising,
    submitting,
    training_tasks,
    undoing,
)
from tasks.domain.floor_policy import BelowFloor
from tasks.models import Assignment, Job, MicroTask
from tests.fixtures import CAT, EURO, NOON, earnings_micros, make_draft, states
from tests.tasks.measuring import answer_all
from transparency.models import JobEvent, JobFact

LATER = NOON + timedelta(hours=2)
FAIR = 20_000


@pytest.fixture
def draft(requester: User) -> Job:
    return make_draft(requester, texts=[f"line {n}" for n in range(40)], price_micros=FAIR, expected_seconds=5)


@pytest.fixture
def pilot(draft: Job) -> Job:
    """A pilot of four micro-tasks, each for three workers; thirty-six wait."""
    pilots.start(job=draft, at=NOON)
    return draft


def open_rest(job: Job) -> None:
    while additions.open_next(job=job, at=LATER):
        pass


def measured(job: Job) -> object:
    return price_help.measured_for(job=job)


def test_a_pilot_hands_out_a_few_micro_tasks_to_three_workers_each_and_sets_their_cost_aside(draft, requester):
    pilots.start(job=draft, at=NOON)

    assert (draft.state, draft.is_pilot, draft.micro_task_count, draft.extra_answers) == ("open", True, 4, 8)
    assert states(draft) == ["open"] * 12
    assert Assignment.objects.filter(job=draft).values("micro_task").distinct().count() == 4
    assert books.escrow(job_number=draft.pk).balance_micros == 12 * FAIR * 11 // 10
    assert pilots.progress_of(job=draft).waiting_count == 36
    assert pay_check.check_pay().troubles == ()


def test_its_micro_tasks_are_spread_over_the_whole_job(pilot):
    places = MicroTask.objects.filter(job=pilot).order_by("position").values_list("pk", flat=True)
    in_pilot = set(Assignment.objects.filter(job=pilot).values_list("micro_task_id", flat=True))

    assert sorted(number // 10 for number, pk in enumerate(places) if pk in in_pilot) == [0, 1, 2, 3]


def test_started_again_it_moves_nothing(pilot):
    held = books.escrow(job_number=pilot.pk).balance_micros

    assert not pilots.start(job=pilot, at=LATER)
    assert not pilots.start(job=Job.objects.get(pk=pilot.pk), at=LATER)

    assert (books.escrow(job_number=pilot.pk).balance_micros, len(states(pilot))) == (held, 12)
    assert JobEvent.objects.filter(job_number=pilot.pk, type="pilot.started").count() == 1


@pytest.mark.parametrize(("texts", "wanted", "planned"), [(5, 1, (4, 3)), (400, 1, (20, 3)), (1000, 5, (20, 5))])
def test_the_size_is_twenty_or_five_percent_and_enough_to_tell_something(requester, texts, wanted, planned):
    job = make_draft(requester, texts=["x"], wanted_answers=wanted)

    plan = pilot_plan.plan_for(job=job, waiting_count=texts)

    assert (plan.micro_task_count, plan.answers_each) == planned


@pytest.mark.parametrize(("asked", "refusal"), [(3, pilot_plan.OutOfRange), (40, pilot_plan.OutOfRange)])
def test_a_pilot_too_small_or_of_the_whole_job_is_refused(draft, asked, refusal):
    with pytest.raises(refusal):
        pilots.start(job=draft, at=NOON, micro_tasks=asked)

    draft.refresh_from_db()
    assert (draft.state, len(states(draft))) == ("draft", 40)


def test_a_job_of_four_micro_tasks_is_too_small_for_a_pilot(requester):
    with pytest.raises(pilot_plan.TooSmall):
        pilots.start(job=make_draft(requester, texts=["x"] * 4, price_micros=FAIR), at=NOON)


def test_a_pilot_pays_the_floor_at_the_expected_time(draft):
    draft.price_micros = 16_699
    draft.save()

    with pytest.raises(BelowFloor) as refused:
        pilots.start(job=draft, at=NOON)

    assert refused.value.price_micros == 16_700
    assert books.escrow(job_number=draft.pk).balance_micros == 0


def test_a_guaranteed_floor_lets_a_pilot_pay_less_and_holds_for_the_rest(draft):
    Job.objects.filter(pk=draft.pk).update(price_micros=10_000, guarantees_floor=True)
    pilots.start(job=draft, at=NOON)
    answer_all(draft, [4.0])
    held = books.escrow(job_number=draft.pk).balance_micros

    pilot_rest.publish_rest(job=draft, at=LATER, price_micros=8000)

    # 12.02 an hour for as long as an estimate of 4 s is honest: 4.8 s.
    assert (draft.guarantees_floor, draft.floor_each_micros) == (True, 16_027)
    assert books.escrow(job_number=draft.pk).balance_micros == held + 36 * (8000 * 11 // 10 + 16_027 - 8000)
    assert pay_check.check_pay(at=LATER).troubles == ()


def test_where_the_floor_is_required_the_rest_pays_it_at_the_measured_time(pilot, settings):
    settings.PAY_FLOOR_POLICY = "require"
    answer_all(pilot, [8.0])

    with pytest.raises(BelowFloor) as refused:
        pilot_rest.publish_rest(job=pilot, at=LATER, price_micros=26_700)

    assert refused.value.price_micros == 26_800
    assert pilot_rest.publish_rest(job=pilot, at=LATER, price_micros=26_800)


def test_reported_places_give_back_what_they_need_no_more_at_a_lower_price(pilot):
    first = Assignment.objects.filter(job=pilot).first()
    MicroTask.objects.filter(pk=first.micro_task_id).update(withdrawn_at=NOON)
    Assignment.objects.filter(micro_task=first.micro_task_id).update(state="withdrawn")
    answer_all(pilot, [4.0])

    pilot_rest.publish_rest(job=pilot, at=LATER, price_micros=15_000)

    assert states(pilot).count("withdrawn") == 3
    assert pay_check.check_pay(at=LATER).troubles == ()


def test_without_the_money_nothing_is_started(requester):
    job = make_draft(requester, texts=["x"] * 40, price_micros=100 * EURO)

    with pytest.raises(InsufficientFunds):
        pilots.start(job=job, at=NOON)

    job.refresh_from_db()
    assert (job.state, len(states(job))) == ("draft", 40)


def test_a_site_may_want_a_pilot_first_of_large_jobs(draft, requester, settings):
    settings.PILOT_REQUIRED_FROM = 30
    small = make_draft(requester, texts=["x"] * 29, price_micros=FAIR)

    jobs.publish(job=small, at=NOON)
    with pytest.raises(jobs.PilotFirst):
        jobs.publish(job=draft, at=NOON)

    draft.refresh_from_db()
    assert (small.state, draft.state) == ("open", "draft")


def test_its_answers_are_paid_and_measured_and_it_waits_for_its_requester(pilot):
    workers = answer_all(pilot, [8.0])

    jobs.close_finished(at=LATER)

    pilot.refresh_from_db()
    assert [earnings_micros(worker) for worker in workers] == [4 * FAIR] * 3
    assert pilots.progress_of(job=pilot).is_complete
    assert (measured(pilot).seconds, measured(pilot).wages.answer_count) == (8, 12)
    assert pilot.state == "open"


def test_what_waits_in_a_pilot_counts_with_those_not_decided_yet(pilot):
    answer_all(pilot, [8.0], approve=False)

    assert measured(pilot).seconds == 8


def test_the_rest_is_published_at_a_lower_price_and_the_time_is_flagged(pilot):
    answer_all(pilot, [4.0])
    held = books.escrow(job_number=pilot.pk).balance_micros

    assert pilot_rest.publish_rest(job=pilot, at=LATER, price_micros=14_000, agreed_micros=36 * 14_000 * 11 // 10)
    assert not pilot_rest.publish_rest(job=pilot, at=LATER, price_micros=1)
    open_rest(pilot)

    assert (pilot.price_micros, pilot.expected_seconds, pilot.expected_from) == (14_000, 4, "pilot")
    assert (pilot.is_pilot, pilot.micro_task_count) == (False, 40)
    assert states(pilot) == ["approved"] * 12 + ["open"] * 36
    assert books.escrow(job_number=pilot.pk).balance_micros == held + 36 * 14_000 * 11 // 10
    fact = JobFact.objects.get(pk=pilot.pk)
    assert (fact.price_micros, fact.expected_seconds, fact.micro_task_count) == (14_000, 4, 40)
    assert pay_check.check_pay().troubles == ()


def test_by_the_hour_the_rest_pays_what_follows_from_the_measured_time(pilot):
    answer_all(pilot, [38.0])

    pilot_rest.publish_rest(job=pilot, at=LATER, hour_price_micros=14 * EURO)

    assert (pilot.price_micros, pilot.expected_seconds, pilot.hour_price_micros) == (147_800, 38, 14 * EURO)


def test_a_lower_price_waits_until_nobody_holds_one_or_may_take_one_back(pilot, worker):
    lower = {"job": pilot, "price_micros": FAIR - 1}
    with pytest.raises(pilot_rest.InHandStill):
        pilot_rest.publish_rest(at=LATER, **lower)
    answer_all(pilot, [4.0], approve=False)
    last = Assignment.objects.filter(job=pilot).order_by("-submitted_at").first()

    with pytest.raises(pilot_rest.InHandStill):
        pilot_rest.publish_rest(at=last.submitted_at + timedelta(seconds=30), **lower)

    assert pilot_rest.publish_rest(at=last.submitted_at + timedelta(seconds=61), **lower)
    with pytest.raises(undoing.TooLateToUndo):
        undoing.undo(assignment=last, worker=last.worker, at=last.submitted_at + timedelta(seconds=61))


def test_ended_early_a_higher_price_holds_for_the_pilots_answers_too(pilot, worker):
    held = claiming.claim_next(job=pilot, worker=worker, at=NOON)
    rest = pilot_rest.quote_rest(
        job=pilot, price_micros=30_000, hour_price_micros=None, measured=measured(pilot), at=NOON
    )

    pilot_rest.publish_rest(job=pilot, at=NOON, price_micros=30_000, agreed_micros=rest.total_micros)
    submitting.submit(assignment=held, worker=worker, answer=CAT, key="k", at=LATER)
    open_rest(pilot)

    assert rest.total_micros == (12 * 10_000 + 36 * 30_000) * 11 // 10
    assert Assignment.objects.get(pk=held.pk).price_micros == 30_000
    assert (pilot.expected_seconds, pilot.expected_from) == (5, "requester")
    assert states(pilot).count("open") == 11 + 36
    assert books.escrow(job_number=pilot.pk).balance_micros == 48 * 30_000 * 11 // 10


def test_an_answer_that_comes_late_is_paid_what_its_worker_saw(pilot, worker):
    held = claiming.claim_next(job=pilot, worker=worker, at=NOON)
    submitting.return_expired(at=NOON + timedelta(hours=1))
    answer_all(pilot, [4.0], at=NOON + timedelta(hours=1))
    pilot_rest.publish_rest(job=pilot, at=NOON + timedelta(hours=3), price_micros=10_000)

    late = submitting.submit(assignment=held, worker=worker, answer=CAT, key="k", at=NOON + timedelta(hours=4))

    assert (late.is_late, earnings_micros(worker)) == (True, FAIR)
    assert pay_check.check_pay().troubles == ()


def test_a_price_may_rise_again_after_it_fell_for_the_rest(pilot):
    raising.raise_price(job=pilot, price_micros=25_000, at=NOON)
    answer_all(pilot, [4.0])
    pilot_rest.publish_rest(job=pilot, at=LATER, price_micros=15_000)

    raised = raising.raise_price(job=pilot, price_micros=25_000, at=LATER)

    assert raised.answer_count == 36
    assert books.escrow(job_number=pilot.pk).balance_micros == 36 * 25_000 * 11 // 10


def test_a_cost_that_changed_since_it_was_seen_moves_nothing(pilot):
    held = books.escrow(job_number=pilot.pk).balance_micros

    with pytest.raises(jobs.CostChanged):
        pilot_rest.publish_rest(job=pilot, at=NOON, price_micros=30_000, agreed_micros=1)

    pilot.refresh_from_db()
    assert (pilot.is_pilot, pilot.price_micros) == (True, FAIR)
    assert books.escrow(job_number=pilot.pk).balance_micros == held


def test_another_round_adds_micro_tasks_once(pilot):
    answer_all(pilot, [4.0])
    first = set(Assignment.objects.filter(job=pilot).values_list("micro_task_id", flat=True))

    assert pilots.go_on(job=pilot, at=LATER, micro_tasks=5, round_number=2)
    assert not pilots.go_on(job=pilot, at=LATER, micro_tasks=5, round_number=2)

    assert (pilot.micro_task_count, pilot.extra_answers, pilots.rounds_of(job=pilot)) == (9, 18, 2)
    fresh = set(Assignment.objects.filter(job=pilot, state="open").values_list("micro_task_id", flat=True))
    assert (len(fresh), first & fresh) == (5, set())
    assert books.escrow(job_number=pilot.pk).balance_micros == 15 * FAIR * 11 // 10


def test_training_and_what_is_added_stay_out_of_it(draft):
    training_tasks.mark(job=draft, micro_task=draft.micro_tasks.first(), answer=CAT, words="")
    training_tasks.set_places(job=draft, places=1)
    pilots.start(job=draft, at=NOON, micro_tasks=38)
    addition = additions.begin(job=draft, at=NOON)
    pilot_rest.publish_rest(job=draft, at=NOON, price_micros=FAIR)
    open_rest(draft)

    assert books.escrow(job_number=draft.pk).balance_micros == (38 * 3 + 1) * FAIR * 11 // 10 + FAIR
    assert len(states(draft)) == 38 * 3 + 1
    assert addition.published_at is None


def test_what_was_added_comes_after_the_rest(pilot):
    addition = additions.begin(job=pilot, at=NOON)

    with pytest.raises(additions.RestFirst):
        additions.publish(addition=addition, at=NOON)


def test_closed_in_its_pilot_a_job_gives_the_rest_of_the_money_back(pilot, requester):
    answer_all(pilot, [4.0])
    pilots.go_on(job=pilot, at=LATER, micro_tasks=5, round_number=2)

    jobs.close(job=pilot, at=LATER)

    assert books.escrow(job_number=pilot.pk).balance_micros == 0
    assert books.funds(owner_id=requester.pk).balance_micros == 1000 * EURO - 12 * FAIR * 11 // 10
    with pytest.raises(pilots.NotRunning):
        pilot_rest.publish_rest(job=pilot, at=LATER, price_micros=FAIR)


def test_a_finished_job_that_had_a_pilot_closes_by_itself(pilot):
    answer_all(pilot, [4.0])
    pilot_rest.publish_rest(job=pilot, at=LATER, price_micros=FAIR)
    open_rest(pilot)
    answer_all(pilot, [4.0], at=LATER)

    jobs.close_finished(at=LATER + timedelta(hours=5))

    pilot.refresh_from_db()
    assert (pilot.state, books.escrow(job_number=pilot.pk).balance_micros) == ("closed", 0)

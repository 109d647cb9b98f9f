"""What a job costs, before and after it is published. Whole micros throughout."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from tasks.models import Addition, Assignment, Job, SplitChunk, TrainingTask

MICROS_AN_EURO = 1_000_000
# Prices that follow from an hourly rate are whole hundredths of a cent.
STEP_MICROS = 100
# So much of the expected seconds is set aside for the guaranteed floor: as far as an estimate counts as honest (M36).
HONEST_PERCENT = 120


@dataclass(frozen=True, slots=True)
class Cost:
    """The greatest a job can cost. `fee_micros` is rounded up to a whole micro: the platform gets the rest.

    Training costs its price for each task and each worker who may train, and no fee. For the guaranteed floor each
    answer that pays less than `floor_each_micros` has the difference set aside, without a fee; most of it comes back.
    `extra_answers` are those of a pilot beyond the wanted ones.
    """

    micro_task_count: int
    wanted_answers: int
    price_micros: int
    fee_permille: int
    training_tasks: int = 0
    training_places: int = 0
    floor_each_micros: int = 0
    extra_answers: int = 0

    @property
    def training_micros(self) -> int:
        return self.training_tasks * self.training_places * self.price_micros

    @property
    def answer_count(self) -> int:
        return self.micro_task_count * self.wanted_answers + self.extra_answers

    @property
    def pay_micros(self) -> int:
        return self.answer_count * self.price_micros

    @property
    def fee_micros(self) -> int:
        return fee_on(pay_micros=self.pay_micros, fee_permille=self.fee_permille)

    @property
    def floor_micros(self) -> int:
        return self.answer_count * max(0, self.floor_each_micros - self.price_micros)

    @property
    def total_micros(self) -> int:
        return self.pay_micros + self.fee_micros + self.training_micros + self.floor_micros


@dataclass(frozen=True, slots=True)
class Estimate:
    """A cost beside what it pays an hour and the wage floor of the day (0: no floor is known).

    `hour_price_micros` is what an hour shall pay where the price follows from it.
    """

    cost: Cost
    expected_seconds: int
    floor_hourly_micros: int
    expected_from: str = Job.ExpectedFrom.REQUESTER
    hour_price_micros: int | None = None

    @property
    def is_measured(self) -> bool:
        return self.expected_from != Job.ExpectedFrom.REQUESTER

    @property
    def hourly_micros(self) -> int:
        return hourly_micros(price_micros=self.cost.price_micros, expected_seconds=self.expected_seconds)

    @property
    def is_below_floor(self) -> bool:
        return self.hourly_micros < self.floor_hourly_micros

    @property
    def floor_price_micros(self) -> int:
        """The least price that meets the floor at the expected speed: rounded up, in the worker's favour."""
        return piece_price_micros(hourly_micros=self.floor_hourly_micros, seconds=self.expected_seconds)


def set_aside_up_to_micros(*, floor_hourly_micros: int, expected_seconds: int) -> int:
    """What an answer comes to with what is set aside for the guarantee: the floor, at an honest estimate's longest."""
    return -(-floor_hourly_micros * expected_seconds * HONEST_PERCENT // 360_000)


def fee_on(*, pay_micros: int, fee_permille: int) -> int:
    """The platform's fee on `pay_micros`, rounded up to a whole micro (the platform gets the rest)."""
    return -(-pay_micros * fee_permille // 1000)


def hourly_micros(*, price_micros: int, expected_seconds: int) -> int:
    """M12, implied hourly pay: price × 3600 / expected seconds, rounded down to a whole micro."""
    return price_micros * 3600 // expected_seconds


def piece_price_micros(*, hourly_micros: int, seconds: int) -> int:
    """The least price that pays so much an hour at so many seconds each, rounded up to a hundredth of a cent.

    The rest is the worker's.
    """
    return -(-hourly_micros * seconds // (3600 * STEP_MICROS)) * STEP_MICROS


def promised_micros(*, job: Job, claimed_at: datetime | None) -> int:
    """What an answer to `job` pays now that was claimed then: no less than its worker saw.

    The rest of a job may pay less than its pilot did.
    """
    if job.pilot_ended_at and claimed_at and claimed_at < job.pilot_ended_at:
        return max(job.price_micros, job.pilot_price_micros)
    return job.price_micros


def cost_of(*, job: Job, fee_permille: int, floor_each_micros: int | None = None) -> Cost:
    """The greatest cost of `job` with what has been cut so far.

    Of a draft, `floor_policy` says what is set aside for the floor.
    """
    return Cost(
        micro_task_count=job.micro_task_count if not job.is_draft else cut_micro_tasks(job=job),
        wanted_answers=job.wanted_answers,
        price_micros=job.price_micros,
        fee_permille=fee_permille if job.is_draft else job.fee_permille,
        training_tasks=training_tasks(job=job),
        training_places=job.training_places,
        floor_each_micros=job.floor_each_micros if floor_each_micros is None else floor_each_micros,
        extra_answers=job.extra_answers,
    )


def approved_pay_micros(*, job: Job) -> int:
    """What the approved answers of `job` were paid, each at its own price."""
    approved = Assignment.objects.filter(job=job, state=Assignment.State.APPROVED)
    total: int | None = approved.aggregate(total=Sum("price_micros"))["total"]
    return total or 0


def training_tasks(*, job: Job) -> int:
    """How many micro-tasks of `job` are for training."""
    return TrainingTask.objects.filter(job=job).count()


def cut_micro_tasks(*, job: Job, addition: Addition | None = None) -> int:
    """How many micro-tasks that want answers the finished chunks have made: not those for training.

    Of a draft, or of what is added to a running job, where nothing is for training.
    """
    return made_micro_tasks(job=job, addition=addition) - (training_tasks(job=job) if addition is None else 0)


def made_micro_tasks(*, job: Job, addition: Addition | None = None) -> int:
    """How many micro-tasks the finished chunks have made, those for training too."""
    done = SplitChunk.objects.filter(job=job, upload__addition=addition, state=SplitChunk.State.DONE)
    total: int | None = done.aggregate(total=Sum("micro_task_count"))["total"]
    return total or 0

"""What moved on a worker's account in a month or a year, line by line, with the work and the time behind each.

Everything is read from the ledger: opening balance, lines and closing balance agree to the micro.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Count, Min, Q, QuerySet, Sum

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain.movements import movements_of
from ledger.models import Account, Transfer
from tasks.models import Assignment, Bonus, Job, TrainingAnswer
from transparency.domain.rollup.rates import hourly_micros
from web.domain.periods import Period, month_of
from workers.domain import own_time

# So many lines are read at once.
CHUNK = 1000
Reason = Transfer.Reason


@dataclass(frozen=True, slots=True)
class Line:
    """One movement of a worker's money: above zero it came, below it went. `seconds` are credited (see own_time)."""

    at: datetime
    reason: Reason
    micros: int
    job: Job | None = None
    micro_task: str = ""
    assignment: str = ""
    seconds: float | None = None
    reference: str = ""
    words: str = ""

    @property
    def hourly_micros(self) -> int | None:
        """What an hour of this one piece of work pays; None where no time is behind the money."""
        return None if self.seconds is None else hourly_micros(pay_micros=self.micros, seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class ReasonSum:
    """What came or went for one reason."""

    reason: Reason
    count: int
    micros: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A period of a worker's account. `closing_micros` is the opening balance and all sums."""

    worker: User
    period: Period
    opening_micros: int
    sums: list[ReasonSum]

    @property
    def closing_micros(self) -> int:
        return self.opening_micros + sum(each.micros for each in self.sums)

    @property
    def line_count(self) -> int:
        return sum(each.count for each in self.sums)

    @property
    def earned_micros(self) -> int:
        """All that came, but for payouts that a bank sent back."""
        return sum(each.micros for each in self.sums if each.micros > 0 and each.reason is not Reason.SENT_BACK)

    @property
    def paid_out_micros(self) -> int:
        """What left for the bank, less what came back."""
        return -sum(each.micros for each in self.sums if each.reason in (Reason.PAYOUT, Reason.SENT_BACK))


def statement(*, worker: User, period: Period) -> Statement:
    """The balances and sums of a period; of one that hasn't ended, up to now."""
    account = books.earnings(owner_id=worker.pk)
    before = _signed_sum(account, Q(at__lt=period.starts_at))
    sums = []
    for sign, side in ((1, "credit"), (-1, "debit")):
        rows = _moved(account, period).filter(**{side: account}).values("reason")
        counted = rows.annotate(count=Count("pk"), total=Sum("amount_micros")).order_by("reason")
        sums += [ReasonSum(Reason(row["reason"]), row["count"], sign * row["total"]) for row in counted]
    return Statement(worker, period, before, sums)


def _signed_sum(account: Account, when: Q) -> int:
    into = Transfer.objects.filter(when, credit=account).aggregate(total=Sum("amount_micros"))["total"] or 0
    out: int = Transfer.objects.filter(when, debit=account).aggregate(total=Sum("amount_micros"))["total"] or 0
    return into - out


def _moved(account: Account, period: Period) -> QuerySet[Transfer]:
    return movements_of(account=account).filter(at__gte=period.starts_at, at__lt=period.ends_at)


def transfers_of(*, worker: User, period: Period) -> QuerySet[Transfer]:
    """The movements of a period, oldest first, for a page of them."""
    return _moved(books.earnings(owner_id=worker.pk), period).order_by("at", "pk")


def lines_of(*, worker: User, transfers: Iterable[Transfer]) -> Iterator[Line]:
    """The lines of movements in their order, some hundreds at a time: a great year never stands in memory whole."""
    account_id = books.earnings(owner_id=worker.pk).pk
    rest = iter(transfers)
    while chunk := list(islice(rest, CHUNK)):
        yield from _lines(chunk, account_id)


def all_lines(*, worker: User, period: Period) -> Iterator[Line]:
    """Every line of a period, oldest first, read as it is consumed."""
    return lines_of(worker=worker, transfers=transfers_of(worker=worker, period=period).iterator(chunk_size=CHUNK))


def _lines(transfers: Sequence[Transfer], account_id: int) -> list[Line]:
    work, training = _work_behind(transfers), _training_behind(transfers)
    gifts = {each.public_id: each for each in Bonus.objects.filter(public_id__in=_named(transfers, "bonus"))}
    numbers = {each.debit.job_number for each in transfers} | {gift.job_id for gift in gifts.values()}
    jobs = Job.objects.in_bulk([number for number in numbers if number is not None])
    lines = []
    for each in transfers:
        name, _, rest = each.key.partition(":")
        thing = rest.partition(":")[0]
        facts: dict[str, object] = {"job": jobs.get(each.debit.job_number or 0)}
        if name == "assignment" and thing.isdecimal():
            facts = work.get(int(thing), facts)
        elif name == "training" and thing.isdecimal():
            facts = training.get(int(thing), facts)
        elif name == "bonus" and thing in gifts:
            facts = {"job": jobs.get(gifts[thing].job_id), "words": gifts[thing].words}
        elif name == "payout":
            facts = {"reference": thing}
        micros = each.amount_micros if each.credit_id == account_id else -each.amount_micros
        lines.append(Line(each.at, Reason(each.reason), micros, **facts))  # type: ignore[arg-type]
    return lines


def _named(transfers: Sequence[Transfer], name: str) -> list[str]:
    """What keys that begin with `name` name: of “assignment:12:pay” it is “12”."""
    keys = (each.key.split(":") for each in transfers)
    return [key[1] for key in keys if key[0] == name and len(key) > 1]


def _numbers(transfers: Sequence[Transfer], name: str) -> list[int]:
    return [int(text) for text in _named(transfers, name) if text.isdecimal()]


def _work_behind(transfers: Sequence[Transfer]) -> dict[int, dict[str, object]]:
    found = list(
        Assignment.objects.filter(pk__in=_numbers(transfers, "assignment")).select_related("job", "micro_task")
    )
    times = own_time.times_of(assignments=found)
    return {
        each.pk: {
            "job": each.job,
            "micro_task": each.micro_task.public_id,
            "assignment": each.public_id,
            "seconds": times[each.pk].credited_seconds if each.pk in times else None,
        }
        for each in found
    }


def _training_behind(transfers: Sequence[Transfer]) -> dict[int, dict[str, object]]:
    answers = TrainingAnswer.objects.filter(pk__in=_numbers(transfers, "training"))
    return {
        each.pk: {
            "job": each.training.job,
            "micro_task": each.task.micro_task.public_id,
            "assignment": each.public_id,
            # Nothing tells that the page was still looked at: no more than a lease counts.
            "seconds": max(0.0, (min(each.submitted_at, each.due_at) - each.shown_at).total_seconds())
            if each.submitted_at
            else None,
        }
        for each in answers.select_related("training__job", "task__micro_task")
    }


def months_with_money(*, worker: User, at: datetime) -> list[Period]:
    """The months from the first movement of a worker's money to `at`, the latest first; none before it."""
    account = books.earnings(owner_id=worker.pk)
    first = movements_of(account=account).order_by().aggregate(first=Min("at"))["first"]
    if first is None:
        return []
    months, month = [], month_of(first)
    while month <= month_of(at):
        months.append(month)
        month = month.next
    return months[::-1]

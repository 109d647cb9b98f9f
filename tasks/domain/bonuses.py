"""A bonus: money beyond the price, from the requester's own account to a worker's earnings. No fee is taken on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet, Sum

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain.transfers import Movement, transfer_many
from ledger.models import Transfer
from tasks.domain.private_words import masked
from tasks.domain.pseudonyms import worker_code
from tasks.models import Assignment, Bonus, Job
from transparency.domain import log

MOST_AT_ONCE = 500
MOST_WORDS = 600


class Wordless(Exception):
    """A bonus says what it is for."""


class NotTheirAnswers(Exception):
    """Somebody among the chosen gave no answer to this job."""


class TooManyAtOnce(Exception):
    """More bonuses than one form may give."""


class TooMuch(Exception):
    """One worker would get more at once than this site allows."""


class KeyReused(Exception):
    """The key named another form before; nothing moved."""


@dataclass(frozen=True, slots=True)
class Gift:
    """What one worker is to get; for one answer where `assignment_id` says so."""

    worker_id: int
    amount_micros: int
    assignment_id: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody who answered a job, as its requester knows them. `bonus_micros` is what they got in it so far."""

    worker_id: int
    code: str
    approved_count: int
    waiting_count: int
    rejected_count: int
    bonus_micros: int


def workers_of(*, job: Job) -> list[Standing]:
    """Everybody who answered a job, in the order of their first answers."""
    given = dict(Bonus.objects.filter(job=job).values_list("worker_id").annotate(total=Sum("amount_micros")))
    counted = (
        Assignment.objects.filter(job=job, submitted_at__isnull=False)
        .values("worker_id")
        .annotate(
            approved=Count("pk", filter=Q(state=Assignment.State.APPROVED)),
            waiting=Count("pk", filter=Q(state=Assignment.State.SUBMITTED)),
            rejected=Count("pk", filter=Q(state=Assignment.State.REJECTED)),
            first=Min("pk"),
        )
        .order_by("first")
    )
    return [
        Standing(
            worker_id=row["worker_id"],
            code=worker_code(requester_id=job.requester_id, worker_id=row["worker_id"]),
            approved_count=row["approved"],
            waiting_count=row["waiting"],
            rejected_count=row["rejected"],
            bonus_micros=given.get(row["worker_id"], 0),
        )
        for row in counted
    ]


def gifts_for(*, chosen: Sequence[Standing], amount_micros: int, per_answer: bool) -> list[Gift]:
    """The same to each, or as often as they have approved answers; who has none of those gets nothing then."""
    counts = [(one, one.approved_count if per_answer else 1) for one in chosen]
    return [Gift(one.worker_id, amount_micros * count) for one, count in counts if count]


@transaction.atomic
def give(*, job: Job, gifts: Sequence[Gift], words: str, client_key: str, at: datetime) -> list[Bonus]:
    """Pay all of `gifts` or none. Repeated with its key it pays nothing more and gives the same bonuses.

    E-mail addresses and telephone numbers in `words` are masked. Raises Wordless, TooManyAtOnce, TooMuch,
    NotTheirAnswers, KeyReused and InsufficientFunds.
    """
    words = masked(words.strip())[:MOST_WORDS]
    if not words:
        raise Wordless
    if len(gifts) > MOST_AT_ONCE:
        raise TooManyAtOnce
    # Two clicks at once take turns here.
    Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    before = list(Bonus.objects.filter(job=job, client_key=client_key).order_by("pk"))
    if before:
        if {Gift(one.worker_id, one.amount_micros, one.assignment_id) for one in before} != set(gifts):
            raise KeyReused
        return before
    _check(job, gifts)
    given = [
        Bonus(
            job=job,
            worker_id=gift.worker_id,
            assignment_id=gift.assignment_id,
            amount_micros=gift.amount_micros,
            words=words,
            client_key=client_key,
            given_at=at,
        )
        for gift in gifts
    ]
    Bonus.objects.bulk_create(given)
    _pay(job, given, at)
    return given


def _check(job: Job, gifts: Sequence[Gift]) -> None:
    answered = Assignment.objects.filter(job=job, submitted_at__isnull=False)
    people = {gift.worker_id for gift in gifts}
    if answered.filter(worker__in=people).values("worker_id").distinct().count() != len(people):
        raise NotTheirAnswers
    of_answers = {(gift.assignment_id, gift.worker_id) for gift in gifts if gift.assignment_id is not None}
    named = answered.filter(pk__in=[number for number, _worker in of_answers])
    if set(named.values_list("pk", "worker_id")) != of_answers:
        raise NotTheirAnswers
    sums: dict[int, int] = {}
    for gift in gifts:
        sums[gift.worker_id] = sums.get(gift.worker_id, 0) + gift.amount_micros
    if max(sums.values(), default=0) > settings.BONUS_MOST_MICROS:
        raise TooMuch


def _pay(job: Job, given: Sequence[Bonus], at: datetime) -> None:
    funds = books.funds(owner_id=job.requester_id)
    earnings = books.earnings_of(owner_ids=[one.worker_id for one in given])
    transfer_many(
        movements=[
            Movement(
                debit_id=funds.pk,
                credit_id=earnings[one.worker_id],
                amount_micros=one.amount_micros,
                reason=Transfer.Reason.BONUS,
                key=f"bonus:{one.public_id}",
            )
            for one in given
        ],
        at=at,
    )
    log.record(
        [
            log.Event(
                type=log.Type.BONUS,
                at=at,
                worker_number=one.worker_id,
                requester_number=job.requester_id,
                job_number=job.pk,
                assignment_number=one.assignment_id,
                micros=one.amount_micros,
            )
            for one in given
        ]
    )


def of_job(*, job: Job) -> QuerySet[Bonus]:
    """What was given in a job, newest first."""
    return Bonus.objects.filter(job=job).select_related("assignment").order_by("-given_at", "-pk")


def of_worker(*, worker: User) -> QuerySet[Bonus]:
    """What a worker was given, newest first."""
    return Bonus.objects.filter(worker=worker).select_related("job").order_by("-given_at", "-pk")

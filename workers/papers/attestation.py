"""The certificate of activity: what a worker did here since they came, for whoever they want to show it to.

After article L. 7342-7 of the French labour code: start, tasks, kinds, hours, earnings, and how the work was judged,
each with its definition.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, Q, Sum
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain.movements import movements_of
from ledger.domain.seller import seller
from ledger.models import Transfer
from tasks.domain.floor_policy import floor_hourly_micros
from tasks.kinds import kind_named
from tasks.models import Assignment
from transparency.domain import metrics
from transparency.domain.metrics import HourlyPay
from transparency.domain.rollup import keeping
from web.domain.formatting import (
    format_duration,
    format_hourly_amount,
    format_micros,
    format_number,
    format_percent,
    plain_micros,
)
from web.domain.hour_bar import hour_bar
from web.domain.papers import Column, Facts, Figures, Heading, Paper, Party, Table, Words
from workers.papers.statement_papers import NOTHING, who

_EVER = datetime(2000, 1, 1, tzinfo=UTC)
_NOT_EARNED = (Transfer.Reason.SENT_BACK,)


@dataclass(frozen=True, slots=True)
class KindDone:
    """What a worker did of one kind of work. `pay_micros` is of approved answers, and of late ones that were paid."""

    kind: str
    submitted: int
    approved: int
    rejected: int
    waiting: int
    pay_micros: int


@dataclass(frozen=True, slots=True)
class Attestation:
    """Everything that the certificate says. `earned_micros` is all that came: bonuses and training too."""

    worker: User
    at: datetime
    joined_at: datetime
    first_work_at: datetime | None
    last_work_at: datetime | None
    kinds: list[KindDone]
    pay: HourlyPay
    earned_micros: int

    @property
    def approved(self) -> int:
        return sum(each.approved for each in self.kinds)

    @property
    def rejected(self) -> int:
        return sum(each.rejected for each in self.kinds)

    @property
    def approved_share(self) -> float | None:
        """Approved of decided answers, rounded down to whole percents; None while nothing is decided."""
        decided = self.approved + self.rejected
        return self.approved * 100 // decided / 100 if decided else None


def attest(*, worker: User, at: datetime) -> Attestation:
    """What `worker` did from the first day to `at`."""
    keeping.refresh_worker(worker_number=worker.pk, at=at)
    answers = Assignment.objects.filter(worker=worker, submitted_at__isnull=False, submitted_at__lte=at)
    span = answers.aggregate(first=Min("submitted_at"), last=Max("submitted_at"))
    account = books.earnings(owner_id=worker.pk)
    came = movements_of(account=account).filter(credit=account, at__lte=at).exclude(reason__in=_NOT_EARNED)
    late = Q(state=Assignment.State.EXPIRED)
    rows = answers.values("job__kind").annotate(
        submitted=Count("pk"),
        approved=Count("pk", filter=Q(state=Assignment.State.APPROVED)),
        rejected=Count("pk", filter=Q(state=Assignment.State.REJECTED)),
        waiting=Count("pk", filter=Q(state=Assignment.State.SUBMITTED)),
        pay=Sum("price_micros", filter=Q(state=Assignment.State.APPROVED) | late, default=0),
    )
    return Attestation(
        worker=worker,
        at=at,
        joined_at=worker.joined_at,
        first_work_at=span["first"],
        last_work_at=span["last"],
        kinds=[
            KindDone(r["job__kind"], r["submitted"], r["approved"], r["rejected"], r["waiting"], r["pay"])
            for r in rows.order_by("job__kind")
        ],
        pay=metrics.hourly_pay_of_worker(worker_number=worker.pk, since=_EVER),
        earned_micros=came.aggregate(total=Sum("amount_micros"))["total"] or 0,
    )


def definitions() -> list[tuple[str, str]]:
    """What each figure means."""
    return [
        (_("Answers"), _("micro-tasks that you answered; approved, rejected by a person with a reason, or waiting.")),
        (
            _("Paid time"),
            _("from the moment a task was shown to its submission, of work that was paid; a second counts once (M13)."),
        ),
        (_("All time on tasks"), _("that, and the time of work that was returned, ran out or was rejected (M13b).")),
        (_("Approved"), _("approved answers of all that were decided, rounded down. There is no other score here.")),
        (_("Earned"), _("everything that reached the account here: pay, training, bonuses, and what lifted pay.")),
    ]


def as_json(attestation: Attestation) -> dict[str, Any]:
    """The certificate for a program: names as here, money in micros and as text, moments in ISO 8601."""
    one = attestation
    return {
        "platform": settings.SELLER_NAME,
        "worker": {"name": one.worker.display_name, "email": one.worker.email},
        "as_of": one.at.isoformat(),
        "currency": settings.CURRENCY,
        "registered_at": one.joined_at.isoformat(),
        "first_work_at": one.first_work_at.isoformat() if one.first_work_at else None,
        "last_work_at": one.last_work_at.isoformat() if one.last_work_at else None,
        "answers": {"approved": one.approved, "rejected": one.rejected, "approved_share": one.approved_share},
        "kinds": [
            {
                "kind": each.kind,
                "name": str(kind_named(each.kind).name),
                "submitted": each.submitted,
                "approved": each.approved,
                "rejected": each.rejected,
                "waiting": each.waiting,
                "pay_micros": each.pay_micros,
            }
            for each in one.kinds
        ],
        "paid_seconds": round(one.pay.paid_seconds, 3),
        "all_seconds": round(one.pay.all_seconds, 3),
        "paid_only_hourly_micros": one.pay.paid_only_hourly_micros,
        "all_tasks_hourly_micros": one.pay.all_tasks_hourly_micros,
        "earned_micros": one.earned_micros,
        "earned": plain_micros(one.earned_micros),
        "definitions": dict(definitions()),
    }


def paper_of(attestation: Attestation) -> Paper:
    """The certificate on paper."""
    one = attestation
    rates = (one.pay.paid_only_hourly_micros, one.pay.all_tasks_hourly_micros)
    paid_only, all_tasks = (NOTHING if rate is None else format_hourly_amount(rate) for rate in rates)
    return Paper(
        title=_("Certificate of activity"),
        lead=_("As of %(day)s") % {"day": _day(one.at)},
        made_at=one.at,
        footer=_("Made by the platform from its labour log and its ledger; both are only ever added to."),
        parties=[Party(_("Platform"), seller()), Party(_("Worker"), who(one.worker))],
        blocks=[
            Facts(
                [
                    (_("Registered"), _day(one.joined_at)),
                    (_("First work"), _day(one.first_work_at)),
                    (_("Last work"), _day(one.last_work_at)),
                ]
            ),
            Figures(
                [
                    (_("Approved answers"), format_number(one.approved), _share(one)),
                    (_("Earned"), format_micros(one.earned_micros), ""),
                    (_("Paid time"), format_duration(one.pay.paid_seconds), _per_hour(paid_only)),
                    (_("All time on tasks"), format_duration(one.pay.all_seconds), _per_hour(all_tasks)),
                ]
            ),
            hour_bar(
                paid_seconds=one.pay.paid_seconds,
                unpaid_seconds=one.pay.unpaid_seconds,
                hourly_micros=one.pay.all_tasks_hourly_micros,
                floor_micros=floor_hourly_micros(at=one.at) or None,
            ),
            Heading(_("By kind of work")),
            _kinds(one),
            Heading(_("What the figures mean")),
            Facts(definitions()),
            Words(
                _("After article L. 7342-7 of the French labour code. It is yours to show to whom you like."),
                is_muted=True,
            ),
        ],
    )


def _day(at: datetime | None) -> str:
    return NOTHING if at is None else date_format(localtime(at), "DATE_FORMAT")


def _share(one: Attestation) -> str:
    if one.approved_share is None:
        return ""
    return _("%(share)s of those decided") % {"share": format_percent(one.approved_share)}


def _per_hour(amount: str) -> str:
    return "" if amount == NOTHING else _("%(amount)s an hour") % {"amount": amount}


def _kinds(one: Attestation) -> Table:
    columns = [
        Column(_("Kind"), is_wide=True),
        Column(_("Answers"), True),
        Column(_("Approved"), True),
        Column(_("Rejected"), True),
        Column(_("Waiting"), True),
        Column(_("Pay"), True),
    ]
    rows = [
        [
            str(kind_named(each.kind).name),
            *(format_number(count) for count in (each.submitted, each.approved, each.rejected, each.waiting)),
            format_micros(each.pay_micros),
        ]
        for each in one.kinds
    ]
    return Table(columns, rows)

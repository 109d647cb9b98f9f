"""LABOUR.md: the statement of the work inside an exported data set."""

from __future__ import annotations

from datetime import datetime

from transparency.domain import metrics
from transparency.domain.anonymity import LEAST_WORKERS
from transparency.domain.rollup import keeping
from transparency.models import JobFact
from web.domain.formatting import format_hourly_amount, format_micros

_TEXT = """# The labour inside this data set

{title}: {answers} approved answers by people, each paid. No rejected or unpaid work is in it.

| | |
|---|---|
| Purpose that workers were told | {purpose} |
| Pay of one answer | {price} |
| Paid to workers in all | {paid} |
| Time of paid work | {paid_time} |
| Time of unpaid work (returned, expired, rejected) | {unpaid_time} |
| Hourly pay, paid work only (M13) | {paid_only} |
| Hourly pay, all work on tasks (M13b) | {all_tasks} |
| Workers | {workers} |
| Stated on | {at} |

M13 is the sum of pay over the time of paid tasks; M13b adds the time of returned, expired and rejected ones. A second
of a worker counts once. Time spent looking for work, reading and waiting is in neither figure.
"""


def labour_statement(*, job_number: int, answer_count: int, at: datetime) -> str:
    """The statement for one job's answers, in Markdown. Few workers are given as "fewer than 11"."""
    keeping.refresh_job(job_number=job_number, at=at)
    fact = JobFact.objects.get(job_number=job_number)
    pay = metrics.hourly_pay_by_job(job_numbers=[job_number]).get(job_number, metrics.HourlyPay(0, 0.0, 0.0, 0.0, 0, 0))
    return _TEXT.format(
        title=fact.title,
        purpose=" ".join(fact.purpose.split()).replace("|", "\\|"),
        answers=answer_count,
        price=format_micros(fact.price_micros),
        paid=format_micros(pay.pay_micros),
        paid_time=_time(pay.paid_seconds),
        unpaid_time=_time(pay.unpaid_seconds),
        paid_only=_hourly(pay.paid_only_hourly_micros),
        all_tasks=_hourly(pay.all_tasks_hourly_micros),
        workers=pay.worker_count if pay.worker_count >= LEAST_WORKERS else f"fewer than {LEAST_WORKERS}",
        at=at.date().isoformat(),
    )


def _time(seconds: float) -> str:
    """Hours for people, seconds besides: the work of a small data set would otherwise read as none."""
    return f"{seconds / 3600:.4f} h ({seconds:.2f} s)"


def _hourly(micros: int | None) -> str:
    if micros is None:
        return "no time was measured"
    return f"{format_hourly_amount(micros)} an hour"

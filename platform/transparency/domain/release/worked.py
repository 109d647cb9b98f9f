"""What the month's answers say of the work itself: how long, at what price, of which kind, decided and paid when."""

from __future__ import annotations

from datetime import date
from statistics import median
from typing import Any

from django.db import connection

from ledger.models import Transfer
from transparency.domain.release import months, rounding, thresholds
from transparency.domain.release.dimensions import DURATION, KIND, OTHER, PRICE
from transparency.domain.release.measured import TENTH, THOUSANDTH, Cells, Measured, Values, ratio, shares_of
from transparency.domain.release.thresholds import Part

# Seconds; micros from under a cent on. Equal steps on a log axis, as near as round amounts come to them.
DURATION_EDGES = (5, 15, 30, 60, 120, 300, 600)
PRICE_EDGES = (10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000)
_ANSWERS = """
    WITH own AS (
        SELECT {code} AS code, worker_number, sum(paid_count) AS answers, array_agg(DISTINCT requester_number) AS givers
        FROM transparency_jobday JOIN transparency_jobfact USING (job_number)
        WHERE day BETWEEN %(first)s AND %(last)s AND paid_count > 0
        GROUP BY 1, 2
    )
    SELECT code, sum(answers), count(*), (array_agg(answers ORDER BY answers DESC))[1:2],
        (SELECT count(DISTINCT giver) FROM own other, unnest(other.givers) AS giver WHERE other.code = own.code)
    FROM own GROUP BY code
"""


def of_work(*, month: date, p_percent: float) -> dict[str, Cells]:
    """The measured tables that are made of answers, not of people; eleven people at least are behind each figure."""
    span = {"first": month, "last": months.last_of(month)}
    return {
        "durations": _answers(
            "width_bucket((paid_seconds / paid_count)::numeric, %(edges)s)",
            {**span, "edges": list(DURATION_EDGES)},
            DURATION.names,
            p_percent,
        ),
        "prices": _answers("width_bucket(price_micros::numeric, %(edges)s)", {**span, "edges": list(PRICE_EDGES)},
                           PRICE.names, p_percent),
        "kinds": _kinds(span, p_percent),
        "time_to_pay": _time_to_pay(month),
        "outcomes": _outcomes(month),
        "fragments": _fragments(span),
        "fee_share": _fee_share(month),
    }  # fmt: skip


def _parts(code: str, wanted: dict[str, Any]) -> dict[Any, Part]:
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS.format(code=code), wanted)
        return {
            name: Part(float(answers), people, float(most[0]), float(most[1]) if len(most) > 1 else 0.0, requesters)
            for name, answers, people, most, requesters in cursor.fetchall()
        }


def _answers(code: str, wanted: dict[str, Any], names: tuple[str, ...], p_percent: float) -> Cells:
    """Paid answers by the band that an expression puts them in; the mean time of a worker's day on a job is taken."""
    return shares_of({names[place]: part for place, part in _parts(code, wanted).items()}, p_percent=p_percent)


def _kinds(span: dict[str, Any], p_percent: float) -> Cells:
    known = [name for name in KIND.names if name != OTHER]
    parts = _parts("CASE WHEN kind = ANY(%(known)s) THEN kind ELSE 'other' END", {**span, "known": known})
    return shares_of(parts, p_percent=p_percent)


def _time_to_pay(month: date) -> Cells:
    """M25: hours from an answer's submission to its pay, for what was paid in the month."""
    start, end = months.bounds(month)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM paid.at - work.sent_at)),
                count(DISTINCT paid.worker_number), count(DISTINCT paid.requester_number), count(*)
            FROM transparency_workevent paid
            JOIN LATERAL (
                SELECT max(sent.at) AS sent_at FROM transparency_workevent sent
                WHERE sent.job_number = paid.job_number AND sent.type = 'task.submitted'
                  AND sent.assignment_number = paid.assignment_number AND sent.at <= paid.at
            ) work ON work.sent_at IS NOT NULL
            WHERE paid.type = 'task.paid' AND paid.at >= %s AND paid.at < %s
            """,
            [start, end],
        )
        times, people, requesters, answers = cursor.fetchone()
    enough = answers >= 20 * rounding.BASE and requesters >= thresholds.LEAST_REQUESTERS
    if thresholds.is_few(people) or not enough:
        return {("all", ""): Measured(people, reason="k")}
    values: Values = {
        name: rounding.to_step(seconds / 3600, TENTH) for name, seconds in zip(("p50", "p95"), times, strict=True)
    }
    return {("all", ""): Measured(people, values)}


def _outcomes(month: date) -> Cells:
    """M27: rejections over decisions and overturned over decided appeals, each out of counts rounded to 5."""
    start, end = months.bounds(month)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FILTER (WHERE type = 'task.rejected'),
                count(*) FILTER (WHERE type IN ('task.rejected', 'task.approved')),
                count(DISTINCT worker_number) FILTER (WHERE type = 'task.rejected'),
                count(DISTINCT requester_number) FILTER (WHERE type = 'task.rejected'),
                count(*) FILTER (WHERE type = 'appeal.decided' AND note IN ('won', 'given_in')),
                count(*) FILTER (WHERE type = 'appeal.decided'),
                count(DISTINCT worker_number) FILTER (WHERE type = 'appeal.decided' AND note IN ('won', 'given_in')),
                count(DISTINCT requester_number)
                    FILTER (WHERE type = 'appeal.decided' AND note IN ('won', 'given_in'))
            FROM transparency_workevent
            WHERE type IN ('task.rejected', 'task.approved', 'appeal.decided') AND at >= %s AND at < %s
            """,
            [start, end],
        )
        found = cursor.fetchone()
    return {("rejected", ""): _outcome(*found[:4]), ("overturned", ""): _outcome(*found[4:])}


def _outcome(part: int, whole: int, people: int, requesters: int) -> Measured:
    """A rate, where eleven people met with it, by three requesters or more, and eleven answers didn't."""
    if thresholds.is_few(people) or requesters < thresholds.LEAST_REQUESTERS or thresholds.is_few(whole - part):
        return Measured(people, reason="k")
    low, high = rounding.wilson(_to_base(part), _to_base(whole))
    values: Values = {
        "share": rounding.share(_to_base(part), _to_base(whole)),
        "low": round(low, 3),
        "high": round(high, 3),
    }
    return Measured(people, values)


def _to_base(count: int) -> int:
    return rounding.BASE * round(count / rounding.BASE)


def _fragments(span: dict[str, Any]) -> Cells:
    """M16: how many micro-tasks and people the month's jobs have, and what part of a job one of its workers does."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH own AS (
                SELECT job_number, worker_number, sum(submitted_count) AS answers
                FROM transparency_jobday WHERE day BETWEEN %(first)s AND %(last)s AND submitted_count > 0 GROUP BY 1, 2
            )
            SELECT micro_task_count, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY answers::float8 / whole)
            FROM (SELECT own.*, sum(answers) OVER (PARTITION BY job_number) AS whole FROM own) shares
            JOIN transparency_jobfact USING (job_number)
            GROUP BY job_number, micro_task_count
            """,
            span,
        )
        jobs = cursor.fetchall()
        cursor.execute(
            """
            SELECT count(DISTINCT worker_number), count(DISTINCT requester_number)
            FROM transparency_jobday JOIN transparency_jobfact USING (job_number)
            WHERE day BETWEEN %(first)s AND %(last)s AND submitted_count > 0
            """,
            span,
        )
        people, requesters = cursor.fetchone()
    refused = "k" if thresholds.is_few(people) or requesters < thresholds.LEAST_REQUESTERS else ""
    found: Cells = {}
    for place, name in enumerate(("tasks_per_job", "workers_per_job", "share_of_worker")):
        of_jobs = [float(job[place]) for job in jobs]
        step = THOUSANDTH if name == "share_of_worker" else TENTH
        values: Values = {
            "mean": rounding.to_step(sum(of_jobs) / len(of_jobs), step) if of_jobs else None,
            "median": rounding.to_step(median(of_jobs), step) if len(of_jobs) >= rounding.LEAST_FOR_MEDIAN else None,
        }
        # A mean is never told without its median.
        short = refused or ("k" if values["median"] is None else "")
        found[name, ""] = Measured(people, values, reason=short)
    return found


def _fee_share(month: date) -> Cells:
    """M34: the platform's fee over pay and fee, by the books of the month."""
    start, end = months.bounds(month)
    reason = Transfer.Reason
    pay = [reason.PAY, reason.LATE_PAY, reason.TRAINING_PAY, reason.BONUS, reason.FLOOR_PAY]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT coalesce(sum(amount_micros) FILTER (WHERE reason = %(fee)s), 0),
                coalesce(sum(amount_micros) FILTER (WHERE reason = ANY(%(pay)s)), 0),
                count(DISTINCT account.owner_id) FILTER (WHERE reason = ANY(%(pay)s))
            FROM ledger_transfer JOIN ledger_account account ON account.id = credit_id
            WHERE at >= %(start)s AND at < %(end)s
            """,
            {"fee": reason.FEE.value, "pay": [one.value for one in pay], "start": start, "end": end},
        )
        fee, paid, people = cursor.fetchone()
    if thresholds.is_few(people):
        return {("all", ""): Measured(people, reason="k")}
    return {("all", ""): Measured(people, {"share": ratio(float(fee), float(fee + paid))})}

"""Holding the pay that moved against the work that was approved, and escrows against what jobs may still cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.timezone import now

from ledger.domain.books import Finding
from ledger.models import Account, BooksFinding
from tasks.domain import obligations

Code, Subject = BooksFinding.Code, BooksFinding.Subject


@dataclass(frozen=True, slots=True)
class PayReport:
    """What a check of pay against work found: nothing, when all is well."""

    approved_count: int
    paid_count: int
    late_count: int
    job_count: int
    findings: tuple[Finding, ...]

    @property
    def troubles(self) -> tuple[str, ...]:
        """The findings in words, for a log."""
        return tuple(str(finding) for finding in self.findings)


# One pass over the work and its pay. A transfer's key names the answer that it pays, and the log tells of each once.
_WORK = """
    WITH paid AS (
        SELECT id, substring(key FROM '^assignment:([0-9]+):pay$')::bigint AS number, amount_micros, credit_id
        FROM ledger_transfer WHERE reason IN ('pay', 'late_pay')
    ),
    told AS (
        SELECT assignment_number AS number, count(*) AS times, sum(micros) AS micros FROM transparency_workevent
        WHERE type = 'task.paid' AND assignment_number > 0 GROUP BY assignment_number
    ),
    work AS (
        SELECT a.id, a.worker_id, a.price_micros, a.state,
            greatest(j.price_micros, j.pilot_price_micros) AS job_price_micros,
            a.state = 'approved' OR a.state = 'expired' AND a.submitted_at IS NOT NULL AS is_earned
        FROM tasks_assignment a JOIN tasks_job j ON j.id = a.job_id WHERE a.submitted_at IS NOT NULL
    ),
    held AS (
        SELECT coalesce(w.id, p.number, told.number) AS number, p.id AS transfer_id, w.state, w.price_micros,
            w.worker_id, w.job_price_micros, coalesce(w.is_earned, false) AS is_earned, p.amount_micros, p.credit_id,
            coalesce(told.times, 0) AS times, told.micros
        FROM work w FULL JOIN paid p ON p.number = w.id
        FULL JOIN told ON told.number = coalesce(w.id, p.number)
    )
    SELECT what, coalesce(number, transfer_id) FROM held LEFT JOIN ledger_account c ON c.id = held.credit_id
    CROSS JOIN LATERAL (VALUES
        ('unpaid', is_earned AND state = 'approved' AND transfer_id IS NULL),
        ('late_unpaid', is_earned AND state = 'expired' AND transfer_id IS NULL),
        ('unearned', transfer_id IS NOT NULL AND NOT is_earned),
        ('amount', is_earned AND amount_micros <> price_micros),
        ('person', is_earned AND c.owner_id IS DISTINCT FROM worker_id AND transfer_id IS NOT NULL),
        ('price', price_micros > job_price_micros),
        ('untold', transfer_id IS NOT NULL AND number IS NOT NULL AND times <> 1),
        ('told', times > 0 AND (transfer_id IS NULL OR times = 1 AND amount_micros <> micros))
    ) AS finding (what, is_so)
    WHERE is_so ORDER BY 1, 2
"""
_TRAINING = """
    SELECT CASE WHEN answer.submitted_at IS NULL THEN 'training_unearned' ELSE 'training' END,
        coalesce(answer.id, t.id)
    FROM tasks_traininganswer answer
    JOIN tasks_training training ON training.id = answer.training_id
    JOIN tasks_job j ON j.id = training.job_id
    FULL JOIN (
        SELECT *, substring(key FROM '^training:([0-9]+):pay$')::bigint AS number FROM ledger_transfer
        WHERE reason = 'training_pay'
    ) t ON t.number = answer.id
    LEFT JOIN ledger_account c ON c.id = t.credit_id
    LEFT JOIN (
        SELECT -assignment_number AS number, count(*) AS times, sum(micros) AS micros FROM transparency_workevent
        WHERE type = 'task.paid' AND assignment_number < 0 GROUP BY assignment_number
    ) told ON told.number = coalesce(answer.id, t.number)
    WHERE CASE WHEN answer.submitted_at IS NULL THEN t.id IS NOT NULL
        ELSE t.amount_micros IS DISTINCT FROM j.training_price_micros OR c.owner_id IS DISTINCT FROM training.worker_id
            OR told.times IS DISTINCT FROM 1 OR told.micros IS DISTINCT FROM t.amount_micros END
    ORDER BY 1, 2
"""
_TOLD_OF_NOTHING = """
    SELECT 'training_told', -e.assignment_number FROM transparency_workevent e
    WHERE e.type = 'task.paid' AND e.assignment_number < 0 AND NOT EXISTS (
        SELECT 1 FROM ledger_transfer t WHERE t.key = 'training:' || -e.assignment_number || ':pay')
    ORDER BY 2
"""
# The fee that was taken is the fee on what was paid, rounded up once.
_FEES = """
    SELECT 'fee', j.id FROM tasks_job j
    LEFT JOIN (
        SELECT a.job_id, sum(a.price_micros) AS micros FROM tasks_assignment a WHERE a.state = 'approved'
        GROUP BY a.job_id
    ) paid ON paid.job_id = j.id
    LEFT JOIN (
        SELECT e.job_number, sum(t.amount_micros) AS micros
        FROM ledger_transfer t JOIN ledger_account e ON e.id = t.debit_id WHERE t.reason = 'fee' GROUP BY e.job_number
    ) taken ON taken.job_number = j.id
    WHERE coalesce(taken.micros, 0) <> ceil(coalesce(paid.micros, 0) * j.fee_permille / 1000) ORDER BY j.id
"""
_OVERTURNED = """
    SELECT 'overturned', a.id FROM tasks_assignment a LEFT JOIN tasks_appeal appeal ON appeal.assignment_id = a.id
    WHERE (a.overturned_at IS NOT NULL) <> coalesce(appeal.state = ANY ('{won,given_in}'), false) ORDER BY a.id
"""
# Every bonus is paid once to its worker, and no other money goes as one.
_BONUSES = """
    SELECT 'bonus', coalesce(b.id, t.id) FROM tasks_bonus b
    FULL JOIN (SELECT * FROM ledger_transfer WHERE reason = 'bonus') t ON t.key = 'bonus:' || b.public_id
    LEFT JOIN ledger_account c ON c.id = t.credit_id
    WHERE t.amount_micros IS DISTINCT FROM b.amount_micros OR c.owner_id IS DISTINCT FROM b.worker_id ORDER BY 2
"""
# What was granted up to the floor is paid once, to its worker, and told; and a worker's grants add up.
_FLOOR = """
    WITH pay AS (
        SELECT job_id, worker_id, sum(amount_micros) AS granted, max(total_micros) AS total,
            coalesce(sum(amount_micros) FILTER (WHERE paid_at IS NOT NULL), 0) AS paid
        FROM tasks_floorpay GROUP BY job_id, worker_id
    ),
    told AS (
        SELECT job_number, worker_number, sum(micros) AS micros FROM transparency_workevent
        WHERE type = 'topup.granted' GROUP BY job_number, worker_number
    ),
    moved AS (
        SELECT t.key, t.amount_micros, e.job_number, c.owner_id FROM ledger_transfer t
        JOIN ledger_account e ON e.id = t.debit_id JOIN ledger_account c ON c.id = t.credit_id
        WHERE t.reason = 'floor_pay'
    )
    SELECT DISTINCT 'floor', number FROM (
        SELECT coalesce(pay.job_id, told.job_number) AS number
        FROM pay FULL JOIN told ON told.job_number = pay.job_id AND told.worker_number = pay.worker_id
        WHERE pay.granted <> pay.total OR coalesce(pay.paid, 0) <> coalesce(told.micros, 0)
        UNION ALL
        SELECT coalesce(one.job_id, moved.job_number) FROM tasks_floorpay one
        FULL JOIN moved ON moved.key = 'job:' || one.job_id || ':floor:' || one.worker_id || ':' || one.total_micros
        WHERE (one.paid_at IS NULL) <> (moved.key IS NULL) OR moved.amount_micros <> one.amount_micros
            OR moved.owner_id IS DISTINCT FROM one.worker_id AND moved.key IS NOT NULL
    ) wrong ORDER BY 2
"""
_OF = {
    Code.BONUS: Subject.BONUS,
    Code.FLOOR: Subject.JOB,
    Code.FEE: Subject.JOB,
    Code.TRAINING: Subject.TRAINING,
    Code.TRAINING_UNEARNED: Subject.TRAINING,
    Code.TRAINING_TOLD: Subject.TRAINING,
}


def check_pay(*, at: datetime | None = None) -> PayReport:
    """Each approved answer is paid once, its price, to its worker, and logged; nothing else is paid as work.

    And each escrow holds what its job may still cost, to the micro; `at` decides which rejections may be appealed.
    Reads one snapshot where its caller sees to that (`books.one_snapshot`), and changes nothing.
    """
    found: dict[str, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE state = 'approved'), count(*) FILTER (WHERE state = 'expired')"
            " FROM tasks_assignment WHERE submitted_at IS NOT NULL"
        )
        approved, late = cursor.fetchone() or (0, 0)
        cursor.execute("SELECT count(*) FROM ledger_transfer WHERE reason = 'pay'")
        paid = (cursor.fetchone() or (0,))[0]
        for statement in (_WORK, _TRAINING, _TOLD_OF_NOTHING, _OVERTURNED, _BONUSES, _FEES, _FLOOR):
            cursor.execute(statement)
            for code, number in cursor.fetchall():
                found[code].append(number)
    jobs = obligations.of_all(at=at or now())
    findings = [
        Finding(Code(code), _OF.get(Code(code), Subject.ASSIGNMENT), tuple(numbers)) for code, numbers in found.items()
    ]
    return PayReport(approved, paid, late, len(jobs), (*findings, *_escrows(jobs)))


def _escrows(jobs: list[obligations.Obligation]) -> Iterator[Finding]:
    """Every escrow beside what its job may still cost and what comes back when it closes."""
    balances = dict(Account.objects.filter(kind=Account.Kind.ESCROW).values_list("job_number", "balance_micros"))
    held = [(job, balances.pop(job.job_number, 0)) for job in jobs]
    short = [job.job_number for job, micros in held if micros < job.escrow_micros]
    over = [job.job_number for job, micros in held if micros > job.escrow_micros + job.loose_micros]
    stray = sorted(number for number, micros in balances.items() if micros and number is not None)
    for code, numbers in ((Code.ESCROW_SHORT, short), (Code.ESCROW_OVER, over), (Code.ESCROW_STRAY, stray)):
        if numbers:
            yield Finding(code, Subject.JOB, tuple(numbers))

"""Holding the pay that moved against the work that was approved."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class PayReport:
    """What a check of pay against work found; `troubles` are sentences, none when all is well."""

    approved_count: int
    paid_count: int
    late_count: int
    troubles: tuple[str, ...]


_CHECKS = {
    "approved answers without their pay": """
        SELECT a.id FROM tasks_assignment a
        LEFT JOIN ledger_transfer t ON t.key = 'assignment:' || a.id || ':pay'
        WHERE a.state = 'approved' AND t.id IS NULL""",
    "answers paid another amount than their price": """
        SELECT a.id FROM tasks_assignment a
        JOIN ledger_transfer t ON t.key = 'assignment:' || a.id || ':pay'
        WHERE t.amount_micros IS DISTINCT FROM a.price_micros""",
    "answers at a price that their job never had": """
        SELECT a.id FROM tasks_assignment a JOIN tasks_job j ON j.id = a.job_id
        WHERE a.price_micros > j.price_micros""",
    "jobs that set aside less than they may owe": """
        SELECT id FROM (
            SELECT j.id, j.fee_permille, escrow.balance_micros,
                sum(a.price_micros) FILTER (WHERE a.state = 'approved') AS paid,
                sum(coalesce(a.price_micros, j.price_micros))
                    FILTER (WHERE a.state = ANY ('{open,claimed,submitted,withdrawn}')
                        OR (a.state = 'rejected' AND appeal.state = ANY ('{filed,replied}'))) AS owed
            FROM tasks_job j JOIN tasks_assignment a ON a.job_id = j.id
            LEFT JOIN tasks_appeal appeal ON appeal.assignment_id = a.id
            LEFT JOIN ledger_account escrow ON escrow.kind = 'escrow' AND escrow.job_number = j.id
            WHERE j.state <> 'draft' GROUP BY j.id, escrow.balance_micros
        ) job CROSS JOIN LATERAL (
            SELECT CASE WHEN j.state = 'closed' THEN 0 ELSE j.training_places * (
                    SELECT count(*) FROM tasks_trainingtask WHERE job_id = j.id) END
                - count(answer.id) FILTER (WHERE j.state <> 'closed' AND answer.submitted_at IS NOT NULL)
                + count(answer.id) FILTER (WHERE j.state = 'closed' AND answer.submitted_at IS NULL
                    AND answer.returned_at IS NULL AND answer.lapsed_at IS NULL) AS pieces, j.training_price_micros
            FROM tasks_job j LEFT JOIN tasks_training training ON training.job_id = j.id
            LEFT JOIN tasks_traininganswer answer ON answer.training_id = training.id
            WHERE j.id = job.id GROUP BY j.id
        ) training
        WHERE coalesce(balance_micros, 0) < coalesce(owed, 0) + training.pieces * training.training_price_micros
            + ceil((coalesce(paid, 0) + coalesce(owed, 0)) * fee_permille / 1000)
            - ceil(coalesce(paid, 0) * fee_permille / 1000)""",
    "answers paid to somebody else": """
        SELECT a.id FROM tasks_assignment a
        JOIN ledger_transfer t ON t.key = 'assignment:' || a.id || ':pay'
        JOIN ledger_account c ON c.id = t.credit_id
        WHERE c.owner_id IS DISTINCT FROM a.worker_id""",
    "payments for work that was not approved": """
        SELECT t.id FROM ledger_transfer t
        LEFT JOIN tasks_assignment a ON t.key = 'assignment:' || a.id || ':pay'
        WHERE t.reason IN ('pay', 'late_pay')
          AND (a.id IS NULL OR NOT (a.state = 'approved' OR (a.state = 'expired' AND a.submitted_at IS NOT NULL)))""",
    "late answers without their pay": """
        SELECT a.id FROM tasks_assignment a
        LEFT JOIN ledger_transfer t ON t.key = 'assignment:' || a.id || ':pay'
        WHERE a.state = 'expired' AND a.submitted_at IS NOT NULL AND t.id IS NULL""",
    "training answers without their pay, once, in full, to their worker and told in the log": """
        SELECT answer.id FROM tasks_traininganswer answer
        JOIN tasks_training training ON training.id = answer.training_id
        JOIN tasks_job j ON j.id = training.job_id
        LEFT JOIN ledger_transfer t ON t.key = 'training:' || answer.id || ':pay'
        LEFT JOIN ledger_account c ON c.id = t.credit_id
        WHERE answer.submitted_at IS NOT NULL AND (t.amount_micros IS DISTINCT FROM j.training_price_micros
            OR c.owner_id IS DISTINCT FROM training.worker_id OR 1 <> (SELECT count(*) FROM transparency_workevent e
                WHERE e.job_number = j.id AND e.type = 'task.paid' AND e.assignment_number = -answer.id))""",
    "payments for training that nobody gave": """
        SELECT t.id FROM ledger_transfer t
        LEFT JOIN tasks_traininganswer answer ON t.key = 'training:' || answer.id || ':pay'
        WHERE t.reason = 'training_pay' AND answer.submitted_at IS NULL""",
    "rejections that were overturned without a won appeal, or won appeals that changed nothing": """
        SELECT a.id FROM tasks_assignment a LEFT JOIN tasks_appeal appeal ON appeal.assignment_id = a.id
        WHERE (a.overturned_at IS NOT NULL) <> coalesce(appeal.state = ANY ('{won,given_in}'), false)""",
    "payments that the log doesn't tell of, or tells of twice": """
        SELECT a.id FROM tasks_assignment a
        JOIN ledger_transfer t ON t.key = 'assignment:' || a.id || ':pay'
        LEFT JOIN transparency_workevent e ON e.type = 'task.paid' AND e.assignment_number = a.id
        GROUP BY a.id HAVING count(e.id) <> 1""",
    "events of pay that no transfer made": """
        SELECT e.id FROM transparency_workevent e
        LEFT JOIN ledger_transfer t ON t.key = CASE WHEN e.assignment_number < 0
            THEN 'training:' || -e.assignment_number ELSE 'assignment:' || e.assignment_number END || ':pay'
        WHERE e.type = 'task.paid' AND t.amount_micros IS DISTINCT FROM e.micros""",
}


def check_pay() -> PayReport:
    """Each approved answer is paid once, its price, to its worker, and logged; nothing else is paid as work.

    And whatever a job may still owe is set aside.
    """
    troubles = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE state = 'approved'),"
            " count(*) FILTER (WHERE state = 'expired' AND submitted_at IS NOT NULL) FROM tasks_assignment"
        )
        approved, late = cursor.fetchone() or (0, 0)
        cursor.execute("SELECT count(*) FROM ledger_transfer WHERE reason = 'pay'")
        paid = (cursor.fetchone() or (0,))[0]
        for what, statement in _CHECKS.items():
            cursor.execute(statement)
            rows = [row[0] for row in cursor.fetchall()]
            if rows:
                troubles.append(f"{len(rows)} {what}: numbers {', '.join(map(str, rows[:10]))}")
    return PayReport(approved, paid, late, tuple(troubles))

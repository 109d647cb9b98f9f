"""The reading behind `obligations`: one statement for many jobs, one row a job."""

# In the order of what `obligations` takes: what was answered, is held, waits and became free; training; the fee that
# rounding up each time put aside; and, for answers submitted while the price rose, the difference.
_FACTS = """
    SELECT j.id, j.state = 'closed', j.fee_permille, j.price_micros, j.training_price_micros,
        coalesce(answer.in_hand, 0)::bigint, coalesce(answer.appealable, 0)::bigint,
        coalesce(answer.approved, 0)::bigint, coalesce(lesson.in_hand, 0),
        (coalesce(answer.freed, 0) + coalesce(lesson.freed, 0) * j.training_price_micros)::bigint,
        (coalesce(answer.waiting, 0) + coalesce(unopened.micro_tasks, 0) * j.wanted_answers)::bigint,
        coalesce(answer.dropped, 0), coalesce(answer.rejected, 0)::bigint,
        coalesce(j.training_places * lesson.tasks - lesson.answered, 0),
        coalesce(aside.fee, 0)::bigint, coalesce(raised.micros, 0)::bigint
    FROM tasks_job j
    LEFT JOIN (
        SELECT a.job_id, count(*) FILTER (WHERE a.worker_id IS NULL) AS waiting,
            count(*) FILTER (WHERE a.worker_id IS NULL AND a.micro_task_id IN (
                SELECT id FROM tasks_microtask WHERE dropped_at IS NOT NULL)) AS dropped,
            sum(coalesce(a.price_micros, j.price_micros))
                FILTER (WHERE a.state IN ('claimed', 'submitted')) AS in_hand,
            sum(a.price_micros) FILTER (WHERE a.state = 'approved') AS approved,
            sum(a.price_micros) FILTER (WHERE a.state = 'rejected' AND redo.has_spent IS NOT TRUE) AS rejected,
            sum(a.price_micros) FILTER (
                WHERE a.state = 'rejected' AND CASE WHEN appeal.id IS NULL
                    THEN a.decided_at > %(appealable_since)s AND redo.redo_of_id IS NULL
                    ELSE appeal.decided_at IS NULL END) AS appealable,
            sum(coalesce(a.price_micros, j.price_micros)) FILTER (
                WHERE a.state IN ('returned', 'expired') AND a.ended_at > %(looked_at)s
                OR a.state = 'rejected' AND (appeal.decided_at > %(looked_at)s
                    OR a.decided_at > %(appealable_when_looked)s AND a.decided_at <= %(appealable_since)s)) AS freed
        FROM tasks_assignment a JOIN tasks_job j ON j.id = a.job_id
        LEFT JOIN tasks_appeal appeal ON appeal.assignment_id = a.id
        LEFT JOIN (
            -- A redo that stands where the rejected answer stood was paid for by that one's money.
            SELECT r.redo_of_id, bool_or(r.place = first.place) AS has_spent
            FROM tasks_assignment r JOIN tasks_assignment first ON first.id = r.redo_of_id
            WHERE r.redo_of_id IS NOT NULL AND r.job_id IN THESE JOBS GROUP BY r.redo_of_id
        ) redo ON redo.redo_of_id = a.id
        WHERE a.job_id IN THESE JOBS AND ROWS THAT COUNT GROUP BY a.job_id
    ) answer ON answer.job_id = j.id
    LEFT JOIN (
        SELECT job_id, sum(micro_tasks) AS micro_tasks FROM (
            SELECT c.job_id, c.micro_task_count AS micro_tasks FROM tasks_splitchunk c
            JOIN tasks_upload u ON u.id = c.upload_id JOIN tasks_addition n ON n.id = u.addition_id
            WHERE c.job_id IN THESE JOBS AND c.state = 'done' AND c.opened_at IS NULL
                AND n.published_at IS NOT NULL AND n.opened_at IS NULL
            UNION ALL
            -- After a pilot, those of the rest that have no places yet.
            SELECT j.id, count(m.id) FROM tasks_job j JOIN tasks_microtask m ON m.job_id = j.id
            JOIN tasks_item i ON i.id = m.item_id JOIN tasks_upload u ON u.id = i.upload_id
            WHERE j.id IN THESE JOBS AND j.pilot_ended_at IS NOT NULL AND j.closed_at IS NULL
                AND u.addition_id IS NULL
                AND EXISTS (SELECT 1 FROM tasks_splitchunk c JOIN tasks_upload cu ON cu.id = c.upload_id
                    WHERE c.job_id = j.id AND c.state = 'done' AND c.opened_at IS NULL AND cu.addition_id IS NULL)
                AND NOT EXISTS (SELECT 1 FROM tasks_trainingtask t WHERE t.micro_task_id = m.id)
                AND NOT EXISTS (SELECT 1 FROM tasks_assignment a WHERE a.micro_task_id = m.id)
            GROUP BY j.id
        ) part GROUP BY job_id
    ) unopened ON unopened.job_id = j.id
    LEFT JOIN (
        SELECT t.job_id, count(DISTINCT t.id) AS tasks, count(b.submitted_at) AS answered,
            count(b.id) FILTER (
                WHERE b.submitted_at IS NULL AND b.returned_at IS NULL AND b.lapsed_at IS NULL) AS in_hand,
            count(b.id) FILTER (WHERE greatest(b.returned_at, b.lapsed_at) > %(looked_at)s) AS freed
        FROM tasks_trainingtask t LEFT JOIN tasks_traininganswer b ON b.task_id = t.id
        WHERE t.job_id IN THESE JOBS GROUP BY t.job_id
    ) lesson ON lesson.job_id = j.id
    LEFT JOIN (
        SELECT e.job_number, sum(t.amount_micros - div(t.amount_micros * 1000::numeric, 1000 + j.fee_permille)) AS fee
        FROM ledger_account e JOIN ledger_transfer t ON t.credit_id = e.id AND t.reason = ANY(%(set_aside)s)
        JOIN tasks_job j ON j.id = e.job_number
        WHERE e.job_number IN THESE JOBS AND e.kind = 'escrow' GROUP BY e.job_number
    ) aside ON aside.job_number = j.id
    LEFT JOIN (
        SELECT e.job_number, sum(e.micros - greatest(a.price_micros, e.before_micros)) AS micros
        FROM transparency_workevent e JOIN tasks_assignment a ON a.job_id = e.job_number
            AND a.state IN ('submitted', 'approved', 'rejected') AND a.price_micros < e.micros
            AND a.submitted_at IS NOT NULL AND a.submitted_at > e.at - %(in_hand_still)s
        -- A raise in a pilot holds for nothing that was claimed after it.
        JOIN tasks_job j ON j.id = e.job_number AND (j.pilot_ended_at IS NULL OR e.at >= j.pilot_ended_at
            OR a.claimed_at < j.pilot_ended_at)
        WHERE e.job_number IN THESE JOBS AND e.worker_number IS NULL AND e.type = %(price_changed)s
        GROUP BY e.job_number
    ) raised ON raised.job_number = j.id
    WHERE j.id IN THESE JOBS AND j.state <> 'draft'
    ORDER BY j.id
"""

OF_ALL = _FACTS.replace("IN THESE JOBS", "IS NOT NULL").replace("ROWS THAT COUNT", "true")
# Of a closed job no rows count but those that partial indexes lead to.
OF_CLOSED = _FACTS.replace("IN THESE JOBS", "= ANY(%(jobs)s)").replace(
    "ROWS THAT COUNT", "(a.submitted_at IS NOT NULL OR a.state = 'claimed' AND a.due_at IS NOT NULL)"
)

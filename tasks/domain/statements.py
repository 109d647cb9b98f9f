"""The SQL of claiming and submitting. Each is one statement, so it needs no transaction around it to be whole.

What holds for all of them:
- A state is looked at after its row is locked, never before. The planner would otherwise read `state = 'claimed'` as
  a reason to walk through everybody's claims.
- OFFSET 0 keeps the planner from joining with everything that a worker ever did: each row asks one unique index once.
- One UPDATE changes both the assignment that ends and the one that begins: PostgreSQL reads the table's checks and
  opens its indexes once for each UPDATE of a statement.
- The driver remembers the form of statements of 4096 signs at most: a longer one costs a tenth of a loop each time.
  So moments, which it sends with their type, are cast where they may be null and nowhere else.
"""

from __future__ import annotations

from transparency.domain import log
from web.domain.statements import one_line

# The columns of `InHand`, of an assignment `a`.
_IN_HAND_COLUMNS = """a.public_id, a.state, a.due_at, m.public_id, m.payload,
        coalesce(nullif(m.clip_key, ''), i.display_key), i.thumb_key, d.content, coalesce(d.revision, 0),
        coalesce(a.price_micros, (SELECT j.price_micros FROM tasks_job j WHERE j.id = a.job_id))"""
_IN_HAND_JOINS = """JOIN tasks_microtask m ON m.id = a.micro_task_id
    JOIN tasks_item i ON i.id = m.item_id
    LEFT JOIN tasks_draft d ON d.assignment_id = a.id"""

IN_HAND = f"SELECT {_IN_HAND_COLUMNS} FROM tasks_assignment a {_IN_HAND_JOINS} WHERE a.id = %s"

# What a submission needs, and what never changes once somebody holds an assignment of a published job. In the
# order of the models' fields, as `from_db` reads them.
ASSIGNMENT_KEPT = ("id", "public_id", "job_id", "micro_task_id", "worker_id")
JOB_KEPT = ("id", "public_id", "requester_id", "kind", "settings", "lease_seconds")
MICRO_TASK_KEPT = ("id", "public_id", "payload")
_KEPT = (("a", ASSIGNMENT_KEPT), ("j", JOB_KEPT), ("m", MICRO_TASK_KEPT))
FIND = f"""
    SELECT {", ".join(f"{table}.{column}" for table, columns in _KEPT for column in columns)}
    FROM tasks_assignment a JOIN tasks_job j ON j.id = a.job_id JOIN tasks_microtask m ON m.id = a.micro_task_id
    WHERE a.public_id = %(public_id)s AND a.worker_id = %(worker)s::bigint
"""

# This worker has not answered the micro-task of `a`, is not about to, and has not reported it.
_NOT_MINE = """NOT EXISTS (
              SELECT 1 FROM tasks_assignment mine
              WHERE mine.micro_task_id = a.micro_task_id AND mine.worker_id = %(worker)s::bigint
                AND (mine.state = 'claimed' OR mine.submitted_at IS NOT NULL OR mine.reported_at IS NOT NULL) OFFSET 0
          )"""

_NOT_WITHDRAWN = "(SELECT m.withdrawn_at FROM tasks_microtask m WHERE m.id = a.micro_task_id) IS NULL"

_JOB_IS_OPEN = "(SELECT j.state FROM tasks_job j WHERE j.id = %(job)s::bigint) = 'open'"

# The worker's own participation row is locked first: two tabs of one worker take turns, two workers never meet.
_CANDIDATE = f"""
    held AS MATERIALIZED (
        SELECT id, claimed_at, shown_at, last_seen_at, due_at FROM tasks_assignment
        WHERE worker_id = %(worker)s::bigint AND job_id = %(job)s::bigint AND state = 'claimed' {{and_gate}}
        ORDER BY shown_at IS NULL, claimed_at LIMIT 1 FOR UPDATE
    ),
    me AS MATERIALIZED (
        SELECT id, place FROM tasks_participation
        WHERE job_id = %(job)s::bigint AND worker_id = %(worker)s::bigint
          AND NOT EXISTS (SELECT 1 FROM held) {{and_gate_of_me}}
        FOR UPDATE
    ),
    candidate AS MATERIALIZED (
        SELECT a.id FROM tasks_assignment a
        WHERE a.job_id = %(job)s::bigint AND a.state = 'open' AND a.place > (SELECT place FROM me)
          AND {_JOB_IS_OPEN}
          AND {_NOT_MINE}
          {{untouched}}
        ORDER BY a.place
        LIMIT 1
        FOR UPDATE OF a SKIP LOCKED
    )"""

# A row that was taken after this statement's snapshot would be locked, found to be taken, and stay locked until we
# commit, so that its holder's submission waits for us. Its header tells at once that somebody touched it.
_UNTOUCHED = "AND a.xmax = '0'::xid"

# A moment that a browser named lies between the claim and now.
_SHOWN_SINCE = "coalesce(shown_at, least(%(at)s, greatest(claimed_at, {named}::timestamptz)))"

# What was claimed ahead is shown from here on; what is taken is, unless it is claimed ahead (`seen_at` is null).
_NEXT = f"""
    SELECT 'held' AS what, id, 'claimed' AS state, claimed_at,
            {_SHOWN_SINCE.format(named="%(next_at)s")} AS shown_at,
            CASE WHEN shown_at IS NULL THEN %(at)s ELSE last_seen_at END AS last_seen_at,
            greatest(due_at, %(due_at)s) AS due_at, NULL::timestamptz AS submitted_at,
            NULL::bigint AS price_micros, shown_at IS NULL AS is_first FROM held
        UNION ALL
        SELECT 'taken', id, 'claimed', %(at)s, %(seen_at)s::timestamptz, %(seen_at)s, %(due_at)s, NULL, NULL,
            %(seen_at)s IS NOT NULL FROM candidate"""

_TURN = f"""
    turned AS (
        UPDATE tasks_assignment a
        SET state = turn.state, worker_id = %(worker)s::bigint, claimed_at = turn.claimed_at, shown_at = turn.shown_at,
            last_seen_at = turn.last_seen_at, due_at = turn.due_at, submitted_at = turn.submitted_at,
            price_micros = turn.price_micros
        FROM turn WHERE a.id = turn.id
        RETURNING turn.what, turn.is_first, a.id, a.public_id, a.job_id, a.state, a.due_at, a.place,
            a.micro_task_id, a.price_micros, coalesce(a.shown_at, a.claimed_at) AS started_at
    ),
    moved AS (
        UPDATE tasks_participation p SET place = turned.place | 15
        FROM turned, me WHERE turned.what = 'taken' AND p.id = me.id
    ),
    logged AS (
        {log.INSERT}
        SELECT %(at)s, event.type, %(worker)s::bigint, %(requester)s::bigint, %(job)s::bigint, turned.id,
            CASE WHEN event.number = 3 THEN turned.started_at END,
            CASE WHEN event.number = 3 THEN greatest(turned.started_at, %(done_at)s) END, 0, '', %(door)s
        FROM turned
        JOIN (VALUES (1, '{log.Type.CLAIMED.value}'), (2, '{log.Type.SHOWN.value}'),
            (3, '{log.Type.SUBMITTED.value}')) AS event (number, type)
            ON CASE event.number WHEN 1 THEN turned.what = 'taken' WHEN 2 THEN turned.is_first
                ELSE turned.what = 'done' END
        ORDER BY turned.what <> 'done', event.number
    )"""

_CLAIM_TEXT = f"""
    WITH {_CANDIDATE.format(and_gate="{and_gate}", and_gate_of_me="", untouched="{untouched}")},
    turn AS (
        {_NEXT}
    ),
    {_TURN}
    SELECT a.id, a.what = 'taken', a.micro_task_id, {_IN_HAND_COLUMNS} FROM turned a {_IN_HAND_JOINS}
"""

CLAIM = one_line(_CLAIM_TEXT.format(and_gate="", untouched=_UNTOUCHED))
# The same for rows that a claim touched and then rolled back.
CLAIM_TOUCHED = one_line(_CLAIM_TEXT.format(and_gate="", untouched=""))
# Both for one more assignment than the worker holds already.
CLAIM_AHEAD = one_line(_CLAIM_TEXT.format(and_gate="AND false", untouched=_UNTOUCHED))
CLAIM_AHEAD_TOUCHED = one_line(_CLAIM_TEXT.format(and_gate="AND false", untouched=""))

# Behind the worker's place, a bounded part of the queue. Raises the mark from where the next look goes on.
LOOK_BACK = f"""
    WITH me AS (
        SELECT place, look_back FROM tasks_participation
        WHERE job_id = %(job)s AND worker_id = %(worker)s FOR UPDATE
    ),
    seen AS MATERIALIZED (
        SELECT a.id, a.place, a.micro_task_id FROM tasks_assignment a
        WHERE a.job_id = %(job)s AND a.state = 'open'
          AND a.place > (SELECT look_back FROM me) AND a.place <= (SELECT place FROM me)
        ORDER BY a.place LIMIT %(rows)s
    ),
    candidate AS (
        SELECT a.id FROM seen JOIN tasks_assignment a ON a.id = seen.id
        WHERE a.state = 'open'
          AND {_JOB_IS_OPEN}
          AND {_NOT_MINE}
        ORDER BY seen.place
        LIMIT 1
        FOR UPDATE OF a SKIP LOCKED
    ),
    taken AS (
        UPDATE tasks_assignment a
        SET state = 'claimed', worker_id = %(worker)s, claimed_at = %(at)s, shown_at = %(seen_at)s,
            last_seen_at = %(seen_at)s, due_at = %(due_at)s
        FROM candidate WHERE a.id = candidate.id
        RETURNING a.id
    ),
    moved AS (
        UPDATE tasks_participation p
        SET look_back = CASE
            WHEN EXISTS (SELECT 1 FROM taken) THEN p.look_back
            WHEN (SELECT count(*) FROM seen) < %(rows)s THEN 0
            ELSE (SELECT max(place) FROM seen) END
        WHERE p.job_id = %(job)s AND p.worker_id = %(worker)s
    )
    SELECT id FROM taken
"""

LAPSED = f"""
    SELECT a.id FROM tasks_assignment a
    WHERE a.job_id = %(job)s AND a.state = 'claimed' AND a.due_at < %(at)s AND a.worker_id <> %(worker)s
      AND {_NOT_WITHDRAWN}
      AND {_JOB_IS_OPEN}
      AND {_NOT_MINE}
    ORDER BY a.due_at
    LIMIT 1
    FOR UPDATE OF a SKIP LOCKED
"""

# What somebody holds ahead and nobody looks at yet, for a worker who has nothing else: the one that lapses first.
WAITING_AHEAD = f"""
    SELECT a.id FROM tasks_assignment a
    WHERE a.job_id = %(job)s AND a.state = 'claimed' AND a.due_at IS NOT NULL AND a.shown_at IS NULL
      AND a.worker_id <> %(worker)s
      AND {_NOT_WITHDRAWN}
      AND {_JOB_IS_OPEN}
      AND {_NOT_MINE}
    ORDER BY a.due_at
    LIMIT 1
    FOR UPDATE OF a SKIP LOCKED
"""

# One row when the assignment was in the worker's hands: what follows it, or nulls. No row: nothing was changed.
SUBMIT = one_line(f"""
    WITH done AS MATERIALIZED (
        SELECT mine.* FROM (
            SELECT id, worker_id, state, claimed_at, shown_at, due_at FROM tasks_assignment
            WHERE id = %(id)s::bigint OFFSET 0 FOR UPDATE
        ) mine
        WHERE mine.worker_id = %(worker)s::bigint AND mine.state = 'claimed'
    ),
    answered AS (
        INSERT INTO tasks_answer (assignment_id, content, client_key, received_at)
        SELECT id, %(content)s::jsonb, %(key)s::text, %(at)s FROM done
    ),
    cleared AS (
        DELETE FROM tasks_draft WHERE assignment_id = (SELECT id FROM done)
    ),
    {
    _CANDIDATE.format(
        and_gate="AND id <> %(id)s::bigint AND %(with_next)s AND EXISTS (SELECT 1 FROM done)",
        and_gate_of_me="AND %(with_next)s AND EXISTS (SELECT 1 FROM done)",
        untouched=_UNTOUCHED,
    )
},
    turn AS (
        SELECT 'done' AS what, id, 'submitted' AS state, claimed_at, {
    _SHOWN_SINCE.format(named="%(begun_at)s")
} AS shown_at, greatest(shown_at, %(done_at)s) AS last_seen_at,
            due_at, %(at)s AS submitted_at,
            (SELECT j.price_micros FROM tasks_job j WHERE j.id = %(job)s::bigint) AS price_micros,
            shown_at IS NULL AS is_first FROM done
        UNION ALL
        {_NEXT}
    ),
    {_TURN}
    SELECT following.* FROM turned own LEFT JOIN (
        SELECT a.id, a.what = 'taken', a.micro_task_id, {_IN_HAND_COLUMNS} FROM turned a {
    _IN_HAND_JOINS
} WHERE a.what <> 'done'
    ) following ON true
    WHERE own.what = 'done'
""")

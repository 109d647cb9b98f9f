"""What the measurements stand on: a requester with money, workers with tokens, published jobs of any size."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import connection, transaction

from accounts.domain import tokens
from accounts.models import User
from ledger.domain import funding
from tasks.domain import cutting, drafts, jobs
from tasks.models import Job, SplitChunk, Upload

PRICE_MICROS = 400
LABELS = ["cat", "dog", "horse", "sheep", "cow"]
ANSWER = {"label": "dog"}

_ITEMS = """
    INSERT INTO tasks_item (job_id, upload_id, position, name, display_key, thumb_key, facts)
    SELECT %(job)s, %(upload)s, n::bigint * %(step)s, 'line ' || n, '', '', '{}' FROM generate_series(1, %(count)s) n
"""
_MICRO_TASKS = """
    INSERT INTO tasks_microtask (public_id, job_id, item_id, position, clip_key, payload)
    SELECT substr(translate(md5(gen_random_uuid()::text), '0189', 'wxyz'), 1, 16), job_id, id, position, '',
        jsonb_build_object('text', name)
    FROM tasks_item WHERE job_id = %(job)s ORDER BY position
"""
_ASSIGNMENTS = """
    INSERT INTO tasks_assignment (public_id, job_id, micro_task_id, ordinal, place, state, visible_ms, active_ms,
        reject_code, reject_words)
    SELECT substr(translate(md5(gen_random_uuid()::text), '0189', 'wxyz'), 1, 16), job_id, id, ordinal,
        position * 16 + ordinal, 'open', 0, 0, '', ''
    FROM tasks_microtask CROSS JOIN generate_series(1, %(wanted)s) ordinal WHERE job_id = %(job)s
    ORDER BY position, ordinal
"""


def make_requester(*, at: datetime) -> User:
    person = User.objects.create_user(f"requester-{uuid4().hex}@example.org", is_requester=True)
    funding.add_money(owner_id=person.pk, amount_micros=10**12, key=f"bench-{person.pk}", at=at)
    return person


def make_workers(count: int, *, at: datetime) -> list[tuple[User, str]]:
    """So many workers, each with the text of an API token."""
    people = [User.objects.create_user(f"worker-{uuid4().hex}@example.org", is_worker=True) for _ in range(count)]
    return [(person, tokens.issue(user=person, name="bench", at=at)[1]) for person in people]


def make_draft(*, requester: User, wanted_answers: int, title: str, at: datetime) -> Job:
    job = jobs.create_draft(requester=requester, kind="text_classification", settings_of_kind={"labels": LABELS}, at=at)
    jobs.describe(job=job, title=title, purpose="Measuring.", instructions="Say what the line is about.")
    drafts.warn(job=job, warnings=[])
    jobs.set_terms(job=job, terms=jobs.Terms(wanted_answers, PRICE_MICROS, 3, 86_400))
    return job


def make_open_job(*, requester: User, micro_tasks: int, wanted_answers: int, at: datetime) -> Job:
    """A published job whose rows stand as cutting would have left them, made by the database itself for speed."""
    job = make_draft(requester=requester, wanted_answers=wanted_answers, title=f"{micro_tasks} lines", at=at)
    upload = Upload.objects.create(
        job=job, name="lines.txt", medium="text", key="-", size=1, state=Upload.State.PLANNED, created_at=at
    )
    SplitChunk.objects.create(
        job=job, upload=upload, number=1, first=0, count=micro_tasks, state="done", done_at=at,
        micro_task_count=micro_tasks,
    )  # fmt: skip
    values = {
        "job": job.pk,
        "upload": upload.pk,
        "count": micro_tasks,
        "wanted": wanted_answers,
        "step": cutting.POSITIONS_AN_ITEM,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (_ITEMS, _MICRO_TASKS, _ASSIGNMENTS):
            cursor.execute(statement, values)
    jobs.publish(job=job, at=at)
    return job

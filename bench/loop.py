"""Claim and submit over HTTP, beside an empty view of the same server in the same run."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from django.db import connection

from bench import load, scene
from tasks.models import Job

# Through every middleware that a page passes, and straight to the view as a program's request is led.
EMPTY = "/bench/empty"
EMPTY_API = "/api/v1/bench/empty"


class Visitor:
    """Asks for an empty view, again and again, with the headers of a worker's program."""

    def __init__(self, token: str, path: str = EMPTY) -> None:
        self.request = load.request("GET", path, token=token)

    def first(self) -> bytes:
        return self.request

    def after(self, status: int, body: bytes) -> bytes:
        if status != 200:
            raise RuntimeError(f"the empty view answered {status}: {body[:300]!r}")
        return self.request

    def counts(self, status: int) -> bool:
        return True


@dataclass
class Worker:
    """A worker's program: it claims once, then each submission brings the next assignment."""

    job: str
    token: str
    submitted: list[str] = field(default_factory=list)
    _in_hand: str = ""

    def first(self) -> bytes:
        return load.request("POST", f"/api/v1/jobs/{self.job}/claim", token=self.token)

    def after(self, status: int, body: bytes) -> bytes | None:
        if status != 200:
            raise RuntimeError(f"the loop broke off with {status}: {body[:300]!r}")
        answer = json.loads(body)
        if self._in_hand:
            self.submitted.append(self._in_hand)
            answer = answer["next"]
            if answer is None:
                raise RuntimeError("nothing was left to claim: the job is too small for this machine")
        self._in_hand = answer["id"]
        sent = json.dumps({"answer": scene.ANSWER, "key": self._in_hand}).encode()
        return load.request("POST", f"/api/v1/assignments/{self._in_hand}/submit", token=self.token, body=sent)

    def counts(self, status: int) -> bool:
        return bool(self.submitted)


_DOUBLE = """
    SELECT
        (SELECT count(*) FROM (SELECT 1 FROM tasks_assignment WHERE job_id = %(job)s
            AND state IN ('open', 'claimed', 'submitted', 'approved')
            GROUP BY micro_task_id, ordinal HAVING count(*) > 1) places)
        + (SELECT count(*) FROM (SELECT 1 FROM tasks_assignment WHERE job_id = %(job)s AND worker_id IS NOT NULL
            GROUP BY micro_task_id, worker_id HAVING count(*) > 1) people)
"""


def double_claims(*, job: Job, submitted: list[str]) -> int:
    """Places that two hold and workers who hold a micro-task twice, from the rows; and that no submission was lost.

    Raises RuntimeError when an answer that the server acknowledged is not there.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DOUBLE, {"job": job.pk})
        (double,) = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM tasks_answer WHERE assignment_id IN"
            " (SELECT id FROM tasks_assignment WHERE public_id = ANY(%s) AND state = 'submitted')",
            [submitted],
        )
        (kept,) = cursor.fetchone()
    if kept != len(set(submitted)) or kept != len(submitted):
        raise RuntimeError(f"{len(submitted)} submissions were acknowledged, {kept} are kept")
    return int(double)

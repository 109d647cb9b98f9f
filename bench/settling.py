"""How quickly approved work is paid, and what those who work meanwhile notice of it."""

from __future__ import annotations

import multiprocessing
import time

from django.db import connection, connections
from django.utils.timezone import now

from accounts.models import User
from bench import load, loop, scene, server
from ledger.domain import books
from tasks.domain import pay_check, reviewing
from tasks.models import Job

ANSWERS = 100_000
# So many people answered them, and so many others work meanwhile.
PAID = 50
WORKING = 4
SLICE_SECONDS = 2.0
MICRO_TASKS = 40_000

_ANSWERED = """
    UPDATE tasks_assignment SET state = 'submitted', worker_id = (%(people)s::bigint[])[1 + id %% %(count)s],
        claimed_at = %(at)s, shown_at = %(at)s, due_at = %(at)s, submitted_at = %(at)s, price_micros = %(price)s
    WHERE job_id = %(job)s
"""


def settling(*, requester: User, seconds: float) -> dict[str, float]:
    """Answers settled a second, and the 95th percentile of a submission meanwhile, beside the same without.

    What stands still and what settles are measured in one run on one server. The books must agree in the end.
    """
    waiting = _answered_job(requester)
    running = scene.make_open_job(requester=requester, micro_tasks=MICRO_TASKS, wanted_answers=3, at=now())
    workers = [token for _person, token in scene.make_workers(WORKING, at=now())]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE tasks_assignment")
        cursor.execute("CHECKPOINT")
    with server.processes("web") as port:
        idle = load.run(port, _programs(running, workers), seconds=seconds)
        context = multiprocessing.get_context("fork")
        settled: multiprocessing.Queue[float] = context.Queue()
        connections.close_all()
        process = context.Process(target=_settle, args=(waiting.pk, settled))
        process.start()
        busy: list[float] = []
        while process.is_alive():
            part = load.run(port, _programs(running, workers), seconds=SLICE_SECONDS, warm_up_seconds=0.2)
            # The last part went on when nothing was settled any more.
            busy += part.latencies if process.is_alive() else []
        process.join()
    took = settled.get()
    _prove()
    meanwhile = load.Run(seconds=1.0, latencies=busy)
    return {
        "settle_per_s": round(ANSWERS / took, 1),
        "submit_p95_ms_idle": round(idle.percentile_ms(95), 3),
        "submit_p95_ms_settling": round(meanwhile.percentile_ms(95), 3),
    }


def _programs(job: Job, tokens: list[str]) -> list[loop.Worker]:
    return [loop.Worker(job.public_id, token) for token in tokens]


def _answered_job(requester: User) -> Job:
    job = scene.make_open_job(requester=requester, micro_tasks=ANSWERS, wanted_answers=1, at=now())
    people = [person.pk for person, _token in scene.make_workers(PAID, at=now())]
    values = {"people": people, "count": PAID, "at": now(), "price": job.price_micros, "job": job.pk}
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERED, values)
    return job


def _settle(job_id: int, settled: multiprocessing.Queue[float]) -> None:
    """By the function that the background calls when a requester approves all."""
    job = Job.objects.get(pk=job_id)
    begin = time.perf_counter()
    count = reviewing.approve_until(job=job, until=now(), decided_by_id=job.requester_id, at=now())
    settled.put(time.perf_counter() - begin)
    if count != ANSWERS:
        raise RuntimeError(f"{count} of {ANSWERS} answers were settled")


def _prove() -> None:
    """Raises RuntimeError when a micro is missing."""
    with books.one_snapshot():
        wrong = (*books.recompute().findings, *pay_check.check_pay(at=now()).findings)
    if wrong:
        raise RuntimeError(f"the books don't agree: {', '.join(map(str, wrong))}")

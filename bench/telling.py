"""What the labour log costs: the loop of claim and submit on a server that tells it everything, and on a silent one."""

from __future__ import annotations

import statistics

from django.utils.timezone import now

from accounts.models import User
from bench import load, loop, scene, server
from tasks.models import Answer, Job
from transparency.models import WorkEvent

TURNS = 16
MICRO_TASKS = 30_000


def cost_ratio(*, requester: User, workers: int, seconds: float) -> float:
    """How much longer a loop takes with the log than without: the median of one over that of the other.

    Both servers stand on the same database, take turns, and work for the same people, each in a job of its own. Raises
    RuntimeError when the one that is to be silent logged anything, or the other not everything.
    """
    told, untold = (
        scene.make_open_job(requester=requester, micro_tasks=MICRO_TASKS, wanted_answers=3, at=now()) for _ in range(2)
    )
    tokens = [token for _person, token in scene.make_workers(workers, at=now())]
    loops: dict[int, list[float]] = {told.pk: [], untold.pk: []}
    with server.processes("web") as loud, server.processes("web", settings="bench.silent_settings") as silent:
        for turn in range(TURNS + 1):
            # Each is first in every other turn.
            sides = [(loud, told), (silent, untold)][:: 1 if turn % 2 else -1]
            for port, job in sides:
                took = _turn(port, job, tokens, seconds)
                # The first turns meet cold caches and statements that are yet to be planned.
                loops[job.pk] += took if turn else []
    _prove(told=told, untold=untold)
    return statistics.median(loops[told.pk]) / statistics.median(loops[untold.pk])


def _turn(port: int, job: Job, tokens: list[str], seconds: float) -> list[float]:
    programs = [loop.Worker(job.public_id, token) for token in tokens]
    return load.run(port, programs, seconds=seconds, warm_up_seconds=0.1).latencies


def _prove(*, told: Job, untold: Job) -> None:
    submitted = Answer.objects.filter(assignment__job=told).count()
    kept = WorkEvent.objects.filter(job_number=told.pk, type="task.submitted").count()
    stray = WorkEvent.objects.filter(job_number=untold.pk, worker_number__isnull=False).count()
    if kept != submitted or stray:
        raise RuntimeError(f"{submitted} submissions left {kept} lines in the log, and silence {stray}")

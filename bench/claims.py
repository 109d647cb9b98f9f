"""The claim by itself: its rate with eight connections, and its cost as jobs and histories grow."""

from __future__ import annotations

import multiprocessing
import statistics
import time
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from uuid import uuid4

from django.db import connection, connections
from django.utils.timezone import now

from accounts.models import User
from bench import scene
from tasks.domain import claiming, cutting, submitting
from tasks.models import Assignment, Job, Participation

CONNECTIONS = 8
CLAIMS_A_CONNECTION = 4_000
SIZES = {"1k": 1_000, "100k": 100_000, "1m": 1_000_000}
ROUNDS = 400
DONE = 50_000


def claims_per_second(*, requester: User, seconds: float) -> float:
    """The rate of the claim statement with eight connections, a process each: no server, no JSON, no answer.

    Whoever holds an assignment would be given the same again, so each claim is another worker's. They stand in the
    queue as workers who go through it side by side do.
    """
    wanted = 3
    claims = CONNECTIONS * CLAIMS_A_CONNECTION
    job = scene.make_open_job(requester=requester, micro_tasks=claims // wanted + 1, wanted_answers=wanted, at=now())
    people = User.objects.bulk_create(
        [User(email=f"claimer-{uuid4().hex}@example.org", password="!", is_worker=True) for _ in range(claims)]
    )
    Participation.objects.bulk_create(
        [
            Participation(job=job, worker=person, place=max(0, turn // wanted - 20) * cutting.POSITIONS_AN_ITEM * 16)
            for turn, person in enumerate(people)
        ]
    )
    connections.close_all()
    context = multiprocessing.get_context("fork")
    start, results = context.Barrier(CONNECTIONS), context.Queue()
    processes = [
        context.Process(
            target=_claim_for_each, args=(job, [one.pk for one in people[n::CONNECTIONS]], seconds, start, results)
        )
        for n in range(CONNECTIONS)
    ]
    for process in processes:
        process.start()
    rate = sum(results.get(timeout=seconds + 60) for _ in processes)
    for process in processes:
        process.join()
    return float(rate)


def _claim_for_each(job: Job, worker_ids: list[int], seconds: float, start: Barrier, results: Queue[float]) -> None:
    connection.ensure_connection()
    start.wait()
    begin = time.perf_counter()
    count = 0
    for worker_id in worker_ids:
        if time.perf_counter() - begin > seconds:
            break
        claim = claiming.claim_row(job=job, worker=User(pk=worker_id), at=now())
        assert claim
        assert claim.is_new
        count += 1
    results.put(count / (time.perf_counter() - begin))


def claim_latencies(*, requester: User) -> dict[str, float]:
    """The median of a claim in jobs of three sizes, after much work, and of being told that nothing is left.

    In turns, so that the machine's moods meet all alike.
    """
    at = now()
    jobs = {
        name: scene.make_open_job(requester=requester, micro_tasks=size, wanted_answers=1, at=at)
        for name, size in SIZES.items()
    }
    jobs["50k_done"] = scene.make_open_job(requester=requester, micro_tasks=100_000, wanted_answers=2, at=at)
    workers = {name: person for name, (person, _) in zip(jobs, scene.make_workers(len(jobs), at=at), strict=True)}
    ((whole, _),) = scene.make_workers(1, at=at)
    _let_have_done(jobs["50k_done"], whole, ordinal=1, micro_tasks=100_000)
    _let_have_done(jobs["50k_done"], workers["50k_done"], ordinal=2, micro_tasks=DONE)
    seconds: dict[str, list[float]] = {name: [] for name in (*jobs, "nothing_left")}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            claim, spent = _timed(job, workers[name])
            assert claim
            assert claim.is_new
            seconds[name].append(spent)
            _submit(claim, workers[name])
        nothing, spent = _timed(jobs["50k_done"], whole)
        assert nothing is None
        seconds["nothing_left"].append(spent)
    # The first turns meet cold caches and plans that are yet to be made.
    medians = {name: _median_ms(each[20:]) for name, each in seconds.items()}
    return {f"claim_p50_ms_{name}": medians[name] for name in jobs} | {"nothing_left_p50_ms": medians["nothing_left"]}


def _let_have_done(job: Job, worker: User, *, ordinal: int, micro_tasks: int) -> None:
    """Rows as they stand after `worker` has answered the first `micro_tasks` of a job."""
    last = micro_tasks * cutting.POSITIONS_AN_ITEM * 16 + 15
    at = now()
    Assignment.objects.filter(job=job, ordinal=ordinal, place__lte=last).update(
        state="submitted",
        worker=worker,
        claimed_at=at,
        shown_at=at,
        due_at=at,
        submitted_at=at,
        price_micros=scene.PRICE_MICROS,
    )
    Participation.objects.create(job=job, worker=worker, place=last)


def _timed(job: Job, worker: User) -> tuple[claiming.Claim | None, float]:
    begin = time.perf_counter()
    claim = claiming.claim_row(job=job, worker=worker, at=now())
    return claim, time.perf_counter() - begin


def _submit(claim: claiming.Claim, worker: User) -> None:
    assignment = submitting.find_to_submit(public_id=claim.in_hand.public_id, worker=worker)
    submitting.submit(assignment=assignment, worker=worker, answer=scene.ANSWER, key="bench", at=now())


def _median_ms(seconds: list[float]) -> float:
    return round(1000 * statistics.median(seconds), 3)

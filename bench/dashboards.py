"""How soon the pages of the labour module answer, to each of the four who look at them."""

from __future__ import annotations

import http.client
import sys
import time
from dataclasses import dataclass

from django.db import connection
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import User
from bench import desks, history, load, scene, server
from transparency.domain import measures

TURNS = 40
HUNDRED_THOUSAND = history.Size(assignments=100_000, workers=200, jobs=100)
# Who looks ("" is everybody), and at what: `job` is the public id of a job of the log. A new page is added here.
PAGES: tuple[tuple[str, str], ...] = (
    ("auditor", "audit:jobs"),
    ("auditor", "audit:job"),
    ("auditor", "audit:pay"),
    ("auditor", "audit:alerts"),
    ("auditor", "audit-work:appeals"),
    ("worker", "work:find"),
    ("worker", "work:mine"),
    ("worker", "work:time"),
    ("worker", "work:own-log"),
    ("requester", "jobs:list"),
    ("", "home"),
    ("", "transparency:who"),
    ("", "transparency:methods"),
    ("", "transparency:fairwork"),
    ("", "transparency:systems"),
)


@dataclass(frozen=True, slots=True)
class Answered:
    """How long one page took: 19 of 20 requests within `p95_ms`, the first within `first_ms`."""

    page: str
    p95_ms: float
    first_ms: float


def dashboards(*, requester: User) -> dict[str, float]:
    """The slowest page's 95th percentile in milliseconds, with 100,000 assignments in the log."""
    answered = measured(size=HUNDRED_THOUSAND, requester=requester)
    worst = max(answered, key=lambda one: one.p95_ms)
    return {
        "dashboard_p95_ms_100k": round(worst.p95_ms, 1),
        "dashboard_first_ms_100k": round(max(one.first_ms for one in answered), 1),
    }


def measured(*, size: history.Size, requester: User) -> list[Answered]:
    """Each page's times after so much work was done, the days and measures made of it by the clock's own function."""
    ((worker, _token),) = scene.make_workers(1, at=now())
    jobs = history.make(size=size, worker=worker, requester=requester, at=now())
    begin = time.monotonic()
    measures.refresh(at=now())
    say(f"days and measures took {time.monotonic() - begin:.1f} s")
    return looked_at(worker=worker, requester=requester, job=jobs[0])


def looked_at(*, worker: User, requester: User, job: str) -> list[Answered]:
    """The times of each page as it stands."""
    auditor = User.objects.create_user(f"auditor-{worker.pk}@example.org", is_auditor=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    people = {"worker": worker, "requester": requester, "auditor": auditor}
    sessions = {role: desks.session_of(person) for role, person in people.items()}
    with server.processes("web") as port:
        return [_page(port, name, job, sessions.get(role)) for role, name in PAGES]


def say(words: str) -> None:
    print(f"  {words}", file=sys.stderr, flush=True)


def _page(port: int, name: str, job: str, session: dict[str, str] | None) -> Answered:
    path = reverse(name, args=[job]) if name == "audit:job" else reverse(name)
    times = [_milliseconds(port, path, session) for _turn in range(TURNS)]
    found = Answered(name, load.Run(seconds=1.0, latencies=[one / 1000 for one in times]).percentile_ms(95), times[0])
    say(f"{name:<24} p95 {found.p95_ms:7.1f} ms, first {found.first_ms:7.1f} ms")
    return found


def _milliseconds(port: int, path: str, session: dict[str, str] | None) -> float:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": f"{session['name']}={session['value']}"} if session else {}
    begin = time.perf_counter()
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    answer.read()
    took = (time.perf_counter() - begin) * 1000
    line.close()
    assert answer.status == 200, f"{path}: {answer.status}"
    return took

"""`make bench ARGS="--only ten_million"`: the pages of the labour module with 10,000,000 assignments in the log.

It needs about 5 GB for a while. The days are written beside the events, as the clock would have left them.
"""

from __future__ import annotations

import os
import time

from django.db import connection
from django.utils.timezone import now

from accounts.models import User
from bench import dashboards, history, scene
from transparency.domain.rollup import marks
from transparency.models import DELAY_RANGES, RollUpMark

TEN_MILLION = history.Size(
    assignments=int(os.environ.get("BENCH_ASSIGNMENTS", "10000000")), workers=2000, jobs=1000
)  # fmt: skip

_MEASURES = """
    INSERT INTO transparency_jobmeasure (job_number, pay_micros, floor_micros, bonus_micros, fee_micros,
        withheld_micros, paid_seconds, all_seconds, pending_seconds, worker_count, answer_count, answered_count,
        hourly_micros, median_seconds, rated_count, seen_event, measured_at)
    SELECT job_number, sum(pay_micros), 0, 0, 0, 0, sum(paid_seconds), sum(counted_seconds), 0,
        count(DISTINCT worker_number), sum(paid_count + rejected_count), sum(paid_count),
        sum(pay_micros) * 3600 / sum(counted_seconds), 35, count(DISTINCT worker_number), %(seen)s, %(at)s
    FROM transparency_jobday GROUP BY job_number
"""
# Everything was paid three hours after it was begun.
_DELAYS = f"""
    INSERT INTO transparency_paydelay (job_number, day, counts, most_seconds, seen_event)
    SELECT job_number, day,
        array_fill(0, ARRAY[30]) || sum(paid_count)::int || array_fill(0, ARRAY[{DELAY_RANGES} - 31]), 10800, %(seen)s
    FROM transparency_jobday GROUP BY job_number, day
"""


def pages(*, requester: User) -> dict[str, float]:
    """The worst page's times, and how long the clock's own round over new events takes beside so many old ones."""
    ((worker, _token),) = scene.make_workers(1, at=now())
    begin = time.monotonic()
    jobs = history.make(size=TEN_MILLION, worker=worker, requester=requester, at=now())
    dashboards.say(f"{TEN_MILLION.assignments} assignments were written in {time.monotonic() - begin:.0f} s")
    seen = marks.look()
    RollUpMark.objects.create(
        pk=1, seen_event=seen.newest_event, seen_xid=seen.newest_xid, next_event=seen.newest_event,
        next_xid=seen.newest_xid, rolled_up_at=now(),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_MEASURES, {"seen": seen.newest_event, "at": now()})
        cursor.execute(_DELAYS, {"seen": seen.newest_event})
        cursor.execute(
            "SELECT count(*), pg_size_pretty(pg_database_size(current_database())) FROM transparency_workevent"
        )
        dashboards.say("{} events, {}".format(*cursor.fetchone()))
    answered = dashboards.looked_at(worker=worker, requester=requester, job=jobs[0])
    return {
        "dashboard_p95_ms_10m": round(max(one.p95_ms for one in answered), 1),
        "dashboard_first_ms_10m": round(max(one.first_ms for one in answered), 1),
    }

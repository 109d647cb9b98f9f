"""`make bench`: measures everything on a database and a broker of its own and writes bench/results/latest.json."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402 (models exist from here on)
from django.db import connection  # noqa: E402
from django.utils.timezone import now  # noqa: E402

from accounts.models import User  # noqa: E402
from bench import (  # noqa: E402
    claims,
    dashboards,
    going_on,
    importing,
    load,
    loop,
    scene,
    server,
    settling,
    telling,
    ten_million,
    weight,
)  # fmt: skip

RESULTS = Path(__file__).parent / "results" / "latest.json"
CLIENTS = (1, 8, 32)
SECONDS = 8.0
# So many micro-tasks a worker that the fastest machine we know doesn't run out of them.
MICRO_TASKS = 30_000

Figures = dict[str, float]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only", choices=[*PARTS, *ONLY_IF_ASKED], action="append", help="measure this part alone; nothing is written"
    )
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long each rate over HTTP is measured")
    chosen = parser.parse_args()
    begin = time.monotonic()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    requester = scene.make_requester(at=now())
    figures: Figures = {}
    for name, part in (PARTS | ONLY_IF_ASKED).items():
        if name in (chosen.only or PARTS):
            say(f"{time.monotonic() - begin:5.0f} s  {name}")
            figures |= part(requester, chosen.seconds)
    figures |= ratios(figures)
    figures |= {"cores": len(os.sched_getaffinity(0)), "load_average_1m": round(os.getloadavg()[0], 2)}
    figures["bench_seconds"] = round(time.monotonic() - begin, 1)
    text = json.dumps(figures, indent=2) + "\n"
    if not chosen.only:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(text)
    sys.stdout.write(text)
    return 0


def measure_loop(requester: User, seconds: float) -> Figures:
    """The empty views and the loop, in turns on one server, so that each rate stands beside its ceiling."""
    figures: Figures = {}
    double = 0
    with server.processes("web") as port:
        for count in CLIENTS:
            workers = scene.make_workers(count, at=now())
            if count == 8:
                for name, path in (("empty_view", loop.EMPTY), ("empty_api_view", loop.EMPTY_API)):
                    visitors = [loop.Visitor(token, path) for _person, token in workers]
                    run = load.run(port, visitors, seconds=seconds / 2)
                    figures[f"{name}_per_s_c8"] = round(run.per_second, 1)
            job = scene.make_open_job(requester=requester, micro_tasks=MICRO_TASKS, wanted_answers=3, at=now())
            tidy()
            programs = [loop.Worker(job.public_id, token) for _person, token in workers]
            run = load.run(port, programs, seconds=seconds)
            figures[f"loop_per_s_c{count}"] = round(run.per_second, 1)
            for percent in (50, 95, 99):
                figures[f"loop_p{percent}_ms_c{count}"] = round(run.percentile_ms(percent), 3)
            figures[f"load_generator_cores_c{count}"] = round(run.own_cpu_share, 3)
            double += loop.double_claims(job=job, submitted=[one for program in programs for one in program.submitted])
    return {**figures, "double_claims": double}


def measure_claims(requester: User, seconds: float) -> Figures:
    rate = claims.claims_per_second(requester=requester, seconds=seconds / 2)
    return {"claim_sql_per_s_c8": round(rate, 1)}


def measure_logging(requester: User, seconds: float) -> Figures:
    return {"log_cost_ratio": round(telling.cost_ratio(requester=requester, workers=8, seconds=seconds / 8), 3)}


def measure_import(requester: User, seconds: float) -> Figures:
    return {name: round(rate, 1) for name, rate in importing.import_rates(requester=requester).items()}


def measure_settling(requester: User, seconds: float) -> Figures:
    return settling.settling(requester=requester, seconds=seconds)


def measure_csv(requester: User, seconds: float) -> Figures:
    (_worker, token), *_ = scene.make_workers(1, at=now())
    with server.processes("web", "background") as port:
        ready = importing.csv_ready_seconds(port=port, requester=requester, worker_token=token)
    return {"csv_100k_ready_s": round(ready, 2)}


def measure_growth(requester: User, seconds: float) -> Figures:
    return claims.claim_latencies(requester=requester)


def measure_weight(requester: User, seconds: float) -> Figures:
    return weight.weights(requester=requester)


def measure_desk(requester: User, seconds: float) -> Figures:
    return going_on.next_ms(requester=requester)


def measure_dashboards(requester: User, seconds: float) -> Figures:
    return dashboards.dashboards(requester=requester)


def measure_ten_million(requester: User, seconds: float) -> Figures:
    return ten_million.pages(requester=requester)


def ratios(figures: Figures) -> Figures:
    """What may be compared between machines: quotients of figures of one run."""
    wanted = {
        "loop_share_of_empty_view_c8": ("loop_per_s_c8", "empty_view_per_s_c8"),
        "loop_share_of_empty_api_view_c8": ("loop_per_s_c8", "empty_api_view_per_s_c8"),
        "claim_p50_growth_1m": ("claim_p50_ms_1m", "claim_p50_ms_1k"),
        "claim_p50_growth_50k_done": ("claim_p50_ms_50k_done", "claim_p50_ms_1k"),
        "submit_p95_ratio_settling": ("submit_p95_ms_settling", "submit_p95_ms_idle"),
        "import_share_of_copy": ("import_rows_per_s", "copy_rows_per_s"),
    }
    return {
        name: round(figures[above] / figures[below], 3)
        for name, (above, below) in wanted.items()
        if above in figures and below in figures
    }


def tidy() -> None:
    """Let the writing of what was made end before anything is measured."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


PARTS = {
    "loop": measure_loop,
    "log": measure_logging,
    "claims": measure_claims,
    "import": measure_import,
    "settling": measure_settling,
    "csv": measure_csv,
    "growth": measure_growth,
    "weight": measure_weight,
    "desk": measure_desk,
    "dashboards": measure_dashboards,
}
# Takes long and needs room: measured only when it is asked for.
ONLY_IF_ASKED = {"ten_million": measure_ten_million}

if __name__ == "__main__":
    sys.exit(main())

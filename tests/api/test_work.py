"""What a worker's program sees: open jobs, an assignment in full, heartbeats, drafts, earnings."""

from collections.abc import Callable
from datetime import timedelta

from django.utils.dateparse import parse_datetime
from django.utils.timezone import now
from rest_framework.test import APIClient

from accounts.models import User
from tasks.domain import claiming, submitting
from tasks.domain.floor_policy import floor_hourly_micros
from tasks.models import Assignment, Draft, Job
from tests.fixtures import CAT, DOG, make_draft

Programs = Callable[[User], APIClient]
Jobs = Callable[..., Job]


def test_open_jobs_are_listed_with_their_pay_best_first(
    program_of: Programs, open_job: Jobs, requester: User, worker: User
) -> None:
    low, high = open_job(price_micros=1000), open_job(price_micros=2000)
    make_draft(requester, texts=["one"])
    program = program_of(worker)
    program.post(f"/api/v1/jobs/{high.public_id}/claim")

    found = program.get("/api/v1/work").json()["results"]

    assert [(job["id"], job["hourly_micros"], job["left"], job["is_held"]) for job in found] == [
        (high.public_id, 2_400_000, 2, True),
        (low.public_id, 1_200_000, 3, False),
    ]
    assert found[0]["floor_hourly_micros"] == floor_hourly_micros(at=now())


def test_open_jobs_are_paged_by_their_pay(program_of: Programs, open_job: Jobs, worker: User) -> None:
    made = [open_job(price_micros=price).public_id for price in (3000, 2000, 2000, 1000)]
    program = program_of(worker)

    first = program.get("/api/v1/work", {"page_size": 2}).json()
    second = program.get(first["next"]).json()

    assert [job["id"] for page in (first, second) for job in page["results"]] == [made[0], made[2], made[1], made[3]]
    assert second["next"] is None


def test_open_jobs_can_be_chosen_by_kind(program_of: Programs, open_job: Jobs, worker: User) -> None:
    open_job()
    program = program_of(worker)

    found = [program.get("/api/v1/work", {"kind": kind}) for kind in ("text_classification", "image_boxes", "sorting")]

    assert [len(answer.json().get("results", [])) for answer in found[:2]] == [1, 0]
    assert (found[2].status_code, list(found[2].json()["fields"])) == (400, ["kind"])


def test_a_job_is_shown_with_its_instructions_and_the_schema_of_an_answer(
    program_of: Programs, open_job: Jobs, requester: User, worker: User
) -> None:
    job, draft = open_job(), make_draft(requester, texts=["one"])
    program = program_of(worker)

    shown = program.get(f"/api/v1/work/{job.public_id.upper()}").json()

    assert (shown["instructions"], shown["answer_schema"]["required"]) == ("Say what the line is about.", ["label"])
    assert program.get(f"/api/v1/work/{draft.public_id}").status_code == 404
    assert program.post(f"/api/v1/jobs/{draft.public_id}/claim").status_code == 404


def test_an_assignment_is_shown_in_full_after_it_was_submitted_too(
    program_of: Programs, open_job: Jobs, worker: User
) -> None:
    job = open_job()
    held = claiming.claim_next(job=job, worker=worker, at=now())
    submitting.submit(assignment=held, worker=worker, answer=CAT, key="k", at=now())

    shown = program_of(worker).get(f"/api/v1/assignments/{held.public_id}").json()

    assert (shown["state"], shown["title"], shown["instructions"]) == ("submitted", job.title, job.instructions)
    assert shown["answer_schema"]["properties"] == {"label": {"enum": ["cat", "dog"]}}
    assert shown["submitted_at"] is not None


def test_a_heartbeat_renews_the_lease_and_keeps_the_greatest_counters(
    program_of: Programs, open_job: Jobs, worker: User
) -> None:
    held = claiming.claim_next(job=open_job(), worker=worker, at=now() - timedelta(minutes=5))
    program = program_of(worker)

    for visible_ms in (90_000, 60_000):
        answer = program.post(
            f"/api/v1/assignments/{held.public_id}/heartbeat", {"visible_ms": visible_ms, "active_ms": 50_000}
        )

    row = Assignment.objects.get(pk=held.pk)
    assert parse_datetime(answer.json()["due_at"]) == row.due_at > held.due_at
    assert (row.visible_ms, row.active_ms) == (90_000, 50_000)


def test_a_heartbeat_or_draft_for_what_was_given_back_is_refused(
    program_of: Programs, open_job: Jobs, worker: User
) -> None:
    held = claiming.claim_next(job=open_job(), worker=worker, at=now())
    submitting.give_back(assignment=held, worker=worker, at=now())
    program, address = program_of(worker), f"/api/v1/assignments/{held.public_id}"

    asked = [
        program.post(f"{address}/heartbeat", {"visible_ms": 1, "active_ms": 1}),
        program.put(f"{address}/draft", {"answer": CAT, "revision": 0}),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in asked] == [(409, "lease_lost")] * 2
    assert not Draft.objects.exists()


def test_a_draft_comes_back_with_the_assignment(program_of: Programs, open_job: Jobs, worker: User) -> None:
    held = claiming.claim_next(job=open_job(), worker=worker, at=now())
    program, address = program_of(worker), f"/api/v1/assignments/{held.public_id}"

    saved = program.put(f"{address}/draft", {"answer": {"label": ""}, "revision": 0})

    assert saved.json() == {"revision": 1}
    assert program.get(address).json()["draft"] == {"answer": {"label": ""}, "revision": 1}


def test_a_newer_draft_is_not_overwritten_and_both_are_told(program_of: Programs, open_job: Jobs, worker: User) -> None:
    held = claiming.claim_next(job=open_job(), worker=worker, at=now())
    program, address = program_of(worker), f"/api/v1/assignments/{held.public_id}/draft"
    program.put(address, {"answer": CAT, "revision": 0})

    refused = program.put(address, {"answer": DOG, "revision": 0})

    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert refused.json()["facts"] == {"draft": {"answer": CAT, "revision": 1}, "sent": DOG}
    assert Draft.objects.get().content == CAT


def test_earnings_are_exact_and_tell_what_waits(program_of: Programs, open_job: Jobs, worker: User) -> None:
    job = open_job(price_micros=400)
    held = claiming.claim_next(job=job, worker=worker, at=now() - timedelta(seconds=2))
    submitting.submit(assignment=held, worker=worker, answer=CAT, key="k", at=now())

    earned = program_of(worker).get("/api/v1/me/earnings").json()

    assert (earned["balance_micros"], earned["waiting_micros"]) == (0, 400)
    assert earned["month"]["waiting_micros"] == 400
    assert round(earned["month"]["earning_seconds"]) == 2


def test_everything_a_worker_took_in_hand_is_listed_for_them_alone(
    program_of: Programs, open_job: Jobs, worker: User, other_worker: User
) -> None:
    job = open_job(micro_tasks=4)
    claiming.claim_next(job=job, worker=other_worker, at=now())
    first = claiming.claim_next(job=job, worker=worker, at=now())
    submitting.give_back(assignment=first, worker=worker, at=now())
    second = claiming.claim_next(job=job, worker=worker, at=now())
    program = program_of(worker)

    everything = program.get("/api/v1/me/assignments").json()["results"]
    returned = program.get("/api/v1/me/assignments", {"state": "returned"}).json()["results"]

    assert [(one["id"], one["state"]) for one in everything] == [
        (second.public_id, "claimed"),
        (first.public_id, "returned"),
    ]
    assert [one["id"] for one in returned] == [first.public_id]


def test_a_program_is_told_whom_it_acts_for(program_of: Programs, worker: User) -> None:
    shown = program_of(worker).get("/api/v1/me").json()

    assert (shown["email"], shown["is_worker"], shown["is_requester"]) == ("worker1@example.org", True, False)


def test_a_program_starts_stops_and_says_what_an_answer_took(
    program_of: Programs, open_job: Jobs, worker: User
) -> None:
    job, program = open_job(expected_seconds=60), program_of(worker)
    held = claiming.claim_next(job=job, worker=worker, at=now() - timedelta(minutes=5))

    on = program.put("/api/v1/me/session", {"is_on": True}).json()
    early = program.put(f"/api/v1/assignments/{held.public_id}/time", {"seconds": 90})
    submitting.submit(assignment=held, worker=worker, answer=CAT, key="k", at=now())
    time = program.put(f"/api/v1/assignments/{held.public_id}/time", {"seconds": 90}).json()
    off = program.put("/api/v1/me/session", {"is_on": False}).json()

    assert (on["is_on"], off) == (True, {"is_on": False, "started_at": None})
    assert (early.status_code, early.json()["code"]) == (409, "time_settled")
    assert (time["reported_seconds"], time["credited_seconds"], time["waits_for_look"]) == (90, 90.0, False)
    assert program.get("/api/v1/me/session").json() == off

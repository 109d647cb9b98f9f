"""Reports over HTTP: the same as the pages'."""

from __future__ import annotations

from collections.abc import Callable

from rest_framework.test import APIClient

from accounts.models import User
from tasks.domain import claiming
from tasks.models import Job, Report
from tests.fixtures import NOON, states

Jobs = Callable[..., Job]


def test_programs_report_list_and_decide(
    program_of: Callable[[User], APIClient], requester: User, worker: User, open_job: Jobs
) -> None:
    job = open_job(micro_tasks=1)
    mine, theirs = claiming.claim_next(job=job, worker=worker, at=NOON), program_of(requester)
    report = program_of(worker).post(f"/api/v1/assignments/{mine.public_id}/report", {"reason": "other"})
    assert (report.status_code, Report.objects.count()) == (400, 0)

    for _ in range(2):
        sent = {"reason": "other", "words": "It is blank."}
        program_of(worker).post(f"/api/v1/assignments/{mine.public_id}/report", sent)
    (listed,) = theirs.get(f"/api/v1/jobs/{job.public_id}/reports?state=waiting").json()["results"]
    dropped = theirs.post(f"/api/v1/micro-tasks/{listed['micro_task']}/drop").json()
    back = theirs.post(f"/api/v1/micro-tasks/{listed['micro_task']}/put-back")

    assert (listed["reason"], listed["words"], listed["withdrawn_at"]) == ("other", "It is blank.", None)
    assert dropped == {"micro_task": listed["micro_task"], "repeat": False}
    assert (back.status_code, back.json()["code"]) == (409, "dropped")
    assert states(job) == ["returned", "withdrawn"]

"""The requester's page of reported micro-tasks, and the auditor's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tasks.models import Job, MicroTask
from tests.fixtures import states
from tests.tasks.answering import press
from tests.tasks.test_reporting import report_by, thrice

Jobs = Callable[..., Job]


def page_of(client: Client, job: Job, query: str = "") -> str:
    return " ".join(client.get(reverse("jobs:reports", args=[job.public_id]) + query).content.decode().split())


def test_the_requester_sees_the_item_the_reasons_and_never_who(at_desk: Client, open_job: Jobs) -> None:
    job = open_job(micro_tasks=1)
    report_by(11, job)
    report_by(12, job, reason="instructions")

    page = page_of(at_desk, job)

    assert "line 0" in page
    assert "The instructions are wrong or don’t fit" in page
    assert "worker11" not in page
    assert '<span class="tab-count" title="waiting for a decision">1</span>' in page


@pytest.mark.parametrize(("do", "after"), [("put-back", "open"), ("drop", "withdrawn")])
def test_one_button_puts_it_back_and_one_drops_it(at_desk: Client, open_job: Jobs, do: str, after: str) -> None:
    job = open_job(micro_tasks=1)
    micro_task = thrice(job)

    press(at_desk, "decide-report", job, micro_task.public_id, do=do)

    assert states(job) == sorted(["returned"] * 3 + [after])
    assert "Nobody reports a problem." in page_of(at_desk, job)
    assert "line 0" in page_of(at_desk, job, "?state=settled")


def test_what_is_withdrawn_is_not_waited_for(at_desk: Client, open_job: Jobs) -> None:
    job = open_job(micro_tasks=1)
    thrice(job)

    page = at_desk.get(reverse("jobs:job", args=[job.public_id])).content.decode()

    assert "1 withdrawn after reports" in page


def test_another_requesters_micro_task_is_not_found(client: Client, open_job: Jobs) -> None:
    job = open_job(micro_tasks=1)
    micro_task = thrice(job)
    client.force_login(User.objects.create_user("r2@example.org", "a calm long password", is_requester=True))

    response = client.post(reverse("jobs:decide-report", args=[job.public_id, micro_task.public_id]), {"do": "drop"})

    assert response.status_code == 404
    assert MicroTask.objects.get().dropped_at is None


def test_the_page_costs_as_much_for_many_reports_as_for_one(
    at_desk: Client, open_job: Jobs, django_assert_max_num_queries
) -> None:
    job = open_job(micro_tasks=3)
    page_of(at_desk, job)
    for number in range(11, 14):
        report_by(number, job)
        with django_assert_max_num_queries(9):
            page_of(at_desk, job)


def test_harmful_content_stands_on_the_auditors_page_and_the_rest_when_asked(
    client: Client, auditor: User, open_job: Jobs
) -> None:
    job = open_job(micro_tasks=2)
    report_by(11, job, reason="harmful")
    report_by(12, job, reason="media")
    client.force_login(auditor)
    address = reverse("audit-work:reports")

    first, second = (client.get(address + query).context["lines"] for query in ("", "?reason=media"))

    assert [report.reason for report, _kind, _shown in first] == ["harmful"]
    assert [report.reason for report, _kind, _shown in second] == ["media"]

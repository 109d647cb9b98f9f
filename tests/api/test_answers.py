"""Review, results and archives over HTTP."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.utils.timezone import now
from rest_framework.test import APIClient

from accounts.models import User
from tasks import background
from tasks.domain import claiming, reviewing, submitting
from tasks.models import Assignment, Export, Job
from tests.fixtures import CAT, earnings_micros, states

Programs = Callable[[User], APIClient]
Answered = Callable[[], Job]
WRONG = {"code": "wrong", "words": "It barks."}


@pytest.fixture
def mine(program_of: Programs, requester: User) -> APIClient:
    return program_of(requester)


@pytest.fixture
def stranger(program_of: Programs, db: None) -> APIClient:
    return program_of(User.objects.create_user("else@example.org", "a calm long password", is_requester=True))


@pytest.fixture
def answered(open_job: Callable[..., Job], worker: User) -> Answered:
    """Makes a job of three micro-tasks to which one worker has answered “cat”."""

    def make() -> Job:
        job = open_job(micro_tasks=3)
        for _ in range(3):
            held = claiming.claim_next(job=job, worker=worker, at=now())
            submitting.submit(assignment=held, worker=worker, answer=CAT, key="k", at=now())
        return job

    return make


def ids(job: Job) -> list[str]:
    return list(Assignment.objects.filter(job=job).order_by("pk").values_list("public_id", flat=True))


def test_answers_come_newest_first_with_the_pseudonym_of_their_worker(mine: APIClient, answered: Answered) -> None:
    job = answered()

    found = mine.get(f"/api/v1/jobs/{job.public_id}/answers").json()["results"]

    assert [one["id"] for one in found] == ids(job)[::-1]
    assert {one["worker"] for one in found} == {found[0]["worker"]}
    assert "@" not in found[0]["worker"]
    assert (found[0]["state"], found[0]["answer"], found[0]["late"]) == ("submitted", CAT, False)


def test_an_approved_answer_is_paid_once_however_often_it_is_approved(
    mine: APIClient, answered: Answered, worker: User
) -> None:
    first = ids(answered())[0]

    answers = [mine.post(f"/api/v1/answers/{first.upper()}/approve") for _ in range(2)]

    assert [(answer.status_code, answer.json()["state"]) for answer in answers] == [(200, "approved")] * 2
    assert earnings_micros(worker) == 4000


def test_a_rejection_may_be_repeated_but_not_changed(mine: APIClient, answered: Answered, worker: User) -> None:
    job = answered()
    address = f"/api/v1/answers/{ids(job)[0]}"

    first, again = (mine.post(f"{address}/reject", WRONG) for _ in range(2))
    refused = [mine.post(f"{address}/reject", WRONG | {"words": "Other."}), mine.post(f"{address}/approve")]

    assert (first.status_code, first.json()) == (200, again.json())
    assert (first.json()["state"], first.json()["replacement"], first.json()["answer"]) == ("rejected", True, None)
    assert [(one.status_code, one.json()["code"]) for one in refused] == [(409, "not_decidable")] * 2
    assert earnings_micros(worker) == 0


@pytest.mark.parametrize(
    "sent", [{}, {"code": "wrong"}, {"code": "wrong", "words": " "}, {"code": "ugly", "words": "x"}]
)
def test_a_rejection_needs_a_reason_and_words(mine: APIClient, answered: Answered, sent: dict[str, str]) -> None:
    job = answered()

    refused = mine.post(f"/api/v1/answers/{ids(job)[0]}/reject", sent)

    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    assert states(job) == ["submitted"] * 3


def test_several_answers_are_approved_and_the_others_are_told(
    mine: APIClient, answered: Answered, worker: User, requester: User
) -> None:
    job = answered()
    first, second, third = ids(job)
    reviewing.reject(assignment=Assignment.objects.get(public_id=third), decided_by_id=requester.pk, at=now(), **WRONG)

    done = mine.post(f"/api/v1/jobs/{job.public_id}/approve", {"ids": [first.upper(), second, third, "nothing"]})

    assert done.json() == {"approved": [first, second], "left_out": [third, "nothing"]}
    assert earnings_micros(worker) == 8000


def test_answers_can_be_chosen_by_their_state(mine: APIClient, answered: Answered) -> None:
    job = answered()
    mine.post(f"/api/v1/answers/{ids(job)[0]}/approve")
    address = f"/api/v1/jobs/{job.public_id}/answers"

    approved, wrong = mine.get(address, {"state": "approved"}), mine.get(address, {"state": "lost"})

    assert [one["id"] for one in approved.json()["results"]] == ids(job)[:1]
    assert (wrong.status_code, list(wrong.json()["fields"])) == (400, ["state"])


def test_only_approved_answers_make_results(mine: APIClient, answered: Answered) -> None:
    job = answered()
    mine.post(f"/api/v1/answers/{ids(job)[0]}/approve")
    mine.post(f"/api/v1/answers/{ids(job)[1]}/reject", WRONG)

    found = mine.get(f"/api/v1/jobs/{job.public_id}/results").json()["results"]

    assert [(one["value"], one["answers"], one["tallies"]) for one in found] == [
        ("cat", [CAT], [{"value": "cat", "count": 1}]),
        (None, [], []),
        (None, [], []),
    ]


def test_nobody_decides_on_the_answers_of_somebody_elses_job(stranger: APIClient, answered: Answered) -> None:
    job = answered()
    address = f"/api/v1/answers/{ids(job)[0]}"

    asked = [stranger.post(f"{address}/approve"), stranger.post(f"{address}/reject", WRONG)]

    assert {answer.status_code for answer in asked} == {404}
    assert states(job) == ["submitted"] * 3


def test_an_archive_is_asked_for_written_and_taken_away_by_its_owner_alone(
    mine: APIClient, stranger: APIClient, answered: Answered
) -> None:
    job = answered()
    mine.post(f"/api/v1/answers/{ids(job)[0]}/approve")
    asked, again = (mine.post(f"/api/v1/jobs/{job.public_id}/exports", {"format": "jsonl"}) for _ in range(2))
    early = mine.get(f"/api/v1/exports/{asked.json()['id']}/download")

    background.write_export(export_id=Export.objects.get().pk)

    ready = mine.get(f"/api/v1/exports/{asked.json()['id']}").json()
    archive = zipfile.ZipFile(
        io.BytesIO(b"".join(mine.get(ready["download_url"], headers={"Accept": "application/zip"}).streaming_content))
    )
    assert (asked.status_code, asked.json()["id"], again.json()["id"]) == (202, ready["id"], ready["id"])
    assert (early.status_code, early.json()["code"]) == (409, "not_ready")
    assert {"LABOUR.md", "labour-statement.jsonld", "answers.jsonl", "results.jsonl"} <= set(archive.namelist())
    assert mine.get(f"/api/v1/jobs/{job.public_id}/exports").json()["results"] == [ready]
    assert stranger.get(f"/api/v1/exports/{ready['id']}").status_code == 404
    assert stranger.get(ready["download_url"]).status_code == 404


def test_a_list_of_answers_costs_the_same_however_long(
    mine: APIClient, answered: Answered, django_assert_num_queries: Callable[[int], object]
) -> None:
    address = f"/api/v1/jobs/{answered().public_id}/answers"
    mine.get(address)

    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        mine.get(address)

"""What every address has in common: tokens, roles, limits, the form of a refusal, bodies that are not what they say."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.domain import tokens
from accounts.models import User
from tasks.models import Draft, Job
from tests.api.posted import POSTED
from tests.fixtures import NOON

Programs = Callable[[User], APIClient]


@pytest.mark.parametrize("header", ["", "Token", "Token vh_unknown", "Token a b", "Basic YTpi"])
def test_without_a_known_token_nothing_is_told(db: None, header: str) -> None:
    client = APIClient(HTTP_AUTHORIZATION=header) if header else APIClient()

    refused = client.get("/api/v1/jobs")

    assert refused.status_code == 401
    assert refused["WWW-Authenticate"] == "Token"
    assert refused.json()["code"] in ("not_authenticated", "authentication_failed")


def test_a_revoked_token_is_refused(worker: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.api.KEPT_SECONDS", 0)
    token, text = tokens.issue(user=worker, name="a test", at=NOON)
    client = APIClient(HTTP_AUTHORIZATION=f"Bearer {text}")
    before = client.get("/api/v1/me").status_code

    tokens.revoke(token=token, at=NOON)

    assert (before, client.get("/api/v1/me").status_code) == (200, 401)


@pytest.mark.parametrize(
    "address", ["jobs", "jobs/a/answers", "exports/a", "answers/a/approve", "jobs/a/publish", "jobs/a/results"]
)
def test_a_worker_may_not_do_what_requesters_do(program_of: Programs, worker: User, address: str) -> None:
    program = program_of(worker)
    ask = program.post if address.endswith(("approve", "publish")) else program.get

    refused = ask(f"/api/v1/{address}")

    assert (refused.status_code, refused.json()["code"]) == (403, "permission_denied")


@pytest.mark.parametrize("address", ["work", "me/earnings", "me/assignments", "jobs/a/claim", "assignments/a/submit"])
def test_a_requester_may_not_do_what_workers_do(program_of: Programs, requester: User, address: str) -> None:
    program = program_of(requester)
    ask = program.post if address.endswith(("claim", "submit")) else program.get

    refused = ask(f"/api/v1/{address}")

    assert (refused.status_code, refused.json()["code"]) == (403, "permission_denied")


@pytest.mark.parametrize(
    "address", ["nothing", "jobs/", "jobs/zzz", "jobs/a%00b", "jobs/0000000000000000", "jobs/x/y/z"]
)
def test_an_address_that_is_not_there_is_refused_as_json(program_of: Programs, requester: User, address: str) -> None:
    refused = program_of(requester).get(f"/api/v1/{address}")

    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")


def test_whoever_asks_too_often_is_told_when_to_come_again(
    program_of: Programs, worker: User, other_worker: User, settings: Any
) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"person": "2/day"}}
    program = program_of(worker)

    answers = [program.get("/api/v1/me") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "throttled"
    assert 0 < int(answers[2]["Retry-After"]) <= 86_400
    assert program_of(other_worker).get("/api/v1/me").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff",
        b'{"answer": NaN, "revision": 0}',
        b'{"answer": {"x": 1e999}, "revision": 0}',
        b'{"answer": {"x": "\\u0000"}, "revision": 0}',
        b'{"answer": {"\\u0000": 1}, "revision": 0}',
        b'{"answer": {"x": ["\\ud800"]}, "revision": 0}',
        b"[" * 100_000,
    ],
)
def test_what_is_not_json_or_cannot_be_kept_is_refused(
    program_of: Programs, open_job: Callable[..., Job], worker: User, body: bytes
) -> None:
    program = program_of(worker)
    held = program.post(f"/api/v1/jobs/{open_job().public_id}/claim").json()

    refused = program.put(f"/api/v1/assignments/{held['id']}/draft", body, content_type="application/json")

    assert (refused.status_code, refused.json()["code"]) == (400, "parse_error")
    assert not Draft.objects.exists()


def test_a_body_beyond_the_limit_is_refused(program_of: Programs, worker: User, requester: User) -> None:
    long = b'{"answer": {"x": "' + b"x" * 5 * 1024 * 1024 + b'"}, "key": "k"}'

    refused = program_of(worker).post(f"/api/v1/assignments/{'a' * 16}/submit", long, content_type="application/json")

    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")


def test_a_form_with_too_many_files_is_refused(program_of: Programs, requester: User, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    files = [SimpleUploadedFile(f"{n}.txt", b"one") for n in range(3)]

    refused = program_of(requester).post("/api/v1/jobs", {"files": files}, format="multipart")

    assert (refused.status_code, refused.json()["code"]) == (400, "too_much")


def test_a_body_of_another_sort_is_refused(program_of: Programs, requester: User) -> None:
    refused = program_of(requester).post("/api/v1/jobs", b"<job/>", content_type="text/xml")

    assert (refused.status_code, refused.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("sent", [[], "text", 1, None])
def test_json_that_is_no_object_is_refused(program_of: Programs, requester: User, sent: object) -> None:
    refused = program_of(requester).post("/api/v1/jobs", sent)

    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")


def test_a_cursor_that_somebody_made_up_is_refused(program_of: Programs, requester: User) -> None:
    program = program_of(requester)

    refused = [program.get("/api/v1/jobs", {"cursor": cursor}).status_code for cursor in ("x", "cD1hYmM=", "cD0A")]

    assert refused == [404, 404, 404]


def test_a_sentence_comes_in_the_language_that_was_asked_for_and_the_code_stays(
    program_of: Programs, requester: User
) -> None:
    english, french = (
        program_of(requester)
        .post("/api/v1/jobs", POSTED | {"price": "-1"}, headers={"Accept-Language": language})
        .json()
        for language in ("en", "fr")
    )

    assert english["code"] == french["code"] == "invalid"
    assert english["fields"]["price"] == ["An amount can’t be below zero."]
    assert french["fields"]["price"] != english["fields"]["price"]

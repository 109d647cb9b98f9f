"""Posting, changing, publishing and closing jobs over HTTP."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from rest_framework.test import APIClient

from accounts.models import User
from tasks.models import Job, Upload
from tests.api.posted import POSTED, cut
from tests.fixtures import EURO, make_draft

Programs = Callable[[User], APIClient]


@pytest.fixture
def mine(program_of: Programs, requester: User) -> APIClient:
    return program_of(requester)


@pytest.fixture
def stranger(program_of: Programs, db: None) -> APIClient:
    return program_of(User.objects.create_user("else@example.org", "a calm long password", is_requester=True))


def picture(name: str = "a.png") -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "PNG")
    file.name = name
    file.seek(0)
    return file


def form(**changes: Any) -> dict[str, Any]:
    """A job with pictures, as a form."""
    sent = {**POSTED, "kind": "image_classification", "settings": '{"labels": ["cat", "dog"]}'}
    sent.pop("items")
    return sent | changes


def test_posting_makes_a_draft_with_everything_that_was_sent(mine: APIClient) -> None:
    posted = mine.post("/api/v1/jobs", POSTED)

    job = Job.objects.get()
    assert (posted.status_code, posted.json()["id"], posted.json()["state"]) == (201, job.public_id, "draft")
    assert (job.title, job.price_micros, job.wanted_answers) == ("Cat or dog", 4000, 2)
    assert job.settings == {"labels": ["cat", "dog"], "multiple": False, "cant_tell": False, "not_shown": False}
    assert (posted.json()["price"], posted.json()["hourly_micros"]) == ("0.004", 4_800_000)
    assert posted.json()["uploads"] == [Upload.objects.get().public_id]


def test_the_same_key_gives_the_same_job(mine: APIClient) -> None:
    first, second = (mine.post("/api/v1/jobs", POSTED, HTTP_IDEMPOTENCY_KEY="k") for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert (Job.objects.count(), Upload.objects.count()) == (1, 1)


@pytest.mark.parametrize("change", [{"title": "Another"}, {"price": "0.01"}, {"items": ["one"]}])
def test_the_same_key_with_other_content_is_refused(mine: APIClient, change: dict[str, Any]) -> None:
    first = mine.post("/api/v1/jobs", {**POSTED, "client_key": "k"}).json()

    refused = mine.post("/api/v1/jobs", {**POSTED, "client_key": "k", **change})

    assert (refused.status_code, refused.json()["code"]) == (409, "key_reused")
    assert refused.json()["facts"] == {"job": first["id"]}
    assert mine.get(f"/api/v1/jobs/{first['id']}").json()["title"] == "Cat or dog"
    assert Upload.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "sorting"}, "kind"),
        ({"title": " "}, "title"),
        ({"settings": {"labels": ["one"]}}, "settings"),
        ({"settings": []}, "settings"),
        ({"price": "0"}, "price"),
        ({"price": 0.004}, "price"),
        ({"price": "cheap"}, "price"),
        ({"price_micros": 4000}, "price"),
        ({"wanted_answers": 10}, "wanted_answers"),
        ({"expected_seconds": 0}, "expected_seconds"),
        ({"auto_approval_seconds": 8 * 86_400}, "auto_approval_seconds"),
        ({"items": [1]}, "items"),
        ({"client_key": "k" * 65}, "client_key"),
    ],
)
def test_a_value_that_cannot_be_accepted_is_named(mine: APIClient, change: dict[str, Any], field: str) -> None:
    refused = mine.post("/api/v1/jobs", POSTED | change)

    assert (refused.status_code, refused.json()["code"], list(refused.json()["fields"])) == (400, "invalid", [field])
    assert not Job.objects.exists()


def test_the_price_may_be_micros(mine: APIClient) -> None:
    sent = {name: value for name, value in POSTED.items() if name != "price"}

    posted = mine.post("/api/v1/jobs", {**sent, "price_micros": 1})

    assert posted.json()["price"] == "0.000001"


def test_files_come_as_a_form_and_one_of_no_use_is_told(mine: APIClient) -> None:
    drawing = io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    drawing.name = "drawing.svg"

    posted = mine.post("/api/v1/jobs", form(files=[picture(), drawing]), format="multipart")
    cut(posted.json()["id"])

    address = f"/api/v1/jobs/{posted.json()['id']}"
    (refused,) = posted.json()["refused_files"]
    assert (refused["name"], refused["code"]) == ("drawing.svg", "svg")
    assert mine.get(f"{address}/refusals").json()["results"] == [refused]
    assert mine.get(address).json()["cutting"]["micro_task_count"] == 1


def test_more_files_and_items_join_a_draft_once_a_key(mine: APIClient, requester: User) -> None:
    job = make_draft(requester, texts=["one"])
    address = f"/api/v1/jobs/{job.public_id}/files"

    first, second = (mine.post(address, {"items": ["two", {"text": "three"}]}, HTTP_IDEMPOTENCY_KEY="k") for _ in "ab")
    cut(job.public_id)

    assert (first.status_code, first.json()) == (201, second.json())
    assert [row.payload["text"] for row in job.micro_tasks.order_by("position")] == ["one", "two", "three"]


def test_a_published_job_stays_as_it_is(mine: APIClient, open_job: Callable[..., Job]) -> None:
    job = open_job()
    address = f"/api/v1/jobs/{job.public_id}"

    asked = [
        mine.patch(address, {"title": "Another"}),
        mine.delete(address),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in asked] == [(409, "not_a_draft")] * 2
    assert Job.objects.get().title == "Cat or dog"


def test_a_draft_is_changed_in_what_was_sent(mine: APIClient, requester: User) -> None:
    job = make_draft(requester, texts=["one"], wanted_answers=1)

    changed = mine.patch(f"/api/v1/jobs/{job.public_id}", {"price": "0.1", "wanted_answers": 2, "title": "Two"})

    assert changed.json()["cost"] == {
        "answer_count": 2,
        "pay_micros": 200_000,
        "fee_micros": 20_000,
        "floor_micros": 0,
        "total_micros": 220_000,
    }
    assert (changed.json()["title"], changed.json()["purpose"]) == ("Two", "Training a small classifier.")


def test_a_draft_can_be_thrown_away(mine: APIClient, requester: User) -> None:
    job = make_draft(requester, texts=["one"])

    assert mine.delete(f"/api/v1/jobs/{job.public_id}").status_code == 204
    assert not Job.objects.exists()


def test_publishing_twice_moves_the_money_once(mine: APIClient, requester: User) -> None:
    job = make_draft(requester, texts=["one", "two"])

    answers = [mine.post(f"/api/v1/jobs/{job.public_id.upper()}/publish") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["money"] == {"escrow_micros": 8_800, "paid_micros": 0}


def test_each_reason_not_to_publish_has_its_code(mine: APIClient, requester: User) -> None:
    waiting = mine.post("/api/v1/jobs", POSTED).json()["id"]
    empty = make_draft(requester, texts=[]).public_id
    nameless = make_draft(requester, texts=["one"], title="").public_id
    dear = make_draft(requester, texts=["one"] * 12, price_micros=100 * EURO).public_id
    seen = make_draft(requester, texts=["one"]).public_id

    asked = [mine.post(f"/api/v1/jobs/{job}/publish") for job in (waiting, empty, nameless, dear)]
    asked.append(mine.post(f"/api/v1/jobs/{seen}/publish", {"agreed_micros": 4399}))

    codes = ["still_cutting", "nothing_to_publish", "incomplete", "insufficient_funds", "cost_changed"]
    assert [(answer.status_code, answer.json()["code"]) for answer in asked] == [(409, code) for code in codes]
    assert list(asked[2].json()["fields"]) == ["title"]
    assert asked[3].json()["facts"] == {"missing_micros": 320 * EURO}
    assert asked[4].json()["facts"] == {"total_micros": 4400}
    assert not Job.objects.exclude(state="draft").exists()


def test_moments_are_in_utc(mine: APIClient, open_job: Callable[..., Job]) -> None:
    job = open_job()

    shown = mine.get(f"/api/v1/jobs/{job.public_id}").json()

    assert (shown["published_at"], shown["closed_at"]) == ("2026-03-02T12:00:00Z", None)


def test_closing_gives_back_what_nobody_can_earn(mine: APIClient, open_job: Callable[..., Job]) -> None:
    address = f"/api/v1/jobs/{open_job(micro_tasks=3).public_id}/close"

    closed, again = mine.post(address), mine.post(address)

    assert (closed.json()["state"], closed.json()["money"]["escrow_micros"]) == ("closed", 0)
    assert closed.json() == again.json()


def test_a_draft_cannot_be_closed(mine: APIClient, requester: User) -> None:
    refused = mine.post(f"/api/v1/jobs/{make_draft(requester, texts=['one']).public_id}/close")

    assert (refused.status_code, refused.json()["code"]) == (409, "not_published")


def test_nobody_sees_or_touches_the_job_of_somebody_else(stranger: APIClient, open_job: Callable[..., Job]) -> None:
    address = f"/api/v1/jobs/{open_job().public_id}"
    reads = ["", "/refusals", "/answers", "/results", "/exports"]
    writes = {
        "/publish": {},
        "/close": {},
        "/files": {"items": ["x"]},
        "/approve": {"ids": ["a"]},
        "/exports": {"format": "csv"},
    }

    asked = [stranger.get(address + path) for path in reads]
    asked += [stranger.post(address + path, sent) for path, sent in writes.items()]
    asked += [stranger.patch(address, {"title": "Mine"}), stranger.delete(address)]

    assert {(answer.status_code, answer.json()["code"]) for answer in asked} == {(404, "not_found")}
    assert stranger.get("/api/v1/jobs").json()["results"] == []
    assert Job.objects.get().state == "open"


def test_a_list_is_read_page_by_page_while_it_grows(mine: APIClient, requester: User) -> None:
    made = [make_draft(requester, texts=[]).public_id for _ in range(5)]

    first = mine.get("/api/v1/jobs", {"page_size": 2}).json()
    make_draft(requester, texts=[])
    second = mine.get(first["next"]).json()
    third = mine.get(second["next"]).json()

    pages = [[job["id"] for job in page["results"]] for page in (first, second, third)]
    assert pages == [made[:2:-1], made[2:0:-1], made[:1]]
    assert third["next"] is None


def test_a_list_of_jobs_costs_the_same_however_long(
    mine: APIClient, requester: User, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for _ in range(5):
        make_draft(requester, texts=["one"])
    mine.get("/api/v1/jobs")

    with django_assert_num_queries(1):
        mine.get("/api/v1/jobs")

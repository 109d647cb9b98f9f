"""The whole loop, by programs alone: post, cut, publish, work, review, results, pay."""

from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from accounts.models import User
from tasks.domain import splitting
from tasks.models import Job
from tests.fixtures import CAT, DOG, NOON

TEXTS = ["a tabby on the wall", "a spaniel in the rain", "a kitten asleep"]
POSTED = {
    "kind": "text_classification",
    "title": "Cat or dog",
    "purpose": "Training a small classifier.",
    "instructions": "Say what the line is about.",
    "settings": {"labels": ["cat", "dog"]},
    "wanted_answers": 2,
    "price": "0.0040",
    "expected_seconds": 3,
    "items": TEXTS,
}


def cut(job_id: str) -> None:
    """What the background does with a job."""
    job = Job.objects.get(public_id=job_id)
    while splitting.split_next(job=job, at=NOON):
        pass


def answer_everything(program: APIClient, job_id: str, label_of: Callable[[str], dict[str, str]]) -> int:
    """Claim once, then submit until no next assignment comes; how many."""
    held, count = program.post(f"/api/v1/jobs/{job_id}/claim").json(), 0
    while held:
        sent = {"answer": label_of(held["payload"]["text"]), "key": held["id"]}
        held = program.post(f"/api/v1/assignments/{held['id']}/submit", sent).json()["next"]
        count += 1
    assert program.post(f"/api/v1/jobs/{job_id}/claim").status_code == 204
    return count


def test_a_job_from_its_posting_to_the_pay_of_its_workers(
    program_of: Callable[[User], APIClient], requester: User, worker: User, other_worker: User
) -> None:
    mine, first, second = map(program_of, (requester, worker, other_worker))
    job_id = mine.post("/api/v1/jobs", POSTED).json()["id"]
    address = f"/api/v1/jobs/{job_id}"
    cut(job_id)
    published = mine.post(f"{address}/publish").json()

    done = [
        answer_everything(first, job_id, lambda text: DOG if "spaniel" in text else CAT),
        answer_everything(second, job_id, lambda _text: CAT),
    ]
    wrong = review(mine, address)

    assert (published["state"], published["cost"]["total_micros"], done) == ("open", 26_400, [3, 3])
    assert earned(first) == (12_000, 12_000, 0)
    assert earned(second) == (8_000, 8_000, 4_000)
    assert [(one["payload"]["text"], one["value"], len(one["answers"])) for one in results(mine, address)] == [
        (TEXTS[0], "cat", 2),
        (TEXTS[1], "dog", 1),
        (TEXTS[2], "cat", 2),
    ]
    standing = mine.get(address).json()
    # A replacement stands open for the rejected answer, whose own pay waits for an appeal.
    assert wrong["replacement"] is True
    assert standing["money"] == {"escrow_micros": 8_800, "paid_micros": 20_000}
    assert (standing["answering"]["approved"], standing["answering"]["rejected"], standing["answering"]["open"]) == (
        5,
        1,
        1,
    )


def review(mine: APIClient, address: str) -> dict[str, Any]:
    """Reject the one answer that calls a spaniel a cat, approve the others together; what the rejection said."""
    answers = mine.get(f"{address}/answers", {"state": "submitted"}).json()["results"]
    wrong = next(one for one in answers if one["item"] == TEXTS[1] and one["answer"] == CAT)
    rejected = mine.post(f"/api/v1/answers/{wrong['id']}/reject", {"code": "wrong", "words": "A spaniel is a dog."})
    good = [one["id"] for one in answers if one is not wrong]
    assert mine.post(f"{address}/approve", {"ids": good}).json() == {"approved": good, "left_out": []}
    return rejected.json()


def earned(program: APIClient) -> tuple[int, int, int]:
    money = program.get("/api/v1/me/earnings").json()
    return money["balance_micros"], money["today"]["approved_micros"], money["today"]["rejected_micros"]


def results(mine: APIClient, address: str) -> list[dict[str, Any]]:
    return mine.get(f"{address}/results").json()["results"]

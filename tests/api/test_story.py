"""The whole loop, by programs alone: post, cut, publish, work, review, results, pay."""

from collections.abc import Callable

from rest_framework.test import APIClient

from accounts.models import User
from tests.api.posted import POSTED, TEXTS, cut
from tests.fixtures import CAT, DOG


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
    total_micros = mine.post(f"{address}/publish").json()["cost"]["total_micros"]

    done = [
        answer_everything(first, job_id, lambda text: DOG if "spaniel" in text else CAT),
        answer_everything(second, job_id, lambda _text: CAT),
    ]
    review(mine, address)

    # Each of six answers has what its price lacks to the floor at 1.2 times the expected seconds set aside: €0.00802.
    assert (total_micros, done) == (26_400 + 48_120, [3, 3])
    assert (earned(first), earned(second)) == ((12_000, 12_000, 0), (8_000, 8_000, 4_000))
    assert results(mine, address) == [(TEXTS[0], "cat", 2), (TEXTS[1], "dog", 1), (TEXTS[2], "cat", 2)]
    # A replacement stands open for the rejected answer, whose own pay waits for an appeal.
    left = mine.get(address).json()
    assert left["money"] == {"escrow_micros": 8_800 + 56_140, "paid_micros": 20_000}
    assert left["floor"] == {"set_aside_micros": 56_140, "paid_micros": 0, "owed_micros": 0}


def review(mine: APIClient, address: str) -> None:
    """Reject the one answer that calls a spaniel a cat, approve the others together."""
    answers = mine.get(f"{address}/answers", {"state": "submitted"}).json()["results"]
    wrong = next(one for one in answers if one["item"] == TEXTS[1] and one["answer"] == CAT)
    rejected = mine.post(f"/api/v1/answers/{wrong['id']}/reject", {"code": "wrong", "words": "A spaniel is a dog."})
    assert rejected.json()["replacement"] is True
    good = [one["id"] for one in answers if one is not wrong]
    assert mine.post(f"{address}/approve", {"ids": good}).json() == {"approved": good, "left_out": []}


def earned(program: APIClient) -> tuple[int, int, int]:
    money = program.get("/api/v1/me/earnings").json()
    return money["balance_micros"], money["today"]["approved_micros"], money["today"]["rejected_micros"]


def results(mine: APIClient, address: str) -> list[tuple[str, str, int]]:
    found = mine.get(f"{address}/results").json()["results"]
    return [(one["payload"]["text"], one["value"], len(one["answers"])) for one in found]

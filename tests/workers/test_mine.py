import csv
import io
from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import now

from tasks.domain import bonuses, claiming, reviewing, submitting
from tests.fixtures import CAT
from tests.workers.conftest import address, held
from tests.workers.test_find import text_of

MINE, LOG = reverse("work:mine"), reverse("work:log")


def answered(job, worker):
    given = held(job, worker)
    submitting.submit(assignment=given, worker=worker, answer=CAT, key="k", at=now())
    return given


def log_rows(browser) -> list[dict[str, str]]:
    text = b"".join(browser.get(LOG).streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_the_figures_of_today_count_what_is_paid_and_what_waits(browser, worker, requester, open_job):
    job = open_job(micro_tasks=3)
    first = answered(job, worker)
    answered(job, worker)
    reviewing.approve(job=job, assignment_ids=[first.pk], decided_by_id=requester.pk, at=now())

    response = browser.get(MINE)

    today = response.context["periods"][0]
    assert (today.takings.approved_micros, today.takings.waiting_micros, today.takings.answer_count) == (4000, 4000, 2)
    assert response.context["balance_micros"] == 4000
    assert "2 answers: €0.004 approved, €0.004 waiting" in text_of(response)


def test_each_rate_names_its_definition_and_what_it_counts(browser, worker, requester, open_job):
    job = open_job(micro_tasks=1)
    first = answered(job, worker)
    reviewing.approve(job=job, assignment_ids=[first.pk], decided_by_id=requester.pk, at=now())

    page = browser.get(MINE).content.decode()

    assert 'href="#m13b"' in page
    assert 'id="m13b"' in page
    assert "n = 1" in page


def test_a_rejection_says_its_reason_and_pays_nothing(browser, worker, requester, open_job):
    job = open_job(micro_tasks=1)
    given = answered(job, worker)
    reviewing.reject(assignment=given, code="wrong", words="It is a dog.", decided_by_id=requester.pk, at=now())

    response = browser.get(MINE)

    assert "Rejected The answer is wrong: “It is a dog.”" in text_of(response)
    assert [line.pays_micros for line in response.context["lines"]] == [0]


def test_every_way_that_work_can_end_is_named(browser, worker, other_worker, open_job):
    job = open_job(micro_tasks=4)
    submitting.give_back(assignment=held(job, worker), worker=worker, at=now())
    late = held(job, worker)
    submitting.return_expired(at=now() + timedelta(hours=1))
    answered(job, worker)
    held(job, worker)

    said = text_of(browser.get(MINE))

    assert late.state == "claimed"
    for words in ("Given back", "Ran out", "Waits for a decision", "In your hands"):
        assert words in said


def test_a_late_answer_stands_there_as_paid(browser, worker, other_worker, open_job):
    job = open_job(micro_tasks=1)
    mine = held(job, worker)
    claiming.claim_next(job=job, worker=other_worker, at=now() + timedelta(hours=1))
    submitting.submit(assignment=mine, worker=worker, answer=CAT, key="k", at=now())

    response = browser.get(MINE)

    assert "Paid from the reserve" in text_of(response)
    assert [line.pays_micros for line in response.context["lines"]] == [4000]


def test_nobody_sees_the_work_of_others(browser, other_worker, open_job):
    answered(open_job(title="Not mine"), other_worker)

    assert "Not mine" not in text_of(browser.get(MINE))
    assert log_rows(browser) == []


def test_the_list_comes_in_pages(browser, worker, open_job):
    job = open_job(micro_tasks=51)
    for _ in range(51):
        answered(job, worker)

    assert len(browser.get(MINE).context["lines"]) == 50
    assert len(browser.get(MINE, {"page": "2"}).context["lines"]) == 1


def test_somebody_new_is_shown_the_way(browser):
    assert "You have not taken any work in hand yet." in text_of(browser.get(MINE))


def test_the_raw_log_is_a_table_of_every_event(browser, worker, requester, open_job):
    job = open_job(micro_tasks=1, title="=1+1")
    given = answered(job, worker)
    reviewing.approve(job=job, assignment_ids=[given.pk], decided_by_id=requester.pk, at=now())

    rows = log_rows(browser)

    assert [row["event"] for row in rows] == [
        "task.claimed", "task.opened", "task.submitted", "task.approved", "task.paid",
    ]  # fmt: skip
    assert {row["job_title"] for row in rows} == {"'=1+1"}
    assert [row["micros"] for row in rows] == ["0", "0", "0", "0", "4000"]


def test_my_work_is_for_workers(browser_of, requester):
    browser = browser_of(requester)

    assert [browser.get(MINE).status_code, browser.get(LOG).status_code] == [403, 403]


def test_my_work_costs_a_fixed_number_of_queries(browser, worker, open_job, django_assert_num_queries):
    job = open_job(micro_tasks=12)
    for _ in range(10):
        answered(job, worker)
    browser.get(MINE)

    with django_assert_num_queries(36):
        assert browser.get(MINE).status_code == 200


def test_the_way_to_a_job_stands_in_its_line(browser, worker, open_job):
    job = open_job(micro_tasks=1)
    answered(job, worker)

    assert f'href="{address("desk", job)}"' in browser.get(MINE).content.decode()


def test_bonuses_are_paged_down_to_the_first(browser, worker, open_job):
    job = open_job(micro_tasks=1)
    answered(job, worker)
    for number in range(11):
        gift = bonuses.Gift(worker_id=worker.pk, amount_micros=1_000)
        at = now() + timedelta(seconds=number)
        bonuses.give(job=job, gifts=[gift], words=f"Thanks, part {number}.", client_key=str(number), at=at)

    newest, oldest = browser.get(MINE).content.decode(), browser.get(f"{MINE}?bonuses=2").content.decode()

    assert ("Thanks, part 10." in newest, "Thanks, part 0." in newest) == (True, False)
    assert ("Thanks, part 10." in oldest, "Thanks, part 0." in oldest) == (False, True)

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import User
from tasks.domain import claiming, jobs, reviewing, submitting
from tasks.models import Assignment, Example
from tests.fixtures import CAT, NOON, make_draft, make_worker
from tests.workers.conftest import address, held
from transparency.domain import measures

FIND = reverse("work:find")


def text_of(response) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def titles_of(response) -> list[str]:
    return [card.job.title for card in response.context["cards"]]


@pytest.fixture
def three_jobs(open_job):
    open_job(title="Poor", price_micros=1000, expected_seconds=3600)
    open_job(title="Rich", price_micros=20_000_000, expected_seconds=3600)
    return open_job(title="Fair", price_micros=13_000_000, expected_seconds=3600)


def test_a_card_says_price_seconds_hourly_pay_and_what_is_left(browser, open_job):
    open_job(micro_tasks=5, price_micros=4000, expected_seconds=3)

    said = text_of(browser.get(FIND))

    for words in ("Cat or dog", "Text classification", "€0.004", "3 s", "€4.80 an hour", "5 left for you"):
        assert words in said
    assert "Below the wage floor of €12.02 an hour, by what the requester expects." in said
    assert "The requester has not decided on any answer yet" in said


def test_the_requesters_record_stands_in_one_line(browser, worker, requester, open_job):
    User.objects.filter(pk=requester.pk).update(display_name="Amina")
    job = open_job(micro_tasks=2)
    given = held(job, worker)
    submitting.submit(assignment=given, worker=worker, answer=CAT, key="k", at=NOON)
    reviewing.approve(job=job, assignment_ids=[given.pk], decided_by_id=requester.pk, at=NOON + timedelta(hours=5))
    measures.refresh(at=now())

    said = text_of(browser.get(FIND))

    assert "Amina approves 100% (n = 1), half of the answers within 5" in said
    assert "h 00" in said


def test_the_best_paid_hour_comes_first_and_the_newest_on_request(browser, three_jobs):
    assert titles_of(browser.get(FIND)) == ["Rich", "Fair", "Poor"]
    assert titles_of(browser.get(FIND, {"order": "newest"})) == ["Fair", "Rich", "Poor"]


def test_filters_stand_in_the_address_and_in_the_form(browser, three_jobs):
    response = browser.get(FIND, {"kind": "text_classification", "hourly": "12.5"})

    assert titles_of(response) == ["Rich", "Fair"]
    assert 'value="12.5"' in response.content.decode()


def test_an_amount_that_cannot_be_read_is_said_and_filters_nothing(browser, three_jobs):
    response = browser.get(FIND, {"hourly": "much", "kind": "image_boxes"})

    assert "“much” is not an amount" in text_of(response)
    assert titles_of(response) == []
    assert titles_of(browser.get(FIND, {"hourly": "much"})) == ["Rich", "Fair", "Poor"]


def test_drafts_and_closed_jobs_are_not_offered(browser, requester, open_job):
    make_draft(requester, texts=["one"])
    jobs.close(job=open_job(), at=NOON)

    said = text_of(browser.get(FIND))

    assert "There is no open job at the moment." in said


def test_filters_that_fit_nothing_offer_a_way_back(browser, open_job):
    open_job()

    said = text_of(browser.get(FIND, {"kind": "image_boxes"}))

    assert "No open job fits these filters." in said
    assert "Show all jobs" in said


def test_pages_keep_the_filters(browser, open_job):
    for _ in range(13):
        open_job(micro_tasks=1)

    first = browser.get(FIND, {"order": "newest"})

    assert len(titles_of(first)) == 12
    assert 'href="?order=newest&amp;page=2"' in first.content.decode()
    assert len(titles_of(browser.get(FIND, {"order": "newest", "page": "2"}))) == 1


def test_a_job_in_hand_is_continued(browser, worker, open_job):
    job = open_job(micro_tasks=1)
    held(job, worker)

    said = text_of(browser.get(FIND))

    assert "Continue" in said
    assert "One is in your hands" in said


@pytest.mark.parametrize(("people", "word"), [(10, "Expected"), (11, "Measured")])
def test_measured_pay_appears_from_eleven_workers_on(browser, requester, open_job, people, word):
    job = open_job(micro_tasks=20)
    given = [_answered(job, make_worker(100 + number)) for number in range(people)]
    reviewing.approve(job=job, assignment_ids=given, decided_by_id=requester.pk, at=now())
    measures.refresh(at=now())

    response = browser.get(FIND)

    said, told = text_of(response), people == 11
    assert response.context["cards"][0].job == job
    assert (f"{word} €" in said, "Others took" in said, "Expected to take" in said) == (True, told, not told)
    assert ("Below the wage floor of €12.02 an hour. Measured on 11 answers of 11 people" in said) is told


def _answered(job, person) -> int:
    given = held(job, person)
    Assignment.objects.filter(pk=given.pk).update(shown_at=NOON, claimed_at=NOON)
    given.refresh_from_db()
    submitting.submit(assignment=given, worker=person, answer=CAT, key="k", at=now())
    return given.pk


def test_whoever_is_not_signed_in_is_asked_to(client, db):
    assert client.get(FIND).headers["Location"] == f"{reverse('account_login')}?next={FIND}"


def test_a_requester_is_told_that_the_page_is_for_workers(browser_of, requester):
    assert browser_of(requester).get(FIND).status_code == 403


def test_finding_costs_a_fixed_number_of_queries(browser, open_job, django_assert_num_queries):
    open_job(micro_tasks=1)
    browser.get(FIND)
    with django_assert_num_queries(15):
        browser.get(FIND)
    for _ in range(4):
        open_job(micro_tasks=1)
    browser.get(FIND)

    with django_assert_num_queries(15):
        browser.get(FIND, {"words": "cat", "seconds": "60", "order": "record", "kind": "text_classification"})


def test_the_page_before_the_start_says_everything_and_claims_nothing(browser, open_job):
    job = open_job(instructions="Say what it **is**.")
    Example.objects.create(job=job, position=1, is_right=True, words="Like *this*.", why="So.")

    response = browser.get(address("desk", job))

    said = text_of(response)
    for words in ("Training a small classifier.", "Say what it is .", "Like this .", "approves itself after 3 days"):
        assert words in said
    assert not Assignment.objects.exclude(state="open").exists()


def test_a_closed_job_says_so_and_offers_no_start(browser, open_job):
    job = open_job()
    jobs.close(job=job, at=NOON)

    said = text_of(browser.get(address("desk", job)))

    assert "This job is closed and takes no more answers." in said
    assert "Start" not in said


def test_a_draft_is_not_found(browser, requester):
    draft = make_draft(requester, texts=["one"])

    assert browser.get(address("desk", draft)).status_code == 404
    assert browser.post(address("start", draft)).status_code == 404
    with pytest.raises(claiming.NothingToClaim):
        claiming.claim_next(job=draft, worker=make_worker(9), at=NOON)


def test_a_job_without_rest_for_this_worker_says_so(browser, worker, open_job):
    job = open_job(micro_tasks=1)
    submitting.submit(assignment=held(job, worker), worker=worker, answer=CAT, key="k", at=now())

    assert "Nothing new for you right now" in text_of(browser.get(FIND))

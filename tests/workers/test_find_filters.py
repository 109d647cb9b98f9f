"""What a worker can ask of the list of open jobs, and the order it comes in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import User
from ledger.domain import funding
from tasks.domain import claiming, jobs, reviewing, submitting
from tasks.models import Job
from tests.fixtures import CAT, EURO, NOON, make_draft, make_worker
from tests.workers.conftest import HTMX
from transparency.domain import measures

FIND = reverse("work:find")


def found(browser, **asked) -> list[str]:
    return [card.job.title for card in browser.get(FIND, asked).context["cards"]]


def worked_on(job, *, people: int, seconds: int, rejected: int = 0) -> None:
    """So many people give an answer each, and the requester decides on all of them two hours later."""
    start, given = NOON + timedelta(hours=1), []
    for number in range(people):
        person = User.objects.filter(email=f"worker{500 + number}@example.org").first() or make_worker(500 + number)
        one = claiming.claim_next(job=job, worker=person, at=start)
        end = start + timedelta(seconds=seconds)
        submitting.submit(assignment=one, worker=person, answer=CAT, key="k", at=end)
        given.append(one)
    decided, by = start + timedelta(hours=2), job.requester_id
    for one in given[:rejected]:
        reviewing.reject(assignment=one, code="wrong", words="No.", decided_by_id=by, at=decided)
    reviewing.approve(job=job, assignment_ids=[one.pk for one in given], decided_by_id=by, at=decided)


@pytest.fixture
def slow(open_job):
    """Expected to take a second and to pay 36 an hour; it takes ten and pays 3.60."""
    job = open_job(title="Slow", micro_tasks=12, price_micros=10_000, expected_seconds=1)
    worked_on(job, people=11, seconds=10)
    measures.refresh(at=now())
    return job


@pytest.fixture
def quick(open_job):
    """Expected to pay 18 an hour; nobody has tried."""
    return open_job(title="Quick", micro_tasks=3, price_micros=10_000, expected_seconds=2)


def test_a_job_is_ordered_by_what_it_paid_others_not_by_what_was_promised(browser, slow, quick):
    assert found(browser) == ["Quick", "Slow"]
    assert found(browser, order="expected") == ["Slow", "Quick"]
    assert found(browser, order="measured") == ["Slow", "Quick"]


def test_an_hours_pay_and_a_tasks_time_are_asked_of_what_was_measured(browser, slow, quick):
    assert found(browser, hourly="12") == ["Quick"]
    assert found(browser, seconds="30") == ["Quick", "Slow"]
    assert found(browser, order="shortest") == ["Quick", "Slow"]
    assert found(browser, measured="on") == ["Slow"]


def test_the_most_that_is_left_comes_first(browser, slow, quick):
    assert found(browser, order="left") == ["Quick", "Slow"]


def test_jobs_are_found_by_the_beginnings_of_words_in_title_and_purpose(browser, open_job):
    open_job(title="Un oiseau", purpose="Pour un guide des forêts.")
    open_job(title="A bird", purpose="For a guide to forests.")

    assert found(browser, words="guid") == ["A bird", "Un oiseau"]
    assert found(browser, words="GUIDE forêts") == ["Un oiseau"]
    assert found(browser, words="bird & !guide | '") == ["A bird"]
    assert found(browser, words="uide") == []


def test_jobs_are_found_by_several_kinds_and_languages(browser, open_job):
    for title, language in (("Mots", "fr"), ("Words", "en"), ("Parole", "it"), ("Signs", "")):
        open_job(title=title, language=language)

    assert found(browser, language=["fr", "it"]) == ["Parole", "Mots"]
    assert found(browser, kind=["text_classification", "image_boxes"], language="en") == ["Words"]
    assert found(browser, kind="image_boxes") == []


def test_only_languages_of_open_jobs_are_offered_and_any_may_stand_in_the_address(browser, open_job):
    open_job(title="Mots", language="fr")

    offered = browser.get(FIND, {"language": "wo"}).context["form"].fields["language"].choices

    assert [code for code, _name in offered] == ["fr", "wo"]


@pytest.fixture
def two_requesters(requester, open_job):
    """One who approves half after two hours, and one who has decided on nothing."""
    harsh = open_job(title="Harsh", micro_tasks=4)
    worked_on(harsh, people=2, seconds=3, rejected=1)
    other = User.objects.create_user("new@example.org", "a calm long password", is_requester=True)
    funding.add_money(owner_id=other.pk, amount_micros=EURO, key="new", at=NOON)
    jobs.publish(job=make_draft(other, texts=["one"], title="New"), at=NOON)
    measures.refresh(at=now())


def test_a_requesters_record_can_be_asked_for_and_no_record_is_none(browser, two_requesters):
    assert found(browser, approved="80") == []
    assert found(browser, decided="21600") == ["Harsh"]
    assert found(browser, decided="3600") == []
    assert found(browser, order="record") == ["Harsh", "New"]


def test_measures_are_taken_anew_only_where_something_happened(slow, quick):
    assert measures.refresh(at=now()) == 0
    worked_on(quick, people=1, seconds=2)

    assert measures.refresh(at=now()) == 1


def test_with_htmx_the_list_alone_comes_and_the_address_is_tidy(browser, open_job):
    open_job(title="Mots", language="fr")

    part = browser.get(FIND, {"words": "", "hourly": "", "language": "fr"}, **HTMX)

    assert part.headers["HX-Push-Url"] == f"{FIND}?language=fr"
    assert part.content.decode().lstrip().startswith("<section") or "<html" not in part.content.decode()
    assert "Mots" in part.content.decode()


def test_a_program_lists_with_the_same_filters(worker, client, slow, quick):
    client.force_login(worker)

    def titles(**asked):
        return [job["title"] for job in client.get("/api/v1/work", asked).json()["results"]]

    assert titles() == ["Quick", "Slow"]
    assert titles(measured="true") == ["Slow"]
    assert titles(words="qui", kind=["text_classification", "image_boxes"]) == ["Quick"]
    assert titles(least_hourly_micros=12_000_000) == ["Quick"]
    assert titles(most_decision_seconds=10_000) == ["Quick", "Slow"]


@pytest.mark.parametrize("order", ["hourly", "measured", "expected", "newest", "shortest", "left", "record"])
def test_a_programs_pages_follow_every_order(worker, client, slow, quick, open_job, order):
    open_job(title="Third")
    client.force_login(worker)

    whole = [job["id"] for job in client.get("/api/v1/work", {"order": order}).json()["results"]]
    paged, address = [], f"/api/v1/work?order={order}&page_size=1"
    while address:
        page = client.get(address).json()
        paged += [job["id"] for job in page["results"]]
        address = page["next"]

    assert paged == whole
    assert len(whole) == Job.objects.count() == 3

"""What a job warns of: said by its requester, read by its worker, blurred until asked for."""

import re

import pytest
from django.urls import reverse

from tasks.domain import drafts, jobs
from tasks.models import Assignment, Job
from tests.fixtures import NOON, make_draft
from tests.workers.conftest import address
from workers.domain import content_warnings
from workers.models import WarningRead

WARNS = {"content_warnings": ["hate", "other"], "content_warning_words": "Coarse language"}


@pytest.fixture
def harsh(open_job):
    return open_job(title="Harsh", **WARNS)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_job_is_not_published_before_the_question_is_answered(requester):
    job = make_draft(requester, texts=["a"], content_warnings=None)

    with pytest.raises(jobs.Incomplete) as refused:
        jobs.publish(job=job, at=NOON)

    assert refused.value.fields == ["content_warnings"]
    drafts.warn(job=job, warnings=[])
    jobs.publish(job=job, at=NOON)
    with pytest.raises(jobs.NotADraft):
        drafts.warn(job=job, warnings=["violence"])


def test_warnings_keep_one_order_and_words_belong_to_other_alone(requester):
    job = make_draft(requester, texts=["a"])

    drafts.warn(job=job, warnings=["other", "violence"], words=" Spiders ")
    both = job.warnings
    drafts.warn(job=job, warnings=["violence"], words="Spiders")

    assert both == ["Violence or injury", "Spiders"]
    assert (job.warnings, job.content_warning_words) == (["Violence or injury"], "")


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({}, "Tick what applies, or “Nothing of the kind”."),
        ({"warnings": ["nothing", "hate"]}, "A warning is ticked, and “Nothing of the kind” as well."),
        ({"warnings": ["other"], "warning_words": " "}, "Say in a few words what it is."),
    ],
)
def test_the_question_wants_an_answer_and_says_which(client, requester, posted, said):
    job = make_draft(requester, texts=["a"], content_warnings=None)
    client.force_login(requester)
    words = {"title": "T", "purpose": "P", "instructions": "I", "kind-labels": "cat\ndog"}

    page = client.post(reverse("jobs:words", args=[job.public_id]), {**words, **posted})

    assert said in text_of(page)
    job.refresh_from_db()
    assert (job.title, job.content_warnings) == ("T", None)


def test_the_card_names_the_warnings_and_shows_no_picture(browser, harsh):
    said = browser.get(reverse("work:find"))

    assert "May show: Hate or insults , Coarse language" in text_of(said)
    assert said.context["cards"][0].thumb_url == ""


def test_jobs_with_warnings_can_be_left_out(browser, harsh, open_job):
    open_job(title="Calm")

    found = browser.get(reverse("work:find"), {"calm": "on"})

    assert [card.job.title for card in found.context["cards"]] == ["Calm"]


def test_nobody_starts_before_they_say_that_they_read_it_and_they_say_it_once(browser, worker, harsh):
    refused = browser.post(address("start", harsh), follow=True)
    before = Assignment.objects.filter(worker=worker).count()
    begun = browser.post(address("start", harsh), {"read": "1"}, follow=True)

    assert "Say that you have read it, then start." in text_of(refused)
    assert (before, begun.context["assignment"].worker) == (0, worker)
    assert 'name="read"' not in browser.get(address("desk", harsh)).content.decode()
    assert WarningRead.objects.get().worker == worker


def test_the_desk_hides_it_until_the_worker_always_wants_to_see_it(browser, worker, harsh):
    browser.post(address("start", harsh), {"read": "1"})
    veiled = browser.get(address("desk", harsh)).content.decode()
    always = browser.post(address("veil", harsh), {"always": "1"}, follow=True).content.decode()
    again = browser.post(address("veil", harsh), follow=True).content.decode()

    assert ["veil-scene veil-text" in page for page in (veiled, always, again)] == [True, False, True]
    assert "Give back" in veiled


def test_a_choice_is_one_workers_for_one_job(worker, other_worker, harsh):
    for person in (worker, other_worker):
        content_warnings.say_read(job=harsh, worker=person, at=NOON)
    content_warnings.show_always(job=harsh, worker=worker, always=True)

    assert not content_warnings.is_veiled(job=harsh, worker=worker)
    assert content_warnings.is_veiled(job=harsh, worker=other_worker)


def test_giving_back_something_with_a_warning_leaves_no_mark_but_the_return(browser, worker, harsh):
    browser.post(address("start", harsh), {"read": "1"})
    given = Assignment.objects.get(worker=worker)

    browser.post(address("return", given))

    given.refresh_from_db()
    assert (given.state, given.reject_code) == ("returned", "")
    assert Assignment.objects.filter(job=harsh, state="open").count() == 3


def test_a_program_reads_the_warning_first_too(client, worker, harsh):
    client.force_login(worker)
    claim = f"/api/v1/jobs/{harsh.public_id}/claim"

    refused = client.post(claim)
    ahead = client.post(f"/api/v1/jobs/{harsh.public_id}/ahead")
    read = client.post(f"/api/v1/work/{harsh.public_id}/read-warnings")

    assert (refused.status_code, refused.json()["code"], ahead.json()["code"]) == (409, *["warning_not_read"] * 2)
    assert refused.json()["facts"] == {"content_warnings": ["Hate or insults", "Coarse language"]}
    assert (read.status_code, client.post(claim).status_code) == (204, 200)
    assert client.get("/api/v1/work").json()["results"][0]["content_warnings"] == ["hate", "other"]


def test_a_program_posts_what_its_job_warns_of(client, requester):
    client.force_login(requester)
    posted = {
        "kind": "text_classification", "title": "T", "purpose": "P", "instructions": "I", "price": "0.01",
        "settings": {"labels": ["cat", "dog"]}, "expected_seconds": 3, "content_warnings": ["other"],
    }  # fmt: skip

    refused = client.post("/api/v1/jobs", posted, "application/json")
    made = client.post("/api/v1/jobs", {**posted, "content_warning_words": "Spiders"}, "application/json")

    assert refused.json()["fields"] == {"content_warning_words": ["Say in a few words what it is."]}
    assert (made.json()["content_warnings"], Job.objects.get().warnings) == (["other"], ["Spiders"])

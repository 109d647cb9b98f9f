from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import User
from tasks.domain import claiming, submitting
from tasks.models import Answer, Assignment
from tests.fixtures import CAT, DOG, earnings_micros, states
from tests.workers.conftest import address, held
from tests.workers.test_find import text_of


def test_start_claims_and_leads_to_the_desk(browser, worker, open_job):
    job = open_job(micro_tasks=2)

    response = browser.post(address("start", job), follow=True)

    assert response.redirect_chain == [(address("desk", job), 303)]
    assert response.context["assignment"].worker_id == worker.pk
    assert states(job) == ["claimed", "open"]


def test_opening_the_desk_again_shows_the_same_and_claims_no_more(browser, worker, open_job):
    job = open_job(micro_tasks=2)
    first = held(job, worker)

    response = browser.get(address("desk", job))

    assert response.context["assignment"] == first
    assert response.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert states(job) == ["claimed", "open"]


def test_start_with_nothing_left_leads_to_the_end(browser, worker, open_job):
    job = open_job(micro_tasks=1)
    submitting.submit(assignment=held(job, worker), worker=worker, answer=CAT, key="k", at=now())

    response = browser.post(address("start", job), follow=True)

    said = text_of(response)
    assert response.redirect_chain == [(address("done", job), 303)]
    assert "Nothing is left for you in this job" in said
    assert "€0.004" in said


def test_a_requester_who_works_too_is_told_that_others_do_their_own_job(browser_of, requester, open_job):
    job = open_job(micro_tasks=1)
    User.objects.filter(pk=requester.pk).update(is_worker=True)
    browser = browser_of(requester)

    found = browser.get(reverse("work:find"))
    response = browser.post(address("start", job), follow=True)

    assert "Your own job: others do it" in text_of(found)
    assert "You asked for this work yourself, so others do it." in text_of(response)
    assert address("start", job) not in response.content.decode()
    assert states(job) == ["open"]


def test_without_htmx_an_answer_leads_on_by_address(browser, worker, open_job):
    job = open_job(micro_tasks=1)
    only = held(job, worker)

    response = browser.post(address("submit", only), {"label": "cat", "key": "a"})

    assert (response.status_code, response.headers["Location"]) == (303, address("done", job))


def test_another_answer_to_the_same_is_refused_in_words(browser, worker, open_job):
    job = open_job(micro_tasks=2)
    first = held(job, worker)
    browser.post(address("submit", first), {"label": "cat", "key": "a"})

    standing = browser.post(address("send", first), {"label": "dog", "key": "b"}).json()
    browser.post(address("submit", first), {"label": "dog", "key": "b"})

    assert "Your first answer stands." in standing["sentence"]
    assert "Your first answer stands." in text_of(browser.get(address("desk", job)))
    assert Answer.objects.get().content == CAT


def test_an_answer_to_something_given_back_is_not_kept(browser, worker, open_job):
    job = open_job(micro_tasks=1)
    first = held(job, worker)
    submitting.give_back(assignment=first, worker=worker, at=now())

    response = browser.post(address("submit", first), {"label": "cat", "key": "a"}, follow=True)

    assert "You had given this one back; the answer was not kept." in text_of(response)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("door", ["send", "submit"])
def test_a_refused_answer_keeps_what_was_entered_and_says_why(browser, worker, open_job, door):
    job = open_job(micro_tasks=2, settings={"labels": ["cat", "dog"], "multiple": True})
    first = held(job, worker)

    posted = {"several": "1", "labels": ["dog"], "nothing": "1", "key": "a"}
    response = browser.post(address(door, first), posted)

    page = response.json()["parts"][first.public_id] if door == "send" else response.content.decode()
    assert response.status_code == 200
    assert "Keep one or the other." in page
    assert 'value="dog" checked' in page
    assert 'name="key" value="a"' in page
    assert Assignment.objects.get(pk=first.pk).state == "claimed"
    assert not Answer.objects.exists()


def test_a_late_answer_is_paid_from_the_reserve_and_says_so(browser, worker, other_worker, open_job):
    job = open_job(micro_tasks=1)
    mine = held(job, worker)
    claiming.claim_next(job=job, worker=other_worker, at=now() + timedelta(hours=1))

    standing = browser.post(address("send", mine), {"label": "cat", "key": "a"}).json()

    assert "you are paid €0.004 from the platform’s reserve" in standing["sentence"]
    assert "you are paid €0.004 from the platform’s reserve" in standing["done"]
    assert earnings_micros(worker) == 4000


def test_giving_back_costs_nothing_and_says_so(browser, worker, open_job):
    job = open_job(micro_tasks=1)
    first = held(job, worker)

    response = browser.post(address("return", first), follow=True)

    assert response.redirect_chain == [(address("desk", job), 303)]
    assert "Given back. It costs you nothing" in text_of(response)
    assert states(job) == ["open", "returned"]


def test_what_was_submitted_is_not_given_back(browser, worker, open_job):
    job = open_job(micro_tasks=1)
    first = held(job, worker)
    submitting.submit(assignment=first, worker=worker, answer=CAT, key="k", at=now())

    response = browser.post(address("return", first), follow=True)

    assert "already submitted" in text_of(response)
    assert states(job) == ["submitted"]


@pytest.mark.parametrize("door", ["submit", "send", "undo", "return", "draft"])
def test_nobody_reaches_into_another_workers_assignment(browser, other_worker, open_job, door):
    job = open_job(micro_tasks=1)
    theirs = held(job, other_worker)

    response = browser.post(address(door, theirs), {"label": "cat", "key": "a"})

    assert response.status_code == 404
    assert states(job) == ["claimed"]


@pytest.mark.parametrize("door", ["desk", "start", "done", "ahead"])
def test_the_desk_is_for_workers(browser_of, requester, open_job, door):
    job = open_job()

    response = browser_of(requester).generic("POST" if door in ("start", "ahead") else "GET", address(door, job))

    assert response.status_code == 403
    assert states(job) == ["open", "open", "open"]


def test_an_ended_sign_in_leads_the_desk_to_sign_in_and_keeps_nothing(client, worker, open_job):
    mine = held(open_job(), worker)

    response = client.post(address("send", mine), {"label": "cat", "key": "a"})

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://pictures.example.org/cat.png", " https://pictures.example.org"),
        ("https://pictures.example.org:8080/cat.png", " https://pictures.example.org:8080"),
        ("http://pictures.example.org/cat.png", ""),
        ("https://a.example.org;script-src */cat.png", ""),
    ],
)
def test_a_far_picture_is_allowed_from_its_own_place_alone(browser, worker, open_job, url, origin):
    job = open_job(micro_tasks=1, kind="image_classification")
    job.micro_tasks.update(payload={"url": url})
    held(job, worker)

    policy = browser.get(address("desk", job)).headers["Content-Security-Policy"]

    assert f"img-src 'self' data: blob:{origin};" in policy
    assert "script-src 'self';" in policy


def test_a_line_of_text_is_shown_as_text(browser, worker, open_job):
    job = open_job(micro_tasks=1)
    job.micro_tasks.update(payload={"text": "<script>alert(1)</script>"})
    held(job, worker)

    page = browser.get(address("desk", job)).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_takings_of_today_stand_above_the_work(browser, worker, open_job):
    job = open_job(micro_tasks=3)
    submitting.submit(assignment=held(job, worker), worker=worker, answer=DOG, key="k", at=now())
    held(job, worker)

    assert "Today €0.004" in text_of(browser.get(address("desk", job)))


def test_the_desk_costs_a_fixed_number_of_queries(browser, worker, open_job, django_assert_num_queries):
    job = open_job(micro_tasks=5)
    held(job, worker)
    browser.get(address("desk", job))

    with django_assert_num_queries(8):
        browser.get(address("desk", job))

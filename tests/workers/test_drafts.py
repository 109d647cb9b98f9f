import json
from datetime import timedelta

import pytest
from django.utils.timezone import now

from tasks.domain import submitting
from tasks.models import Assignment, Draft
from tests.fixtures import CAT
from tests.workers.conftest import address, held


def beat(browser, assignment, **counters):
    return browser.post(address("heartbeat", assignment), json.dumps(counters), content_type="application/json")


@pytest.fixture
def mine(worker, open_job):
    return held(open_job(), worker)


def test_a_draft_is_kept_and_its_revision_rises(browser, mine):
    one = browser.post(address("draft", mine), {"label": "cat", "revision": "0"})
    two = browser.post(address("draft", mine), {"label": "dog", "revision": "1"})

    assert (one.json(), two.json()) == ({"revision": 1}, {"revision": 2})
    assert Draft.objects.get().content == {"label": "dog"}


def test_the_desk_comes_back_with_its_draft(browser, mine):
    browser.post(address("draft", mine), {"label": "dog", "revision": "0"})

    page = browser.get(address("desk", mine.job)).content.decode()

    assert 'value="dog" checked' in page
    assert 'name="revision" value="1"' in page


def test_an_older_draft_is_answered_with_both_versions(browser, mine):
    browser.post(address("draft", mine), {"label": "cat", "revision": "0"})

    response = browser.post(address("draft", mine), {"label": "dog", "revision": "0"})

    answer = response.json()
    assert response.status_code == 409
    assert (answer["code"], answer["draft"], answer["revision"]) == ("conflict", {"label": "cat"}, 1)
    assert answer["html"].index("dog") < answer["html"].index("cat")
    assert Draft.objects.get().content == {"label": "cat"}


def test_what_comes_slower_than_its_own_answer_is_no_trouble_and_changes_nothing(browser, worker, mine):
    submitting.submit(assignment=mine, worker=worker, answer=CAT, key="k", at=now())

    draft = browser.post(address("draft", mine), {"label": "dog", "revision": "0"})
    sign_of_life = beat(browser, mine, visible_ms=1, active_ms=1)

    for response in (draft, sign_of_life):
        assert (response.status_code, response.json()) == (200, {"code": "submitted"})
    assert not Draft.objects.exists()


def test_a_draft_after_the_lease_ran_out_is_still_kept(browser, mine):
    submitting.return_expired(at=now() + timedelta(hours=1))

    assert browser.post(address("draft", mine), {"label": "dog", "revision": "0"}).json() == {"revision": 1}


def test_a_revision_that_is_no_number_is_refused(browser, mine):
    response = browser.post(address("draft", mine), {"label": "cat", "revision": "first"})

    assert (response.status_code, response.json()["code"]) == (400, "invalid")
    assert not Draft.objects.exists()


def test_submitting_clears_the_draft(browser, mine):
    browser.post(address("draft", mine), {"label": "dog", "revision": "0"})

    browser.post(address("submit", mine), {"label": "dog", "key": "a"})

    assert not Draft.objects.exists()


def test_a_sign_of_life_extends_the_lease_and_tells_the_takings(browser, mine):
    Assignment.objects.filter(pk=mine.pk).update(due_at=now() + timedelta(seconds=5))

    answer = beat(browser, mine, visible_ms=900, active_ms=500).json()

    mine.refresh_from_db()
    assert 590 < answer["seconds_left"] <= 600
    assert (answer["today_micros"], answer["today"]) == (0, "€0.00")
    assert (mine.visible_ms, mine.active_ms) == (900, 500)


def test_counters_never_fall_and_never_pass_the_time_that_went_by(browser, mine):
    Assignment.objects.filter(pk=mine.pk).update(claimed_at=now() - timedelta(seconds=10))
    beat(browser, mine, visible_ms=5000, active_ms=4000)
    beat(browser, mine, visible_ms=10, active_ms=10)
    mine.refresh_from_db()
    assert (mine.visible_ms, mine.active_ms) == (5000, 4000)

    beat(browser, mine, visible_ms=10**12, active_ms=10**12)

    mine.refresh_from_db()
    assert 12_000 <= mine.visible_ms < 20_000
    assert mine.active_ms == mine.visible_ms


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"visible_ms": -1, "active_ms": 0}', '{"visible_ms": 1.5}'])
def test_counters_that_are_none_are_refused(browser, mine, body):
    response = browser.post(address("heartbeat", mine), body, content_type="application/json")

    assert (response.status_code, response.json()["code"]) == (400, "invalid")


def test_a_lost_lease_says_that_the_answer_still_counts(browser, mine):
    submitting.return_expired(at=now() + timedelta(hours=1))

    response = beat(browser, mine, visible_ms=1, active_ms=1)

    assert (response.status_code, response.json()["code"]) == (409, "lease_lost")
    assert "You can still submit: the answer is kept and paid." in response.json()["sentence"]

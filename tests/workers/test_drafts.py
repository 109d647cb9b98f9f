from datetime import timedelta

import pytest
from django.utils.timezone import now

from tasks.domain import submitting
from tasks.models import Draft
from tests.fixtures import CAT
from tests.workers.conftest import address, held


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

    response = browser.post(address("draft", mine), {"label": "dog", "revision": "0"})

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

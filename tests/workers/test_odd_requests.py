import pytest

from tasks.models import Answer, Draft
from tests.workers.conftest import address, held


@pytest.fixture
def mine(worker, open_job):
    return held(open_job(), worker)


@pytest.mark.parametrize("path", ["desk/%00/", "desk/%F0%9F%90%88/", "desk/" + "a" * 3000 + "/"])
def test_an_address_that_cannot_exist_is_not_found(browser, path):
    assert browser.get(f"/work/{path}").status_code == 404


@pytest.mark.parametrize("door", ["submit", "return", "draft"])
def test_an_assignment_that_cannot_exist_is_not_found(browser, door):
    assert browser.post(f"/work/assignments/%00/{door}/").status_code == 404


def test_a_zero_character_in_a_key_is_left_out(browser, mine):
    browser.post(address("submit", mine), {"label": "cat", "key": "a\x00b"})

    assert Answer.objects.get().client_key == "ab"


def test_a_draft_with_a_zero_character_is_kept_without_it(browser, mine):
    response = browser.post(address("draft", mine), {"label": "ca\x00t", "revision": "0"})

    assert response.json() == {"revision": 1}
    assert Draft.objects.get().content == {"label": "cat"}


def test_a_revision_beyond_every_number_is_refused(browser, mine):
    response = browser.post(address("draft", mine), {"label": "cat", "revision": "9" * 5000})

    assert (response.status_code, response.json()["code"]) == (400, "invalid")

"""Each page of a role refuses the others with a sentence, and sends strangers to sign in."""

import pytest

from accounts.models import User
from tests.accounts.conftest import PASSWORD, words_of

DOORS = {
    "is_worker": (["/work/", "/work/mine/", "/work/log/log.csv"], "This page is for workers."),
    "is_requester": (["/jobs/", "/jobs/new/"], "This page is for requesters."),
    "is_auditor": (["/audit/", "/audit/books/", "/audit/money/", "/audit/jobs/any/"], "This page is for auditors."),
}
GUARDED = [(role, address, sentence) for role, (addresses, sentence) in DOORS.items() for address in addresses]


@pytest.fixture
def somebody_else(db):
    """Makes a person with every role but one."""

    def make(role: str) -> User:
        others = {other: True for other in DOORS if other != role}
        return User.objects.create_user("p@example.org", PASSWORD, **others)

    return make


@pytest.mark.parametrize(("role", "address", "sentence"), GUARDED)
def test_who_lacks_the_role_is_refused_with_a_sentence(client, somebody_else, role, address, sentence):
    client.force_login(somebody_else(role))

    answer = client.get(address)

    assert answer.status_code == 403
    assert sentence in words_of(answer)


@pytest.mark.parametrize(("role", "address", "sentence"), GUARDED)
def test_a_stranger_is_sent_to_sign_in_and_comes_back(db, client, role, address, sentence):
    answer = client.get(address)

    assert (answer.status_code, answer.url) == (302, f"/account/login/?next={address}")


def test_a_part_of_a_page_asked_for_after_the_session_ended_leads_to_sign_in(db, client):
    answer = client.get("/work/", headers={"HX-Request": "true", "HX-Current-URL": "/work/mine/"})

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/account/login/?next=/work/mine/"


@pytest.mark.parametrize("address", ["/account/", "/account/tokens/"])
def test_ones_own_pages_need_a_session(db, client, address):
    assert client.get(address).url == f"/account/login/?next={address}"


def test_a_person_takes_and_drops_roles_but_never_the_auditors(worker, client):
    client.force_login(worker)

    client.post("/account/", {"display_name": "Léa", "language": "fr", "roles": ["requester", "auditor"]})
    refused = User.objects.get(pk=worker.pk)
    client.post("/account/", {"display_name": "Léa", "language": "fr", "roles": ["requester"], "is_auditor": "on"})
    saved = User.objects.get(pk=worker.pk)

    assert (refused.is_worker, refused.is_requester, refused.is_auditor) == (True, False, False)
    assert (saved.is_worker, saved.is_requester, saved.is_auditor) == (False, True, False)


def test_an_auditor_needs_no_other_role(auditor, client):
    client.force_login(auditor)

    answer = client.post("/account/", {"display_name": "", "language": ""})

    assert answer.url == "/account/"
    assert client.cookies["django_language"].value == ""

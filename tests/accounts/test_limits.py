"""Whoever guesses passwords is stopped; everybody else goes on."""

from django.test import Client

from tests.accounts.conftest import PASSWORD, is_signed_in, sign_in, words_of

STOPPED = "Too many wrong tries."


def test_after_five_wrong_tries_not_even_the_right_password_opens(worker, client):
    wrong = [words_of(sign_in(client, worker.email, "not this one")) for _ in range(5)]
    sixth = sign_in(client, worker.email, "not this one")
    right = sign_in(client, worker.email)

    assert [STOPPED in page for page in wrong] == [False] * 5
    assert STOPPED in words_of(sixth)
    assert STOPPED in words_of(right)
    assert not is_signed_in(client)


def test_the_right_password_opens_again_when_the_time_has_passed(worker, client, time_machine):
    time_machine.move_to("2026-03-02 12:00Z", tick=False)
    for _ in range(6):
        sign_in(client, worker.email, "not this one")
    time_machine.move_to("2026-03-02 12:04:59Z", tick=False)
    early = sign_in(client, worker.email)
    time_machine.move_to("2026-03-02 12:05:02Z", tick=False)
    sign_in(client, worker.email)

    assert STOPPED in words_of(early)
    assert is_signed_in(client)


def test_others_get_in_meanwhile(worker, other_worker, client):
    for _ in range(6):
        sign_in(client, worker.email, "not this one")

    other = Client()
    assert sign_in(other, other_worker.email).status_code == 302
    assert is_signed_in(other)


def test_one_place_that_guesses_at_many_addresses_is_stopped_there_alone(worker, db):
    guesser, home = Client(REMOTE_ADDR="203.0.113.9"), Client(REMOTE_ADDR="198.51.100.7")
    for number in range(10):
        sign_in(guesser, f"guess{number}@example.org", "not this one")

    assert STOPPED in words_of(sign_in(guesser, worker.email))
    assert sign_in(home, worker.email).status_code == 302


def test_behind_a_proxy_of_ours_people_are_told_apart_by_the_address_it_saw(worker, client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        sign_in(client, f"guess{number}@example.org", "no", headers={"x-forwarded-for": "192.0.2.1, 203.0.113.9"})

    lied = sign_in(client, worker.email, headers={"x-forwarded-for": "198.51.100.7, 203.0.113.9"})
    other = sign_in(client, worker.email, headers={"x-forwarded-for": "203.0.113.9, 198.51.100.7"})

    assert STOPPED in words_of(lied)
    assert other.status_code == 302


def test_too_many_letters_to_one_address_are_refused_by_our_own_page(worker, client):
    answers = [client.post("/account/password/reset/", {"email": worker.email}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "That was too often in a short time" in words_of(answers[5])
    assert 'class="brand"' in words_of(answers[5])


def test_wrong_codes_of_a_second_factor_are_limited_too(guarded_worker, client):
    worker, _secret, _codes = guarded_worker
    sign_in(client, worker.email, PASSWORD)
    pages = [words_of(client.post("/account/2fa/authenticate/", {"code": "000000"})) for _ in range(6)]

    assert [STOPPED in page for page in pages] == [False] * 5 + [True]
    assert not is_signed_in(client)

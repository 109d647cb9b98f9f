"""What a worker sees and says for the yearly report; the limit refuses new work and nothing in hand."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from ledger.models import TaxDetails
from tasks.domain import claiming, reviewing, submitting
from tests.fixtures import CAT, EURO, NOON, earnings_micros
from tests.ledger.test_earned import SIRET, pay

SAID = {
    "name": "Léa Martin",
    "address": "1 rue des Lilas",
    "country": "fr",
    "tax_number": "0701987765493",
    "born_on": "1990-05-01",
    "siret": "",
}


@pytest.fixture
def limit(settings):
    settings.YEARLY_LIMIT_MICROS = EURO


def test_what_was_said_is_kept_and_shown_to_its_worker_alone(client, worker, other_worker):
    client.force_login(worker)

    client.post(reverse("work:tax"), SAID)

    assert 'value="Léa Martin"' in client.get(reverse("work:tax")).content.decode()
    client.force_login(other_worker)
    assert "Martin" not in client.get(reverse("work:tax")).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"siret": "123"}, "not a valid SIRET"),
        ({"tax_number": ""}, "Give your tax number"),
        ({"tax_number": "1"}, "not a valid French tax number"),
        ({"born_on": ""}, "Give your birth date"),
        ({"born_on": "2999-01-01"}, "can’t be a birth date"),
    ],
)
def test_what_cannot_be_reported_is_refused(client, worker, changes, sentence):
    client.force_login(worker)

    assert sentence in client.post(reverse("work:tax"), SAID | changes).content.decode()
    assert not TaxDetails.objects.exists()


def test_new_work_waits_at_the_limit_and_work_in_hand_is_paid(client, limit, open_job, worker):
    job = open_job()
    held = claiming.claim_next(job=job, worker=worker, at=NOON)
    pay(worker, EURO)
    cache.clear()

    sent = submitting.submit(assignment=held, worker=worker, answer=CAT, key="k", at=NOON, with_next=True)

    held.refresh_from_db()
    assert (held.state, sent.next_claim) == ("submitted", None)
    reviewing.approve(job=job, assignment_ids=[held.pk], decided_by_id=None, at=NOON)
    assert earnings_micros(worker) == EURO + job.price_micros
    with pytest.raises(claiming.AtYearlyLimit):
        claiming.claim_next(job=job, worker=worker, at=NOON)


def test_it_is_announced_before_and_refused_with_a_sentence(client, limit, open_job, worker, time_machine):
    time_machine.move_to(NOON)
    job = open_job()
    pay(worker, 800_000)
    client.force_login(worker)

    assert "€0.20 are left" in client.get(reverse("work:mine")).content.decode()
    pay(worker, 200_000)
    cache.delete(f"yearly-limit:{worker.pk}:2026")
    said = client.post(reverse("work:start", args=[job.public_id]), follow=True).content.decode()
    program = client.post(reverse("workers-api:claim", args=[job.public_id]))

    assert "You have reached €1.00 this year" in said
    assert (program.status_code, program.json()["code"]) == (409, "yearly_limit")


def test_a_siret_lifts_the_limit_at_once(client, limit, open_job, worker, time_machine):
    time_machine.move_to(NOON)
    job = open_job()
    pay(worker, EURO)
    client.force_login(worker)
    client.get(reverse("work:mine"))

    client.post(reverse("work:tax"), SAID | {"siret": SIRET, "tax_number": "", "born_on": ""})

    assert claiming.claim_next(job=job, worker=worker, at=NOON).state == "claimed"

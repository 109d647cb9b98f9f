"""A month's invoice says what reached workers and the platform, to the micro."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from ledger.models import Invoice, TopUp, Transfer
from tasks.domain import bonuses, invoicing, jobs
from tests.fixtures import NOON
from tests.ledger.test_invoices import bill
from tests.tasks.test_bonuses import answer
from web.domain.periods import Period

MARCH = Period(2026, 3)
IN_APRIL = datetime(2026, 4, 3, tzinfo=UTC)
BILLING = {"name": "Amina", "address": "1 rue des Lilas\n75011 Paris", "country": "fr"}


@pytest.fixture
def spent(open_job, worker):
    job = open_job(micro_tasks=3)
    answer(job, worker, 2)
    gift = bonuses.Gift(worker.pk, 70_000)
    bonuses.give(job=job, gifts=[gift], words="Thank you.", client_key="a form", at=NOON)
    jobs.close(job=job, at=NOON)
    return job


def test_lines_are_pay_bonuses_and_the_fee_and_not_what_came_back(spent, requester):
    lines = invoicing.lines_of(requester_id=requester.pk, period=MARCH)

    assert [(line.reason, line.count, line.micros, line.is_fee) for line in lines] == [
        ("pay", 2, 8000, False),
        ("bonus", 1, 70_000, False),
        ("fee", 2, 800, True),
    ]
    assert Transfer.objects.filter(reason="rest").exists()


def test_a_month_is_due_when_it_is_over_and_until_it_is_invoiced(spent, requester):
    assert invoicing.due_months(requester_id=requester.pk, at=NOON) == []
    assert invoicing.due_months(requester_id=requester.pk, at=IN_APRIL) == [MARCH]
    bill(requester)

    assert [invoicing.issue_all_due(at=IN_APRIL) for _ in range(2)] == [1, 0]
    assert Invoice.objects.get().total_micros == 78_800


def test_the_page_issues_what_waited_and_gives_the_paper(client, spent, requester, time_machine):
    time_machine.move_to(IN_APRIL)
    client.force_login(requester)
    address = reverse("jobs:invoices")

    assert "waits for your name and address" in client.get(address).content.decode()
    client.post(address, BILLING)

    invoice = Invoice.objects.get()
    assert invoice.content["buyer"]["country"] == "FR"
    paper = client.get(reverse("jobs:invoice", args=[invoice]), headers={"Accept-Language": "fr"})
    assert paper.content.startswith(b"%PDF-1.7")
    assert b"/Lang(fr)" in paper.content


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"country": "France"}, "at most 2 characters"),
        ({"country": "1F"}, "two letters of the country"),
        ({"vat_number": "FR00000000000"}, "not a valid European VAT number"),
        ({"address": ""}, "This field is required"),
    ],
)
def test_what_cannot_stand_on_an_invoice_is_refused(client, spent, requester, changes, sentence):
    client.force_login(requester)

    page = client.post(reverse("jobs:invoices"), {**BILLING, **changes}).content.decode()

    assert sentence in page
    assert not Invoice.objects.exists()


def test_a_wrong_name_is_corrected_from_the_page(client, spent, requester):
    bill(requester)
    invoicing.issue_all_due(at=IN_APRIL)
    client.force_login(requester)
    correct = reverse("jobs:correct-invoice", args=[Invoice.objects.get()])

    unchanged = client.post(correct, follow=True).content.decode()
    client.post(reverse("jobs:invoices"), BILLING | {"name": "Another"})
    said = client.post(correct, follow=True).content.decode()

    assert "the invoice says what a new one would say" in unchanged
    assert "VH-2026-00003 stands in its place" in said


def test_a_bank_transfer_has_a_paper(client, requester):
    client.force_login(requester)
    client.post(reverse("jobs:money"), {"amount": "25.00", "key": "a form of ours"})

    paper = client.get(reverse("jobs:top-up-pdf", args=[TopUp.objects.get().reference]))

    assert paper.content.startswith(b"%PDF-1.7")

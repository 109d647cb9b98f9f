"""Batches for the bank on the auditor's pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.domain import payouts
from ledger.models import Payout, PayoutBatch
from tests.fixtures import EURO, NOON
from tests.ledger.test_payouts import balance, report, with_account


@pytest.fixture
def signed_in(client, auditor):
    client.force_login(auditor)
    return client


def test_a_batch_is_made_and_its_file_taken_to_the_bank(signed_in, worker):
    with_account(worker, 2 * EURO)

    page = signed_in.post("/audit/payouts/", follow=True).content.decode()
    batch = PayoutBatch.objects.get()
    file = signed_in.post(f"/audit/payouts/{batch.pk}/file/")

    assert "File for the bank (pain.001)" in page
    assert file.headers["Content-Disposition"] == f'attachment; filename="VH-{batch.pk}.xml"'
    assert b"<InstdAmt" in file.content
    assert Payout.objects.get().state == "sent"


def test_nobody_waits(signed_in):
    assert "Nobody waits to be paid out." in signed_in.post("/audit/payouts/", follow=True).content.decode()


def test_over_the_limit_the_page_asks_for_another_auditor(signed_in, worker, settings):
    settings.FOUR_EYES_MICROS = EURO
    with_account(worker, 2 * EURO)
    signed_in.post("/audit/payouts/")
    address = f"/audit/payouts/{PayoutBatch.objects.get().pk}/"

    for path in ("confirm/", "file/"):
        page = signed_in.post(address + path, follow=True).content.decode()
        assert "another auditor" in page

    assert Payout.objects.get().state == "made"


def test_what_the_bank_refused_is_imported(signed_in, worker, auditor):
    with_account(worker, 2 * EURO)
    batch = payouts.make_batch(made_by_id=auditor.pk, at=NOON)
    payouts.send(batch=batch, at=NOON)
    file = SimpleUploadedFile("report.xml", report(Payout.objects.get().reference), "application/xml")

    page = signed_in.post("/audit/payouts/report/", {"file": file}, follow=True).content.decode()

    assert "1 payout came back to its worker." in page
    assert balance(worker) == 2 * EURO


def test_a_batch_that_was_paid_says_so(signed_in, worker, auditor):
    with_account(worker, 2 * EURO)
    batch = payouts.make_batch(made_by_id=auditor.pk, at=NOON)
    payouts.send(batch=batch, at=NOON)

    page = signed_in.post(f"/audit/payouts/{batch.pk}/settle/", follow=True).content.decode()

    assert "1 payout has arrived." in page
    assert "Paid out" in page

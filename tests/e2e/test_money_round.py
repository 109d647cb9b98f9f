"""Money's whole way in browsers: from a requester's bank to the platform, and from a worker's balance to theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Page, expect

from ledger.domain import accounts as books
from ledger.domain import books as ledger_books
from ledger.models import Payout
from tests.e2e.test_every_page import signed_in
from tests.fixtures import EURO
from tests.ledger.statements import payment, statement
from tests.ledger.test_payouts import earn, left

pytestmark = pytest.mark.browser
IBAN = "FR14 2004 1010 0505 0001 3M02 606"


def import_statement(page: Page, content: bytes) -> None:
    """As the auditor does who got a file from the bank."""
    page.goto("/audit/bank/")
    page.get_by_label("Bank statement (camt.053, XML)").set_input_files(
        {"name": "statement.xml", "mimeType": "application/xml", "buffer": content}
    )
    page.get_by_role("button", name="Import").click()


def test_a_transfer_becomes_money_to_spend_and_imported_again_nothing_more(open_browser, requester, auditor):
    before, theirs, ours = books.funds(owner_id=requester.pk).balance_micros, open_browser(), open_browser()
    signed_in(theirs, requester), signed_in(ours, auditor)
    theirs.goto("/jobs/money/")
    theirs.get_by_label("Amount").fill("50")
    theirs.get_by_role("button", name="Show what to write on the transfer").click()
    reference = theirs.locator("dd strong").inner_text()

    for _time in range(2):
        import_statement(ours, statement(payment("50.00", reference)))

    expect(ours.get_by_role("cell", name=reference)).to_have_count(1)
    theirs.reload()
    expect(theirs.get_by_text("€50.00, booked by the bank")).to_be_visible()
    assert books.funds(owner_id=requester.pk).balance_micros == before + 50 * EURO


def test_what_was_earned_reaches_the_workers_bank_and_says_so(open_browser, worker, auditor):
    earn(worker, 2 * EURO + 3_400)
    theirs, ours = open_browser(width=360, height=740, has_touch=True), open_browser()
    signed_in(theirs, worker), signed_in(ours, auditor)
    theirs.goto("/work/payouts/")
    theirs.get_by_label("IBAN").fill(IBAN)
    theirs.get_by_label("Name of the account’s holder").fill("Léa Martin")
    theirs.get_by_role("button", name="Keep").click()
    theirs.get_by_role("button", name="Pay out €2.00").click()
    expect(theirs.get_by_text("€0.0034 are yours.")).to_be_visible()

    file = make_and_take_batch(ours)
    import_statement(ours, left(Payout.objects.get()))

    assert [element.text for element in file.iter("{*}InstdAmt", "{*}EndToEndId")] == [
        Payout.objects.get().reference,
        "2.00",
    ]
    assert IBAN.replace(" ", "") in [element.text for element in file.iter("{*}IBAN")]
    theirs.reload()
    expect(theirs.get_by_text("Paid out", exact=True)).to_be_visible()
    assert ledger_books.recompute().is_clean


def make_and_take_batch(page: Page) -> etree._Element:
    """The auditor's batch, and the file in it that the bank is handed."""
    page.goto("/audit/payouts/")
    page.get_by_role("button", name="Make the batch").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="File for the bank").click()
    return etree.fromstring(Path(taken.value.path()).read_bytes())

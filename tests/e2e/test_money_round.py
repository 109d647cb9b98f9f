"""Money's whole way in browsers: from a requester's bank to the platform, and from a worker's balance to theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils.timezone import now
from lxml import etree
from playwright.sync_api import Page, expect

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain import books as ledger_books
from ledger.models import Payout
from tasks.domain import claiming, reviewing, submitting
from tasks.models import Assignment, Job
from tests.e2e.test_every_page import signed_in
from tests.fixtures import CAT, EURO
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


def test_a_rejection_is_appealed_answered_and_overturned_and_pays_at_once(
    open_browser, open_job, worker, requester, auditor
):
    job = open_job(micro_tasks=1, wanted_answers=1)
    assignment = rejected(job, worker)
    mine, theirs, judge = open_browser(width=360, height=740), open_browser(), open_browser()
    for page, person in ((mine, worker), (theirs, requester), (judge, auditor)):
        signed_in(page, person)

    mine.goto(f"/work/assignments/{assignment.public_id}/appeal/")
    mine.locator("main textarea").fill("It is a cat: look at its ears.")
    mine.get_by_role("button", name="Appeal").click()
    expect(mine.get_by_text("You appealed")).to_be_visible()
    theirs.goto(f"/jobs/{job.public_id}/appeals/")
    theirs.locator("main table a").first.click()
    theirs.locator("main textarea").fill("They are round, as a dog's.")
    theirs.get_by_role("button", name="Answer", exact=True).click()
    expect(theirs.get_by_text("Waits for an auditor")).to_be_visible()
    judge.goto("/audit/appeals/")
    judge.locator("main table a").first.click()
    judge.locator("main textarea").fill("The ears are pointed.")
    judge.get_by_role("button", name="Decide for the worker").click()

    expect(judge.get_by_text("The ears are pointed.")).to_be_visible()
    mine.goto("/work/mine/")
    expect(mine.get_by_text("€0.004").first).to_be_visible()
    assert books.earnings(owner_id=worker.pk).balance_micros == assignment.price_micros
    assert ledger_books.recompute().is_clean


def rejected(job: Job, worker: User) -> Assignment:
    at = now()
    assignment = claiming.claim_next(job=job, worker=worker, at=at)
    assert assignment is not None
    submitting.submit(assignment=assignment, worker=worker, answer=CAT, key="k", at=at)
    reviewing.reject(assignment=assignment, code="wrong", words="It is a dog.", decided_by_id=job.requester_id, at=at)
    assignment.refresh_from_db()
    return assignment

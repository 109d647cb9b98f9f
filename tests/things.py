"""What pages are about: money on its way, a rejection, an appeal, an invoice."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import now

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain import bank, invoices, payees, payouts, top_ups
from ledger.domain.transfers import transfer
from ledger.models import Transfer
from tasks.domain import appeals, claiming, reviewing, submitting
from tasks.models import Assignment, Job, RejectionRequest
from tests.fixtures import CAT
from tests.ledger.statements import payment, statement
from web.domain.periods import Period
from workers.domain import looks


def send_money(requester: User, auditor: User) -> None:
    """A transfer that is announced, and a payment that waits to be matched."""
    top_ups.ask(requester_id=requester.pk, amount_micros=1_000_000, client_key="a form", at=now())
    bank.import_file(content=statement(payment("1.00")), name="m.xml", imported_by_id=auditor.pk, at=now())


def send_invoice(requester: User, **facts: str) -> None:
    """An invoice that was issued."""
    said = {"name": "Requester", "address": "1 street", "country": "FR", **facts}
    invoices.state_party(requester_id=requester.pk, at=now(), **said)
    line = invoices.InvoiceLine("id", said["name"], "pay", 1, 1_000_000, False)
    invoices.issue(requester_id=requester.pk, period=Period(2026, 1), lines=[line], at=now())


def ask_to_reject(answered: Assignment, words: str = "No.") -> None:
    """A rejection that waits for an auditor."""
    asked_by = answered.job.requester
    RejectionRequest.objects.create(assignment=answered, code="wrong", words=words, asked_by=asked_by, asked_at=now())


def reject_and_appeal(job: Job, worker: User, auditor: User, *, words: str = "It is a cat.") -> None:
    """A rejected answer whose worker has appealed, and a look of an auditor at that worker."""
    rejected = claiming.claim_next(job=job, worker=worker, at=now())
    submitting.submit(assignment=rejected, worker=worker, answer=CAT, key="r", at=now())
    reviewing.reject(assignment=rejected, code="wrong", words=words, decided_by_id=job.requester_id, at=now())
    appeals.file(assignment=rejected, worker=worker, words=words, at=now())
    looks.take(email=worker.email, auditor=auditor, why=words[:500], at=now())


def pay_out(worker: User, auditor: User) -> None:
    """A batch for the bank, and a payout that waits."""
    payees.state(worker_id=worker.pk, holder="A Worker", iban="DE89370400440532013000", at=now())
    for number, since in enumerate((timedelta(days=2), timedelta(0))):
        transfer(
            debit=books.reserve(),
            credit=books.earnings(owner_id=worker.pk),
            amount_micros=2_000_000,
            reason=Transfer.Reason.LATE_PAY,
            key=f"a test:{number}",
            at=now(),
        )
        payouts.ask(worker_id=worker.pk, at=now() - since)
        if since:
            payouts.make_batch(made_by_id=auditor.pk, at=now())

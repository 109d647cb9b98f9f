"""The check of the books: what it holds against what, what it keeps, whom it tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ledger.domain import accounts as books
from ledger.models import Account, BooksCheck, BooksFinding
from tasks import background
from tasks.domain import bonuses, books_check, claiming, jobs, obligations, pay_check, rests, submitting
from tasks.models import Job
from tests.fixtures import CAT, EURO, NOON
from tests.tasks.answering import answer, approve, reject


@pytest.fixture
def signed_in(client: Client, auditor: User) -> Client:
    client.force_login(auditor)
    return client


def change(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def found() -> list[tuple[str, list[int]]]:
    return [(finding.code, list(finding.numbers)) for finding in pay_check.check_pay(at=NOON).findings]


def test_a_running_job_holds_what_it_may_cost_and_what_comes_back(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=4, price_micros=333)
    given = answer(job, worker, [CAT, CAT, CAT])
    approve(job, given[:1])
    reject(given[1])

    (held,) = obligations.of_all(at=NOON + timedelta(days=1))
    (after_appeals,) = obligations.of_all(at=NOON + timedelta(days=15))

    assert (held.work_micros, held.appeals_micros, held.fee_micros, held.kept_micros) == (3 * 333, 333, 133, 1)
    assert (after_appeals.appeals_micros, after_appeals.fee_micros, after_appeals.kept_micros) == (0, 100, 367)
    assert held.escrow_micros == after_appeals.escrow_micros == books.escrow(job_number=job.pk).balance_micros


@pytest.mark.parametrize(("sign", "code"), [("-", "escrow_short"), ("+", "escrow_over")])
def test_an_escrow_that_is_a_micro_off_is_found(
    open_job: Callable[..., Job], worker: User, sign: str, code: str
) -> None:
    job = open_job(micro_tasks=3)
    approve(job, answer(job, worker, [CAT, CAT])[:1])
    assert found() == []

    change("UPDATE ledger_account SET balance_micros = balance_micros ? 1 WHERE kind = 'escrow'".replace("?", sign))

    assert found() == [(code, [job.pk])]


def test_what_became_free_in_a_closed_job_is_found_when_the_clock_did_not_look(
    open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=2)
    held = claiming.claim_next(job=job, worker=worker, at=NOON)
    jobs.close(job=job, at=NOON)
    submitting.give_back(assignment=held, worker=worker, at=NOON)

    at_once = pay_check.check_pay(at=NOON + timedelta(minutes=1)).findings
    later = pay_check.check_pay(at=NOON + timedelta(minutes=11)).findings
    rests.give_back_rests(at=NOON + timedelta(minutes=11))

    assert at_once == ()
    assert [(one.code, one.numbers) for one in later] == [("escrow_over", (job.pk,))]
    assert found() == []


@pytest.mark.parametrize(
    ("tampering", "codes"),
    [
        ("UPDATE tasks_assignment SET price_micros = price_micros - 10 WHERE state = 'approved'", ["amount", "fee"]),
        ("UPDATE tasks_assignment SET price_micros = 9000 WHERE state = 'submitted'", ["price", "escrow_short"]),
        ("UPDATE tasks_job SET state = 'draft', published_at = NULL", ["escrow_stray"]),
    ],
)
def test_the_check_names_what_was_tampered_with(
    open_job: Callable[..., Job], worker: User, tampering: str, codes: list[str]
) -> None:
    job = open_job(micro_tasks=3, price_micros=4000)
    approve(job, answer(job, worker, [CAT, CAT])[:1])

    change(tampering)

    assert {code for code, _numbers in found()} >= set(codes)


def test_a_payment_under_a_strange_key_is_pay_that_nobody_earned(open_job: Callable[..., Job], worker: User) -> None:
    open_job(micro_tasks=1)
    change(
        "INSERT INTO ledger_transfer (debit_id, credit_id, amount_micros, reason, key, at)"
        " SELECT max(id), min(id), 1, 'pay', 'assignment:x:pay', now() FROM ledger_account"
    )

    assert [code for code, _numbers in found()] == ["unearned"]


def test_the_nightly_check_is_kept_and_tells_auditors_once(open_job: Callable[..., Job], auditor: User) -> None:
    job = open_job(micro_tasks=1)
    change("UPDATE ledger_account SET balance_micros = balance_micros + 1 WHERE kind = 'escrow'")

    background.check_books()
    background.check_books()

    kept = BooksCheck.objects.get()
    escrow = Account.objects.get(kind="escrow")
    assert (kept.asked_by, kept.transfer_count, kept.job_count, kept.finding_count) == (None, 2, 1, 3)
    assert list(kept.findings.order_by("pk").values_list("code", "count", "numbers")) == [
        ("sum", 1, [0]), ("balance", 1, [escrow.pk]), ("escrow_over", 1, [job.pk]),
    ]  # fmt: skip
    (letter,) = mail.outbox
    assert letter.to == [auditor.email]
    assert "- Jobs that hold more than they may still cost: 1" in letter.body
    assert f"/audit/books/checks/{kept.pk}/" in letter.body


def test_a_check_without_findings_tells_nobody(open_job: Callable[..., Job], auditor: User) -> None:
    open_job()

    background.check_books()

    assert BooksCheck.objects.get().finding_count == 0
    assert mail.outbox == []


def test_the_alarm_stands_on_every_audit_page_until_somebody_has_looked(
    signed_in: Client, auditor: User, open_job: Callable[..., Job]
) -> None:
    open_job()
    change("UPDATE ledger_account SET balance_micros = balance_micros + 1 WHERE kind = 'escrow'")
    check = books_check.check(asked_by_id=auditor.pk, at=NOON)
    look = reverse("audit:look-at-check", args=[check.pk])

    before = signed_in.get("/audit/").content.decode()
    wordless = signed_in.post(look, {"note": " "})
    still = signed_in.get("/audit/bank/").content.decode()
    signed_in.post(look, {"note": "A test moved it."})
    after = signed_in.get("/audit/").content.decode()

    assert ("The books don’t agree." in before, "The books don’t agree." in still) == (True, True)
    assert wordless.status_code == 200
    assert "The books don’t agree." not in after
    assert "A test moved it." in signed_in.get(reverse("audit:check", args=[check.pk])).content.decode()


def test_checking_now_opens_what_was_found_and_the_rows_behind_it(
    signed_in: Client, open_job: Callable[..., Job], worker: User
) -> None:
    job = open_job(micro_tasks=2)
    (given,) = answer(job, worker, [CAT])
    approve(job, [given])
    change("UPDATE tasks_assignment SET price_micros = price_micros - 1 WHERE state = 'approved'")

    page = signed_in.post(reverse("audit-work:check-books"), follow=True).content.decode()
    rows = signed_in.get(reverse("audit:transfers"), {"assignment": given.pk}).content.decode()

    assert "Answers paid another amount than their price" in page
    assert f'href="/audit/books/transfers/?assignment={given.pk}"' in page
    assert rows.count(f"assignment:{given.pk}:pay") == 1
    assert BooksFinding.objects.filter(code="amount", numbers=[given.pk]).count() == 1


def test_an_account_shows_what_moved_on_it(signed_in: Client, open_job: Callable[..., Job], worker: User) -> None:
    job = open_job(micro_tasks=2, price_micros=EURO)
    approve(job, answer(job, worker, [CAT]))

    page = signed_in.get(reverse("audit:transfers"), {"job": job.pk}).content.decode()

    assert page.count('data-label="Amount"') == 3
    assert "<dt>Kept balance</dt><dd>€1.10</dd>" in page
    assert "<dt>Sum of transfers</dt><dd>€1.10</dd>" in page


def test_a_bonus_that_was_paid_otherwise_than_given_is_found(
    open_job: Callable[..., Job], requester: User, worker: User
) -> None:
    job = open_job(micro_tasks=2)
    answer(job, worker, [CAT])
    bonuses.give(job=job, gifts=[bonuses.Gift(worker.pk, EURO)], words="Thanks.", client_key="k", at=NOON)
    assert found() == []

    change("UPDATE tasks_bonus SET amount_micros = amount_micros + 1")

    assert [code for code, _numbers in found()] == ["bonus"]

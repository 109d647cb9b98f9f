"""Whole cents leave once, in a file that a bank accepts; what comes back is the worker's again."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from lxml import etree

from ledger.domain import accounts as books
from ledger.domain import bank, payees, payouts, sepa
from ledger.domain import books as ledger_books
from ledger.domain.camt import NotAStatement
from ledger.domain.providers import Order, Refused
from ledger.domain.transfers import transfer
from ledger.models import Payee, Payout, Transfer
from tests.fixtures import EURO, NOON, make_worker
from tests.ledger.statements import payment, statement

IBAN = "DE89370400440532013000"
A_DAY = timedelta(days=1)


def earn(worker, micros: int) -> None:
    transfer(
        debit=books.reserve(),
        credit=books.earnings(owner_id=worker.pk),
        amount_micros=micros,
        reason=Transfer.Reason.LATE_PAY,
        key=f"test:{worker.pk}:{Transfer.objects.count()}",
        at=NOON,
    )


def with_account(worker, micros: int = 0):
    payees.state(worker_id=worker.pk, holder="Léa Martin", iban=IBAN, at=NOON)
    if micros:
        earn(worker, micros)
    return worker


def balance(worker) -> int:
    return books.earnings(owner_id=worker.pk).balance_micros


def sent_batch(auditor):
    batch = payouts.make_batch(made_by_id=auditor.pk, at=NOON)
    payouts.send(batch=batch, at=NOON)
    return batch


def test_whole_cents_leave_and_the_micros_stay(worker):
    with_account(worker, 3_456_789)

    payout = payouts.ask(worker_id=worker.pk, at=NOON)

    assert (payout.amount_micros, balance(worker)) == (3_450_000, 6_789)
    assert books.payouts().balance_micros == 3_450_000
    assert ledger_books.recompute().is_clean


def test_asking_twice_is_one_payout(worker):
    with_account(worker, 2 * EURO)

    assert payouts.ask(worker_id=worker.pk, at=NOON) == payouts.ask(worker_id=worker.pk, at=NOON)


def test_without_an_account_or_a_cent_nothing_is_paid_out(worker, other_worker):
    earn(worker, 2 * EURO)
    with_account(other_worker, 9_999)

    with pytest.raises(payouts.NoPayee):
        payouts.ask(worker_id=worker.pk, at=NOON)
    with pytest.raises(payouts.NothingToPayOut):
        payouts.ask(worker_id=other_worker.pk, at=NOON)


def test_a_worker_asks_once_a_day(worker, auditor):
    with_account(worker, 2 * EURO)
    payouts.ask(worker_id=worker.pk, at=NOON)
    sent_batch(auditor)
    earn(worker, EURO)

    with pytest.raises(payouts.AskedToday):
        payouts.ask(worker_id=worker.pk, at=NOON + A_DAY - timedelta(seconds=1))

    assert payouts.ask(worker_id=worker.pk, at=NOON + A_DAY).amount_micros == EURO


def test_a_payout_that_has_not_left_is_taken_back(worker, auditor):
    with_account(worker, 2 * EURO)
    payout = payouts.ask(worker_id=worker.pk, at=NOON)

    for _time in range(2):
        payouts.cancel(payout=payout, at=NOON)
    assert balance(worker) == 2 * EURO

    second = payouts.ask(worker_id=worker.pk, at=NOON)
    sent_batch(auditor)
    with pytest.raises(payouts.NotOnItsWay):
        payouts.cancel(payout=second, at=NOON)


def test_a_batch_holds_who_asked_and_who_reached_the_threshold(auditor):
    asked, rich, poor = (with_account(make_worker(n), m) for n, m in ((1, 50_000), (2, EURO), (3, 990_000)))
    earn(make_worker(4), 5 * EURO)
    payouts.ask(worker_id=asked.pk, at=NOON)

    batch = payouts.make_batch(made_by_id=auditor.pk, at=NOON)

    assert set(batch.payouts.values_list("worker_id", flat=True)) == {asked.pk, rich.pk}
    assert (batch.amount_micros, batch.payout_count, balance(poor)) == (1_050_000, 2, 990_000)


def test_the_iban_lies_sealed_and_goes_into_the_file(worker, auditor):
    with_account(worker, 2 * EURO)

    content = payouts.send(batch=payouts.make_batch(made_by_id=auditor.pk, at=NOON), at=NOON)

    assert IBAN.encode() not in bytes(Payee.objects.get().sealed_iban)
    assert IBAN.encode() in content


@pytest.mark.parametrize("version", ["pain.001.001.03", "pain.001.001.09"])
@pytest.mark.parametrize("bic", ["", "PSSTFRPPXXX"])
def test_the_file_is_valid_and_says_each_payment(settings, version, bic):
    settings.PAIN_VERSION, settings.BANK_BIC = version, bic
    orders = [Order("Léa Martin", IBAN, 3_450_000, "RF18539007547034")]

    root = etree.fromstring(sepa.credit_transfers(orders=orders, on=NOON.date()))

    assert root.findtext(".//{*}CdtTrfTxInf/{*}Amt/{*}InstdAmt") == "3.45"
    assert root.findtext(".//{*}CdtTrfTxInf/{*}PmtId/{*}EndToEndId") == "RF18539007547034"
    assert root.findtext(".//{*}GrpHdr/{*}CtrlSum") == "3.45"
    assert version in etree.QName(root).namespace


class Cheques:
    """A provider of another kind, as an operator may write one."""

    media_type, suffix = "text/csv", "csv"

    def order(self, *, orders, on) -> bytes:
        return "".join(f"{on},{each.holder},{each.amount_micros},{each.reference}\n" for each in orders).encode()

    def refused(self, *, content: bytes) -> list[Refused]:
        return [Refused(reference, "gone") for reference in content.decode().split()]


def test_another_provider_writes_the_file_and_says_what_came_back(client, worker, auditor, settings):
    settings.PAYOUT_PROVIDER = "tests.ledger.test_payouts.Cheques"
    with_account(worker, 2 * EURO)
    batch = payouts.make_batch(made_by_id=auditor.pk, at=NOON)
    client.force_login(auditor)

    answer = client.post(f"/audit/payouts/{batch.pk}/file/")
    report = io.BytesIO(batch.payouts.get().reference.encode())
    client.post("/audit/payouts/report/", {"file": report})

    assert answer.content.decode() == f"2026-03-02,Léa Martin,2000000,{batch.payouts.get().reference}\n"
    assert answer["Content-Disposition"] == f'attachment; filename="{batch}.csv"'
    assert (batch.payouts.get().note, balance(worker)) == ("gone", 2 * EURO)


def test_the_file_is_always_the_same(worker, auditor):
    with_account(worker, 2 * EURO)
    batch = payouts.make_batch(made_by_id=auditor.pk, at=NOON)

    assert payouts.send(batch=batch, at=NOON) == payouts.send(batch=batch, at=NOON + A_DAY)


def test_a_large_batch_waits_for_a_second_auditor(worker, auditor, django_user_model, settings):
    settings.FOUR_EYES_MICROS = EURO
    with_account(worker, 2 * EURO)
    batch = payouts.make_batch(made_by_id=auditor.pk, at=NOON)
    second = django_user_model.objects.create_user("second@example.org", "a calm long password", is_auditor=True)

    for refused in (
        lambda: payouts.send(batch=batch, at=NOON),
        lambda: payouts.confirm(batch=batch, confirmed_by_id=auditor.pk, at=NOON),
    ):
        with pytest.raises(payouts.NeedsAnotherAuditor):
            refused()
    payouts.confirm(batch=batch, confirmed_by_id=second.pk, at=NOON)

    assert payouts.send(batch=batch, at=NOON)


def test_the_database_wants_four_eyes_too(worker, auditor, settings):
    settings.FOUR_EYES_MICROS = EURO
    with_account(worker, 2 * EURO)
    batch = payouts.make_batch(made_by_id=auditor.pk, at=NOON)

    with pytest.raises(IntegrityError, match="ledger_batch_has_four_eyes"), transaction.atomic():
        type(batch).objects.update(confirmed_by=auditor)
    with pytest.raises(IntegrityError, match="ledger_unconfirmed_batch_is_not_sent"), transaction.atomic():
        type(batch).objects.update(sent_at=NOON)


def left(payout: Payout, amount: str = "2.00", **more: object) -> bytes:
    entry = payment(amount, direction="DBIT", reference="BANK-1", **more)
    named = f"<Refs><EndToEndId>{payout.reference}</EndToEndId></Refs>"
    return statement(entry.replace("<TxDtls>", f"<TxDtls>{named}"))


def came_back(payout: Payout) -> bytes:
    entry = payment("2.00", reference="BANK-2")
    named = f"<Refs><EndToEndId>{payout.reference}</EndToEndId></Refs>"
    reason = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls>"
    return statement(entry.replace("<TxDtls>", f"<TxDtls>{named}").replace("</TxDtls>", reason), number="2026-043")


def take_in(content: bytes, auditor) -> None:
    bank.import_file(content=content, name="x.xml", imported_by_id=auditor.pk, at=NOON)


def test_a_statement_settles_the_payout_that_it_names(worker, auditor):
    with_account(worker, 2 * EURO)
    payout = sent_batch(auditor).payouts.get()

    take_in(left(payout), auditor)

    payout.refresh_from_db()
    assert (payout.state, books.payouts().balance_micros) == (Payout.State.SETTLED, 0)
    assert ledger_books.recompute().is_clean


def test_another_amount_than_ours_settles_nothing(worker, auditor):
    with_account(worker, 2 * EURO)
    payout = sent_batch(auditor).payouts.get()

    take_in(left(payout, "3.00"), auditor)

    payout.refresh_from_db()
    assert payout.state == Payout.State.SENT


@pytest.mark.parametrize("is_settled", [False, True])
def test_money_that_comes_back_is_the_workers_again(worker, auditor, is_settled):
    with_account(worker, 2 * EURO)
    payout = sent_batch(auditor).payouts.get()
    if is_settled:
        take_in(left(payout), auditor)

    take_in(came_back(payout), auditor)

    payout.refresh_from_db()
    assert (payout.state, payout.note, balance(worker)) == (Payout.State.RETURNED, "AC04", 2 * EURO)
    assert ledger_books.recompute().is_clean


def report(reference: str, status: str = "RJCT") -> bytes:
    return f"""<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><OrgnlPmtInfAndSts>
        <TxInfAndSts><OrgnlEndToEndId>{reference}</OrgnlEndToEndId><TxSts>{status}</TxSts>
        <StsRsnInf><Rsn><Cd>AC01</Cd></Rsn></StsRsnInf></TxInfAndSts>
        </OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>""".encode()


def test_what_a_report_refuses_goes_back_once(worker, auditor):
    with_account(worker, 2 * EURO)
    payout = sent_batch(auditor).payouts.get()

    for expected in ({payout.reference}, set()):
        refused = sepa.refused_payments(report(payout.reference))
        assert payouts.give_back(references={each.reference: each.code for each in refused}, at=NOON) == expected

    assert balance(worker) == 2 * EURO


def test_an_accepted_payment_is_not_refused_and_no_report_is_refused():
    assert sepa.refused_payments(report("RF18539007547034", "ACSC")) == []
    with pytest.raises(NotAStatement):
        sepa.refused_payments(b"<a/>")


def test_a_batch_that_the_bank_paid_settles_once(worker, auditor):
    with_account(worker, 2 * EURO)
    batch = sent_batch(auditor)

    assert [payouts.settle(batch=batch, at=NOON) for _time in range(2)] == [1, 0]


def test_a_new_account_ends_the_one_before(worker):
    with_account(worker)
    payees.state(worker_id=worker.pk, holder="L. Martin", iban="FR14 2004 1010 0505 0001 3M02 606", at=NOON)

    assert payees.of(worker_id=worker.pk).iban_end == "2606"
    assert Payee.objects.filter(worker=worker).count() == 2


@pytest.mark.parametrize("wrong", ["", "DE89370400440532013001", "FR14", "hello"])
def test_a_wrong_iban_is_refused(worker, wrong):
    with pytest.raises(payees.NotAnIban):
        payees.state(worker_id=worker.pk, holder="Léa", iban=wrong, at=NOON)


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_who_ask_batch_and_take_back_move_each_cent_once(auditor):
    workers = [with_account(make_worker(number), 2 * EURO) for number in range(8)]

    def one(number: int) -> None:
        try:
            worker = workers[number % 8]
            if number % 3 == 0:
                payouts.make_batch(made_by_id=auditor.pk, at=NOON)
            elif number % 3 == 1:
                payouts.ask(worker_id=worker.pk, at=NOON)
            else:
                payouts.cancel(payout=payouts.ask(worker_id=worker.pk, at=NOON), at=NOON)
        except (payouts.NothingToPayOut, payouts.NotOnItsWay, payouts.AskedToday):
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(48)))

    held = sum(balance(worker) for worker in workers)
    assert held + books.payouts().balance_micros == 16 * EURO
    assert ledger_books.recompute().is_clean
    living = Payout.objects.exclude(state="cancelled")
    assert sum(living.values_list("amount_micros", flat=True)) == books.payouts().balance_micros

"""Bank statements are read exactly, or refused with a sentence."""

import pytest

from ledger.domain import camt
from tests.ledger.statements import collected, payment, statement


def lines_of(content: bytes) -> tuple[camt.Line, ...]:
    (found,) = camt.read(content)
    return found.lines


@pytest.mark.parametrize("version", ["02", "08"])
def test_a_payment_is_read_in_the_old_and_in_the_new_form(version):
    (line,) = lines_of(statement(payment("12.34", "thank you", version=version), version=version))

    assert (line.amount_micros, line.is_credit, line.currency) == (12_340_000, True, "EUR")
    assert (line.name, line.iban, line.words) == ("Example SARL", "DE89370400440532013000", "thank you")
    assert line.booked_on.isoformat() == "2026-03-02"


def test_the_payments_that_a_bank_collected_are_lines_of_their_own():
    lines = lines_of(statement(collected("30.00", ("10.00", "RF18539007547034"), ("20.00", "other"))))

    assert [(line.amount_micros, line.part, line.words) for line in lines] == [
        (10_000_000, 0, "RF18539007547034"),
        (20_000_000, 1, "other"),
    ]


def test_a_collection_whose_parts_do_not_add_up_is_one_line():
    lines = lines_of(statement(collected("30.00", ("10.00", "a"), ("19.00", "b"))))

    assert [line.amount_micros for line in lines] == [30_000_000]


def test_what_is_only_announced_is_left_out():
    assert lines_of(statement(payment("5.00", status="PDNG"))) == ()


def test_five_decimals_are_exact():
    (line,) = lines_of(statement(payment("0.00001")))

    assert line.amount_micros == 10


def test_lines_that_lead_from_balance_to_balance_are_taken():
    content = statement(payment("12.00"), payment("2.00", direction="DBIT"), opening="100.00", closing="110.00")

    assert len(lines_of(content)) == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not xml", "This file is not XML that can be read"),
        (b"<a xmlns='urn:other'/>", "This is not a camt.053 statement."),
        (b"<!DOCTYPE a [<!ENTITY x 'y'>]>" + statement()[38:], "This is not a camt.053 statement."),
        (statement().replace(b"Stmt>", b"Rpt>").replace(b"BkToCstmrRpt", b"BkToCstmrStmt"), "There is no statement"),
        (statement(payment("1.00"), opening="5.00", closing="7.00"), "Statement 2026-042 doesn’t add up"),
        (statement(payment("NaN")), "no amount that can be read"),
        (statement(payment("-1.00")), "no amount that can be read"),
        (statement(payment("0.0000001")), "no amount that can be read"),
        (statement(payment("1.00")).replace(b"<Dt>2026-03-02</Dt>", b"<Dt>soon</Dt>"), "no date that can be read"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(camt.NotAStatement) as refused:
        camt.read(content)

    assert sentence in refused.value.sentence


def test_an_entity_is_never_opened(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("RF18539007547034")
    content = statement(payment("1.00", "&x;"))
    wicked = content.replace(b"?>", f'?><!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]>'.encode(), 1)

    with pytest.raises(camt.NotAStatement):
        camt.read(wicked)

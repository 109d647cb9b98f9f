"""Bank statements as banks write them, valid by the schemas of camt.053 in version 02 and in version 08."""

from __future__ import annotations

from django.conf import settings

OUR_DAY = "2026-03-02"
# What kind of entry it is, which the schemas of camt.053 ask for.
BANKS_CODE = "<BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd>"


def payment(
    amount: str,
    words: str = "",
    *,
    direction: str = "CRDT",
    currency: str = "EUR",
    reference: str = "",
    status: str = "BOOK",
    reversal: bool = False,
    name: str = "Example SARL",
    version: str = "08",
) -> str:
    """One entry with one payment in it."""
    party = "Dbtr" if direction == "CRDT" else "Cdtr"
    named = f"<Pty><Nm>{name}</Nm></Pty>" if version == "08" else f"<Nm>{name}</Nm>"
    said = f"<Cd>{status}</Cd>" if version == "08" else status
    return f"""
    <Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>
      {"<RvslInd>true</RvslInd>" if reversal else ""}<Sts>{said}</Sts>
      <BookgDt><Dt>{OUR_DAY}</Dt></BookgDt>
      {f"<AcctSvcrRef>{reference}</AcctSvcrRef>" if reference else ""}{BANKS_CODE}
      <NtryDtls><TxDtls>
        <RltdPties><{party}>{named}</{party}>
          <{party}Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></{party}Acct></RltdPties>
        {f"<RmtInf><Ustrd>{words}</Ustrd></RmtInf>" if words else ""}
      </TxDtls></NtryDtls></Ntry>"""


def collected(amount: str, *parts: tuple[str, str]) -> str:
    """One entry in which the bank collected several payments."""
    details = "".join(
        f"""<TxDtls><Amt Ccy="EUR">{part}</Amt><RmtInf><Strd><CdtrRefInf><Ref>{words}</Ref></CdtrRefInf></Strd></RmtInf>
        </TxDtls>"""
        for part, words in parts
    )
    return f"""
    <Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
      <BookgDt><Dt>{OUR_DAY}</Dt></BookgDt><AcctSvcrRef>COLLECTED-1</AcctSvcrRef>{BANKS_CODE}
      <NtryDtls>{details}</NtryDtls></Ntry>"""


def statement(
    *entries: str, number: str = "2026-042", iban: str = "", opening: str = "", closing: str = "", version: str = "08"
) -> bytes:
    """A whole file with one statement of our account."""
    balances = "".join(
        f"""<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt>
        <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{OUR_DAY}</Dt></Dt></Bal>"""
        for code, amount in (("OPBD", opening), ("CLBD", closing))
        if amount
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>
  <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-03-03T06:00:00</CreDtTm></GrpHdr>
  <Stmt><Id>{number}</Id><CreDtTm>2026-03-03T06:00:00</CreDtTm>
    <Acct><Id><IBAN>{iban or settings.BANK_IBAN}</IBAN></Id></Acct>{balances}{"".join(entries)}
  </Stmt></BkToCstmrStmt></Document>""".encode()

"""The tables of money: the books, wage floors, the bank, and payouts."""

from ledger.models.bank import BankEntry, BankStatement, TopUp
from ledger.models.books import Account, Transfer
from ledger.models.checks import BooksCheck, BooksFinding
from ledger.models.closing import ClosedMonth, MonthBalance
from ledger.models.floors import PayFloor
from ledger.models.invoices import BillingParty, Invoice, InvoiceSeries
from ledger.models.payouts import Payee, Payout, PayoutBatch
from ledger.models.sellers import EarningsReport, TaxDetails

__all__ = [
    "Account",
    "BankEntry",
    "BankStatement",
    "BillingParty",
    "BooksCheck",
    "BooksFinding",
    "ClosedMonth",
    "EarningsReport",
    "Invoice",
    "InvoiceSeries",
    "MonthBalance",
    "PayFloor",
    "Payee",
    "Payout",
    "PayoutBatch",
    "TaxDetails",
    "TopUp",
    "Transfer",
]

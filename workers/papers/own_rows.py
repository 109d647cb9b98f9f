"""Which rows are about one worker: what their archive holds (GDPR articles 15 and 20), and what it leaves out, and why.

A test compares this with all models: a new column that names a person has to be listed here on one side.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, Suspension, User
from ledger.domain import payees, tax_details
from ledger.models import Account, Payee, Payout, TaxDetails, Transfer
from tasks.models import (
    Answer,
    Appeal,
    AppealStep,
    Assignment,
    Bonus,
    Draft,
    FloorPay,
    Letter,
    Participation,
    Question,
    Reading,
    RejectionRequest,
    Report,
    SampledAnswer,
    Training,
    TrainingAnswer,
)
from transparency.models import (
    Attention,
    EventNote,
    JobDay,
    PersonLook,
    Presence,
    ReportedTime,
    StatedTime,
    Stream,
    WorkerDay,
    WorkEvent,
)
from workers.models import DataArchive, Look, StatementArchive, WarningRead

CHUNK = 2000
Json = dict[str, Any]
Add = Callable[[Any], Json]


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the archive: the rows of a model that `by` leads to, by their own columns.

    `without` are columns that are left out (secrets, keys of files); `add` puts in what is kept sealed.
    """

    name: str
    model: type[Model]
    by: str
    says: str | Promise
    without: tuple[str, ...] = ()
    add: Add | None = field(default=None, compare=False)

    def rows(self, worker: User) -> QuerySet[Any]:
        value = worker.pk if self.by == "pk" or self.by.endswith("number") else worker
        return self.model._default_manager.filter(**{self.by: value}).order_by("pk")


def _iban(payee: Payee) -> Json:
    return {"iban": payees.iban_of(payee) if payees.is_open() else f"… {payee.iban_end}"}


def _tax(kept: TaxDetails) -> Json:
    read = tax_details.read(kept)
    names = ("name", "address", "country", "tax_number", "born_on")
    return {name: getattr(read, name) for name in names}


# What hides the log's words from whoever has them not; a receipt shows those of one row.
_SALTS = ("salt", "kept_salt")

PARTS = (
    Part("account", User, "pk", _("Who you are here."), ("password",)),
    Part("email-addresses", EmailAddress, "user", _("Your e-mail addresses.")),
    Part("second-factors", Authenticator, "user", _("Your second factors, without their secrets."), ("data",)),
    Part("programs", ApiToken, "user", _("Your programs’ keys, without the keys."), ("digest",)),
    Part("suspensions", Suspension, "worker", _("Suspensions, with their reasons.")),
    Part("assignments", Assignment, "worker", _("Every assignment and what was decided on it, with the reason.")),
    Part("answers", Answer, "assignment__worker", _("Your answers.")),
    Part("drafts", Draft, "assignment__worker", _("Answers that you saved and did not submit.")),
    Part("jobs-taken-part-in", Participation, "worker", _("The jobs that you worked on.")),
    Part("warnings-read", WarningRead, "worker", _("Which jobs’ warnings you read.")),
    Part("trainings", Training, "worker", _("Your training.")),
    Part("training-answers", TrainingAnswer, "training__worker", _("Your answers in training.")),
    Part("questions", Question, "asker", _("What you asked, and the answers.")),
    Part("questions-read", Reading, "worker", _("When you last read a job’s questions.")),
    Part("reports", Report, "assignment__worker", _("Micro-tasks that you reported.")),
    Part(
        "rejections-asked",
        RejectionRequest,
        "assignment__worker",
        _("Rejections of your answers that an auditor had to allow."),
    ),
    Part("samples", SampledAnswer, "assignment__worker", _("Answers of yours that were looked at in a sample.")),
    Part("appeals", Appeal, "worker", _("Your appeals and what was decided.")),
    Part("appeal-steps", AppealStep, "appeal__worker", _("What was said in your appeals.")),
    Part("bonuses", Bonus, "worker", _("Bonuses that you got.")),
    Part("floor-pay", FloorPay, "worker", _("What lifted your pay to the floor.")),
    Part("letters", Letter, "person", _("Letters that we wrote to you.")),
    Part("ledger-accounts", Account, "owner", _("Your accounts and their balances.")),
    Part("payees", Payee, "worker", _("Where your money is sent, now and before."), ("sealed_iban",), _iban),
    Part("payouts", Payout, "worker", _("Your payouts.")),
    Part("tax-details", TaxDetails, "worker", _("What you stated for the tax office."), ("sealed",), _tax),
    Part("log", WorkEvent, "worker_number", _("The whole labour log about you.")),
    Part("log-name", Stream, "person_number", _("The name that your rows have in the sealed log."), _SALTS),
    Part("notes", EventNote, "worker_number", _("Your notes beside the log.")),
    Part("stated-time", StatedTime, "worker_number", _("What you said of your time at work.")),
    Part("reported-time", ReportedTime, "worker_number", _("What you said that assignments took.")),
    Part("presence", Presence, "worker_number", _("When you were at work.")),
    Part("attention", Attention, "worker_number", _("How long pages with assignments were in view and in use.")),
    Part("days", WorkerDay, "worker_number", _("Your days of work, summed up.")),
    Part("days-by-job", JobDay, "worker_number", _("The same by job.")),
    Part("looks", Look, "worker", _("Who looked at you by name, and why.")),
    Part("looks-in-passing", PersonLook, "worker_number", _("Who looked at something of yours, and at what.")),
    Part("statement-archives", StatementArchive, "worker", _("Papers that were made for you."), ("key",)),
    Part("data-archives", DataArchive, "worker", _("Archives like this one that you asked for."), ("key",)),
)

# Columns that name a person and are not in the archive of a worker, with the reason that stands in its manifest.
_AS_REQUESTER = _("It is about somebody who gives work: their pages hold it.")
_AS_AUDITOR = _("It names the auditor who did it; what was done to you is in the row that is about you.")
_IN_ANOTHER = _("It is a column of rows that are in the archive for their worker’s sake.")
LEFT_OUT: dict[str, str | Promise] = {
    "account.EmailConfirmation.email_address": _("A code that lives for minutes, sent to your address."),
    "accounts.Suspension.decided_by": _IN_ANOTHER,
    "accounts.Suspension.lifted_by": _IN_ANOTHER,
    "ledger.TopUp.requester": _AS_REQUESTER,
    "ledger.BankStatement.imported_by": _AS_AUDITOR,
    "ledger.BankEntry.requester": _AS_REQUESTER,
    "ledger.BankEntry.decided_by": _AS_AUDITOR,
    "ledger.BooksCheck.asked_by": _AS_AUDITOR,
    "ledger.BooksCheck.looked_by": _AS_AUDITOR,
    "ledger.ClosedMonth.closed_by": _AS_AUDITOR,
    "ledger.BillingParty.requester": _AS_REQUESTER,
    "ledger.Invoice.requester": _AS_REQUESTER,
    "ledger.PayoutBatch.made_by": _AS_AUDITOR,
    "ledger.PayoutBatch.confirmed_by": _AS_AUDITOR,
    "ledger.EarningsReport.taken_by": _AS_AUDITOR,
    "tasks.Job.requester": _AS_REQUESTER,
    "tasks.Assignment.decided_by": _IN_ANOTHER,
    "tasks.Appeal.against": _IN_ANOTHER,
    "tasks.Appeal.decided_by": _IN_ANOTHER,
    "tasks.AppealStep.by": _IN_ANOTHER,
    "tasks.Export.asked_by": _AS_REQUESTER,
    "tasks.Question.hidden_by": _IN_ANOTHER,
    "tasks.RejectionRequest.asked_by": _IN_ANOTHER,
    "tasks.RejectionRequest.decided_by": _IN_ANOTHER,
    "tasks.Sample.drawn_by": _AS_REQUESTER,
    "tasks.MassApproval.asked_by": _AS_REQUESTER,
    "transparency.Alert.looked_by": _AS_AUDITOR,
    "transparency.AlertThreshold.changed_by": _AS_AUDITOR,
    "transparency.GapStudy.asked_by": _AS_AUDITOR,
    "transparency.PersonLook.auditor": _IN_ANOTHER,
    "transparency.ResearchRequest.decided_by": _AS_AUDITOR,
    "workers.Look.auditor": _IN_ANOTHER,
}


def count_of(worker: User) -> int:
    """How many rows the archive will hold."""
    return sum(part.rows(worker).count() for part in PARTS) + transfers_of(worker).count()


def records(part: Part, worker: User) -> Iterator[Json]:
    """The rows of a part, one object each, read as they are consumed."""
    names = [each for each in part.model._meta.concrete_fields if each.name not in part.without]
    people = [each for each in names if each.is_relation and each.related_model is User]
    found = part.rows(worker).select_related(*(each.name for each in people if each.name != part.by))
    for row in found.iterator(chunk_size=CHUNK):
        record = {each.name: _told(getattr(row, each.attname)) for each in names if each not in people}
        record |= {each.name: _person(getattr(row, each.name), worker) for each in people}
        yield record | (part.add(row) if part.add else {})


def transfers_of(worker: User) -> QuerySet[Transfer]:
    """Every movement of money to or from a worker's accounts."""
    own = list(Account.objects.filter(owner=worker).values_list("pk", flat=True))
    return (
        Transfer.objects.filter(Q(credit__in=own) | Q(debit__in=own)).select_related("debit", "credit").order_by("pk")
    )


def transfer_records(worker: User) -> Iterator[Json]:
    """The movements of a worker's money: above zero it came, below it went."""
    for each in transfers_of(worker).iterator(chunk_size=CHUNK):
        is_credit = each.credit.owner_id == worker.pk
        yield {
            "at": _told(each.at),
            "reason": each.reason,
            "micros": each.amount_micros if is_credit else -each.amount_micros,
            "other_side": (each.debit if is_credit else each.credit).kind,
            "key": each.key,
        }


def _told(value: Any) -> Any:
    """A column's value as JSON has it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return json.loads(json.dumps(value, default=str))


def _person(person: User | None, worker: User) -> str | None:
    """The worker is “you”; others by the name that they show, never by their address."""
    if person is None:
        return None
    return "you" if person.pk == worker.pk else person.display_name or "somebody"

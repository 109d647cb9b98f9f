"""A worker's statement on paper: one document, or for a great period several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from ledger.domain.seller import seller
from ledger.models import Transfer
from transparency.domain.rollup.rates import hourly_micros
from web.domain.formatting import format_duration, format_hourly_amount, format_micros, format_number
from web.domain.papers import MOST_LINES, Column, Figures, Heading, Paper, Party, Table, Words
from workers.papers import pay_statements
from workers.papers.pay_statements import Line, Statement

NOTHING = "–"


@dataclass
class _JobSum:
    """What one job brought in some lines. `timed_micros` is pay for time: what lifted it to the floor is in it."""

    title: str
    count: int = 0
    seconds: float = 0.0
    timed_micros: int = 0
    micros: int = 0


@dataclass
class Sums:
    """Lines added up by job; lines that are about none stand apart."""

    by_job: dict[int, _JobSum] = field(default_factory=dict)

    def add(self, line: Line) -> None:
        """Count one line in."""
        if line.job is None:
            return
        found = self.by_job.setdefault(line.job.pk, _JobSum(line.job.title))
        found.micros += line.micros
        if line.seconds is not None:
            found.count += 1
            found.seconds += line.seconds
        if line.seconds is not None or line.reason is Transfer.Reason.FLOOR_PAY:
            found.timed_micros += line.micros


def paper_of(*, statement: Statement, at: datetime) -> Paper:
    """The whole statement on one paper: balances, jobs, every line. For at most MOST_LINES lines."""
    lines = list(pay_statements.all_lines(worker=statement.worker, period=statement.period))
    sums = Sums()
    for line in lines:
        sums.add(line)
    paper = overview(statement=statement, sums=sums, at=at)
    if lines:
        paper.blocks.extend([Heading(_("Every line")), _table_of(lines)])
    return paper


def overview(*, statement: Statement, sums: Sums, at: datetime) -> Paper:
    """Balances, and what each job brought."""
    opening, closing = format_micros(statement.opening_micros), format_micros(statement.closing_micros)
    line_words = ngettext("%(count)s line", "%(count)s lines", statement.line_count)
    counted = line_words % {"count": format_number(statement.line_count)}
    paper = _begun(statement, at)
    paper.blocks.extend(
        [
            Figures(
                [
                    (_("Balance at the beginning"), opening, ""),
                    (_("Earned"), format_micros(statement.earned_micros), counted),
                    (_("Paid out"), format_micros(statement.paid_out_micros), ""),
                    (_("Balance at the end"), closing, ""),
                ]
            ),
            Heading(_("What came and went")),
            _reasons(statement),
        ]
    )
    if sums.by_job:
        paper.blocks.extend([Heading(_("By job")), _jobs(sums), Words(explained(), is_muted=True)])
    return paper


def explained() -> str:
    """What the time on a statement is, in a sentence or two."""
    return _(
        "Time is what was credited: in use, or what you said, whichever is more, for each answer that was paid. Work "
        "that was returned or rejected isn’t in it: My work shows the hourly figure that counts it. Bonuses are pay "
        "without time."
    )


def parts_of(*, statement: Statement, at: datetime) -> Iterator[tuple[str, Paper, int]]:
    """A great period as several papers: name, paper, how many lines; the overview comes last.

    Each month has its own, and a month of more than MOST_LINES lines several.
    """
    sums = Sums()
    for month in statement.period.months:
        lines = pay_statements.all_lines(worker=statement.worker, period=month)
        part = 0
        while chunk := list(islice(lines, MOST_LINES)):
            part += 1
            for line in chunk:
                sums.add(line)
            of_month = Statement(statement.worker, month, 0, [])
            paper = _begun(of_month, at, part=part)
            paper.blocks.extend([Heading(_("Every line")), _table_of(chunk)])
            yield f"{month}-{part}", paper, len(chunk)
    yield str(statement.period), overview(statement=statement, sums=sums, at=at), 0


def _begun(statement: Statement, at: datetime, *, part: int = 0) -> Paper:
    names = {"period": statement.period.name, "part": part}
    title = _("Statement of pay, %(period)s, part %(part)s") if part else _("Statement of pay, %(period)s")
    return Paper(
        title=title % names,
        made_at=at,
        reference=str(statement.period),
        footer=_("Amounts are exact to a millionth of the currency’s unit, as the ledger keeps them."),
        parties=[Party(_("Paid by"), seller()), Party(_("Worker"), who(statement.worker))],
    )


def who(worker: User) -> str:
    """How a worker is named on their own papers."""
    return f"{worker.display_name}\n{worker.email}" if worker.display_name else worker.email


def _reasons(statement: Statement) -> Table:
    rows = [[str(each.reason.label), format_number(each.count), format_micros(each.micros)] for each in statement.sums]
    total = format_micros(statement.closing_micros - statement.opening_micros)
    columns = [Column(_("What"), is_wide=True), Column(_("Lines"), True), Column(_("Amount"), True)]
    return Table(columns, rows, [[_("Change of the balance"), format_number(statement.line_count), total]])


def _jobs(sums: Sums) -> Table:
    every = list(sums.by_job.values())
    total = _JobSum(_("In all"))
    for each in every:
        total.count += each.count
        total.seconds += each.seconds
        total.timed_micros += each.timed_micros
        total.micros += each.micros
    columns = [
        Column(_("Job"), is_wide=True),
        Column(_("Paid answers"), True),
        Column(_("Time"), True),
        Column(_("An hour paid"), True),
        Column(_("Amount"), True),
    ]
    return Table(columns, [_job_row(each) for each in every], [_job_row(total)])


def _job_row(found: _JobSum) -> Sequence[str]:
    rate = hourly_micros(pay_micros=found.timed_micros, seconds=found.seconds)
    return [
        found.title,
        format_number(found.count),
        format_duration(found.seconds) if found.count else NOTHING,
        NOTHING if rate is None else format_hourly_amount(rate),
        format_micros(found.micros),
    ]


def _table_of(lines: Sequence[Line]) -> Table:
    columns = [
        Column(_("When")),
        Column(_("What"), is_wide=True),
        Column(_("Micro-task")),
        Column(_("Time"), True),
        Column(_("An hour"), True),
        Column(_("Amount"), True),
    ]
    return Table(columns, [_line_row(line) for line in lines])


def _line_row(line: Line) -> Sequence[str]:
    rate = line.hourly_micros
    about = "\n".join(part for part in (line.job.title if line.job else line.reference, line.words) if part)
    return [
        date_format(localtime(line.at), "SHORT_DATETIME_FORMAT"),
        f"{line.reason.label}\n{about}" if about else str(line.reason.label),
        line.micro_task or NOTHING,
        NOTHING if line.seconds is None else format_duration(line.seconds),
        NOTHING if rate is None else format_hourly_amount(rate),
        format_micros(line.micros),
    ]

"""The auditor's tables as sheets: columns with their units, rows as plain values, read as they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from django.conf import settings

from transparency.domain.auditing.groups import Group
from transparency.domain.auditing.jobs import JobTable
from web.domain.formatting import MICROS

# How many groups are named at once.
PAGE = 1_000


class Form(Enum):
    """What the values of a column are."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    SECONDS = "s"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Column:
    """A column with the form of its values; `head` names the unit as well: “pay [EUR]”."""

    name: str
    form: Form
    unit: str = ""

    @property
    def head(self) -> str:
        return f"{self.name} [{self.unit}]" if self.unit else self.name


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to take away. `rows` is read once; money is exact, in the platform's currency."""

    name: str
    columns: tuple[Column, ...]
    row_count: int
    rows: Iterable[tuple[Any, ...]]


def money(name: str, *, per: str = "") -> Column:
    """A column of amounts, or of amounts an hour."""
    return Column(name, Form.MONEY, f"{settings.CURRENCY}{per}")


def seconds(name: str) -> Column:
    return Column(name, Form.SECONDS, "s")


def count(name: str) -> Column:
    return Column(name, Form.COUNT, "1")


def share(name: str) -> Column:
    """A column of shares, from 0 to 1."""
    return Column(name, Form.SHARE, "share of 1")


def amount(micros: int | None) -> Decimal | None:
    """Micros as an exact amount."""
    return None if micros is None else Decimal(micros) / MICROS


def jobs_sheet(*, table: JobTable) -> Sheet:
    """What the auditor's table of jobs shows, with the same filters in the same order."""
    columns = (
        Column("job", Form.TEXT), Column("title", Form.TEXT), Column("requester", Form.TEXT), Column("kind", Form.TEXT),
        Column("published_at", Form.TEXT, "UTC"), money("price"), count("decided_answers"), count("workers"),
        money("pay"), seconds("paid_time"), seconds("unpaid_time"), money("M13", per="/h"), money("M13b", per="/h"),
        money("floor", per="/h"), Column("against_the_floor", Form.TEXT),
    )  # fmt: skip
    return Sheet("jobs", columns, len(table), _job_rows(table))


def _job_rows(table: JobTable) -> Iterator[tuple[Any, ...]]:
    for row in table:
        fact, pay = row.fact, row.pay
        against = ("below" if row.is_below_floor else "kept") if row.is_judged else "not judged"
        yield (
            fact.public_id, fact.title, row.requester, fact.kind, fact.published_at.isoformat(timespec="seconds"),
            amount(fact.price_micros), pay.answer_count, pay.worker_count, amount(pay.pay_micros), pay.paid_seconds,
            pay.unpaid_seconds, amount(pay.paid_only_hourly_micros), amount(pay.all_tasks_hourly_micros),
            amount(row.floor_hourly_micros or None), against,
        )  # fmt: skip


Naming = Callable[[list[Group]], list[tuple[str, str, Group]]]


def pay_sheet(*, groups: Any, by: str, first: date, last: date, naming: Naming) -> Sheet:
    """What the auditor's table of pay shows: all its pages. `naming` gives each group its name and its mark."""
    columns = (
        Column("first_day", Form.TEXT), Column("last_day", Form.TEXT), Column(by, Form.TEXT), Column("mark", Form.TEXT),
        count("workers"), money("pay"), money("paid_up_to_the_floor"), money("rejected_without_pay"),
        seconds("paid_time"), seconds("unpaid_time"), money("M13b", per="/h"), money("M13b_median_worker", per="/h"),
        count("decided_answers"), share("rejected"), share("rejected_low_95"), share("rejected_high_95"),
    )  # fmt: skip
    return Sheet("pay", columns, len(groups), _pay_rows(groups, first, last, naming))


def _pay_rows(groups: Any, first: date, last: date, naming: Naming) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(groups), PAGE):
        for name, mark, group in naming(groups.read(start, PAGE)):
            rejection = group.rejection
            yield (
                first.isoformat(), last.isoformat(), name, mark, group.people_count, amount(group.earned_micros),
                amount(group.floor_micros), amount(group.withheld_micros), group.paid_seconds, group.unpaid_seconds,
                amount(group.hourly_micros), amount(group.median_micros), rejection.whole, rejection.value,
                rejection.low if rejection.whole else None, rejection.high if rejection.whole else None,
            )  # fmt: skip

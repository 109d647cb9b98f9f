"""The auditor's table of jobs: filtered, ordered, paged and summed by the database, from what was measured of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from django.db import connection

from transparency.domain.auditing.rows import Rows
from transparency.domain.metrics import HourlyPay
from transparency.models import JobFact

NO_PAY = HourlyPay(0, 0.0, 0.0, 0.0, 0, 0)


class Order(Enum):
    """How the auditor's table is ordered."""

    NEWEST = "newest"
    LOWEST_PAY = "pay"
    MOST_PAID = "paid"
    MOST_UNPAID_TIME = "unpaid"
    REQUESTER = "requester"


@dataclass(frozen=True, slots=True)
class JobRow:
    """One published job in the auditor's table."""

    fact: JobFact
    requester: str
    pay: HourlyPay
    floor_hourly_micros: int

    @property
    def is_judged(self) -> bool:
        """Whether any work was decided on, and a floor holds."""
        return self.pay.all_tasks_hourly_micros is not None and self.floor_hourly_micros > 0

    @property
    def is_below_floor(self) -> bool:
        """Whether M13b lies under the floor; a job that isn't judged is not below."""
        return self.is_judged and (self.pay.all_tasks_hourly_micros or 0) < self.floor_hourly_micros


@dataclass(frozen=True, slots=True)
class Totals:
    """All rows that the filters leave, added up. The rates of `pay` are ratios of sums; workers are not counted."""

    job_count: int
    below_count: int
    pay: HourlyPay


_RATE = "round(coalesce(measure.pay_micros, 0)::numeric * 3600 / nullif(measure.all_seconds, 0)::numeric)"
_UNPAID = "greatest(0, coalesce(measure.all_seconds, 0) - coalesce(measure.paid_seconds, 0))"
_NAME = "coalesce(nullif(person.display_name, ''), person.email, '')"
_FROM = """
    FROM transparency_jobfact fact
    LEFT JOIN transparency_jobmeasure measure USING (job_number)
    LEFT JOIN accounts_user person ON person.id = fact.requester_number
"""
_NEWEST = "fact.published_at DESC, fact.job_number DESC"
_ORDERS = {
    Order.NEWEST: _NEWEST,
    Order.LOWEST_PAY: f"CASE WHEN %(floor)s > 0 THEN {_RATE} END NULLS LAST, {_NEWEST}",
    Order.MOST_PAID: f"coalesce(measure.pay_micros, 0) DESC, {_NEWEST}",
    Order.MOST_UNPAID_TIME: f"{_UNPAID} DESC, {_NEWEST}",
    Order.REQUESTER: f"lower({_NAME}), {_NEWEST}",
}


@dataclass(frozen=True, eq=False)
class JobTable(Rows[JobRow]):
    """Published jobs as an auditor asked for them: of a kind, with words in the title or the requester's name, against
    the floor. `floor_hourly_micros` is 0 where none holds; `floor` is “below”, “above” or empty.
    """

    floor_hourly_micros: int
    kind: str = ""
    search: str = ""
    floor: str = ""
    order: Order = Order.NEWEST

    def __len__(self) -> int:
        return self.totals.job_count

    @cached_property
    def totals(self) -> Totals:
        """How many jobs the filters leave, how many of them lie below the floor, and what all come to."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                SELECT count(*), count(*) FILTER (WHERE {_RATE} < %(floor)s),
                    coalesce(sum(measure.pay_micros), 0)::bigint, coalesce(sum(measure.paid_seconds), 0),
                    coalesce(sum(measure.all_seconds), 0), coalesce(sum(measure.answer_count), 0)::bigint
                {_FROM} WHERE {self._where()}
                """,
                self._values(),
            )
            jobs, below, pay, paid, every, answers = cursor.fetchone() or (0, 0, 0, 0.0, 0.0, 0)
        return Totals(jobs, below, HourlyPay(pay, paid, every, 0.0, 0, answers))

    def read(self, first: int, count: int) -> list[JobRow]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                SELECT fact.job_number, {_NAME}, measure.pay_micros, measure.paid_seconds, measure.all_seconds,
                    measure.worker_count, measure.answer_count
                {_FROM} WHERE {self._where()} ORDER BY {_ORDERS[self.order]} LIMIT %(count)s OFFSET %(first)s
                """,
                {**self._values(), "first": first, "count": count},
            )
            found = cursor.fetchall()
        facts = JobFact.objects.in_bulk([row[0] for row in found])
        return [
            JobRow(
                facts[number],
                name,
                NO_PAY if pay is None else HourlyPay(pay, paid, every, 0.0, workers, answers),
                self.floor_hourly_micros,
            )
            for number, name, pay, paid, every, workers, answers in found
        ]

    def _where(self) -> str:
        parts = ["true"]
        if self.kind:
            parts.append("fact.kind = %(kind)s")
        if self.search:
            parts.append(
                "(fact.title ILIKE %(like)s OR fact.public_id = %(search)s"
                " OR person.display_name ILIKE %(like)s OR person.email ILIKE %(like)s)"
            )
        if self.floor:
            parts.append(f"%(floor)s > 0 AND {_RATE} {'<' if self.floor == 'below' else '>='} %(floor)s")
        return " AND ".join(parts)

    def _values(self) -> dict[str, Any]:
        escaped = self.search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return {
            "kind": self.kind,
            "search": self.search.lower(),
            "like": f"%{escaped}%",
            "floor": self.floor_hourly_micros,
        }

"""Which work an auditor asks about, and the rows of days that hold it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from django.db.models import QuerySet

from transparency.domain.rollup.kinds import Kind
from transparency.models import JobFact

# Time at work but that of answers which wait for a decision. Everybody's days count a second once across jobs.
AT_WORK_OF_DAYS = "presence_seconds - pending_seconds"
AT_WORK_OF_JOBS = " + ".join(["paid_seconds", *(kind.column for kind in Kind)])
SUMS = """worker_number, sum(pay_micros + floor_micros)::bigint AS earned, sum(floor_micros)::bigint AS floors,
        sum(withheld_micros)::bigint AS withheld, sum(paid_seconds) AS paid, sum(counted_seconds) AS counted,
        sum({at_work}) AS at_work, sum(paid_count)::bigint AS approved, sum(rejected_count)::bigint AS rejected"""
DAYS = "FROM transparency_workerday WHERE day BETWEEN %(first)s AND %(last)s"
_JOBS = "FROM transparency_jobday JOIN transparency_jobfact fact USING (job_number) WHERE "


class Measure(Enum):
    """Whose time an hour of pay is reckoned over: M13, M13b, M13c."""

    PAID = "M13"
    TASKS = "M13b"
    PRESENCE = "M13c"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which work: from `first` to `last`, of a kind, a requester or a job where they are given."""

    first: date
    last: date
    kind: str = ""
    requester_number: int | None = None
    job_number: int | None = None
    measure: Measure = Measure.TASKS

    @property
    def is_of_all(self) -> bool:
        """Whether everybody's whole days are meant, so that a second counts once across jobs."""
        return not self.kind and self.requester_number is None and self.job_number is None

    @property
    def values(self) -> dict[str, Any]:
        """What stands in the places of the SQL."""
        return {
            "first": self.first,
            "last": self.last,
            "kind": self.kind,
            "requester": self.requester_number,
            "job": self.job_number,
        }

    @property
    def days_of_jobs(self) -> str:
        """The rows of days of the jobs that are meant, as SQL: `fact` is the job."""
        conditions = ["day BETWEEN %(first)s AND %(last)s"]
        if self.kind:
            conditions.append("fact.kind = %(kind)s")
        if self.requester_number is not None:
            conditions.append("fact.requester_number = %(requester)s")
        if self.job_number is not None:
            conditions.append("job_number = %(job)s")
        return _JOBS + " AND ".join(conditions)

    @property
    def facts(self) -> QuerySet[JobFact]:
        """The jobs that are meant, whenever they were published."""
        found = JobFact.objects.all()
        if self.kind:
            found = found.filter(kind=self.kind)
        if self.requester_number is not None:
            found = found.filter(requester_number=self.requester_number)
        return found if self.job_number is None else found.filter(job_number=self.job_number)

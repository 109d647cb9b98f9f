"""The figures of a worker's archive: hourly pay, unpaid time and how work was judged, each with its definition."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts.models import User
from transparency.domain.rollup import keeping, reading
from workers.papers import archive_words, attestation


def figures_of(*, worker: User, at: datetime) -> dict[str, Any]:
    """What the platform computes about a worker, since they came: the certificate, and the sums of all their days."""
    keeping.refresh_worker(worker_number=worker.pk, at=at)
    labour = reading.labour_of_worker(worker_number=worker.pk, first=date(2000, 1, 1), last=date.max)
    return {
        "certificate": attestation.as_json(attestation.attest(worker=worker, at=at)),
        "hourly_pay_micros": {
            "M13": labour.paid_only_hourly_micros,
            "M13b": labour.all_tasks_hourly_micros,
            "M13c": labour.presence_hourly_micros,
            "M13d": labour.cluster_hourly_micros,
        },
        "seconds": {
            "paid": labour.paid_seconds,
            "waiting_for_a_decision": labour.pending_seconds,
            "at_work": labour.presence_seconds,
        },
        "unpaid_seconds": {kind.value: seconds for kind, seconds in labour.unpaid.items()},
        "M21_unpaid_minutes_a_paid_hour": labour.unpaid_minutes_per_paid_hour,
        "M22_unpaid_share": labour.unpaid_share,
        "answers": {
            "submitted": labour.submitted_count,
            "paid": labour.paid_count,
            "rejected": labour.rejected_count,
            "returned": labour.returned_count,
            "expired": labour.expired_count,
        },
        "definitions": archive_words.definitions(),
    }

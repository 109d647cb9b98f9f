"""Putting the cost of a job into its escrow."""

from __future__ import annotations

from datetime import datetime

from ledger.domain import accounts as books
from ledger.domain.transfers import Movement, transfer_many
from ledger.models import Transfer
from tasks.domain import pricing
from tasks.models import Job


def set_aside(*, job: Job, cost: pricing.Cost, at: datetime, part: str = "") -> None:
    """Move the cost of a job, or of a named `part` of it, from its requester's funds to its escrow.

    What is for training or the floor moves by itself.
    """
    funds, escrow = books.funds(owner_id=job.requester_id), books.escrow(job_number=job.pk)
    parts = [
        (Transfer.Reason.ESCROW, "escrow", cost.pay_micros + cost.fee_micros),
        (Transfer.Reason.TRAINING, "training", cost.training_micros),
        (Transfer.Reason.FLOOR_SET_ASIDE, "floor", cost.floor_micros),
    ]
    movements = [
        Movement(funds.pk, escrow.pk, micros, reason, key=f"job:{job.pk}:{name}{part}")
        for reason, name, micros in parts
        if micros
    ]
    transfer_many(movements=movements, at=at)

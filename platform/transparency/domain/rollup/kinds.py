"""What a second at work was, each second one thing only."""

from __future__ import annotations

from enum import Enum

from django.db import models
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """M23: the kinds of time at work that nothing is paid for."""

    REJECTED = "rejected", pgettext_lazy("unpaid time", "Rejected work")
    RETURNED = "returned", pgettext_lazy("unpaid time", "Returned work")
    EXPIRED = "expired", pgettext_lazy("unpaid time", "Work that ran out of time")
    QUALIFICATION = "qualification", pgettext_lazy("unpaid time", "Qualifying for work")
    INSTRUCTIONS = "instructions", pgettext_lazy("unpaid time", "Reading instructions")
    PREVIEW = "preview", pgettext_lazy("unpaid time", "Looking at jobs before taking them")
    MESSAGES = "messages", pgettext_lazy("unpaid time", "Questions and messages")
    PAYMENT = "payment", pgettext_lazy("unpaid time", "Seeing to payouts")
    TECHNICAL = "technical", pgettext_lazy("unpaid time", "While the site was out of order")
    SEARCH = "search", pgettext_lazy("unpaid time", "Looking for work")
    WAITING = "waiting", pgettext_lazy("unpaid time", "Waiting")

    @property
    def column(self) -> str:
        """Where the days of work keep its seconds."""
        return f"{self.value}_seconds"


class Label(Enum):
    """What a second counts as, in the order in which they claim one: it goes to the first that it is."""

    PAID = "paid"
    REJECTED = "rejected"
    RETURNED = "returned"
    EXPIRED = "expired"
    PENDING = "pending"
    QUALIFICATION = "qualification"
    INSTRUCTIONS = "instructions"
    PREVIEW = "preview"
    MESSAGES = "messages"
    PAYMENT = "payment"
    TECHNICAL = "technical"
    SEARCH = "search"
    WAITING = "waiting"

    @property
    def column(self) -> str:
        """Where the days of work keep its seconds."""
        return f"{self.value}_seconds"


PRECEDENCE: dict[Label, int] = {label: place for place, label in enumerate(Label)}

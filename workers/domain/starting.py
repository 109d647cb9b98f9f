"""Beginning with a job: what a worker must have read before anything of it is given to them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from tasks.domain import claiming
from tasks.domain.claiming import Claim
from tasks.models import Job
from workers.domain import content_warnings


class WarningNotRead(Exception):
    """The job warns of something, and the worker has not said that they read it."""


def begin(*, job: Job, worker: User, at: datetime) -> Claim | None:
    """Claim the next assignment of `job`; None when nothing is left. Raises OwnJob and WarningNotRead."""
    refuse_unready(job=job, worker=worker)
    return claiming.claim_row(job=job, worker=worker, at=at)


def refuse_unready(*, job: Job, worker: User) -> None:
    """Whoever hands out work asks this first. Raises WarningNotRead."""
    if content_warnings.must_be_read(job=job, worker=worker):
        raise WarningNotRead


def warning_sentence() -> str:
    """What to do about a warning that was not read."""
    return _("This job comes with a warning. Say that you have read it, then start.")

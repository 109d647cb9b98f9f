"""Beginning with a job: what a worker must have read before anything of it is given to them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from tasks.domain import claiming, training
from tasks.domain.claiming import Claim
from tasks.models import Job, TrainingAnswer
from web.domain.formatting import format_micros
from workers.domain import content_warnings


class WarningNotRead(Exception):
    """The job warns of something, and the worker has not said that they read it."""


class TrainingFirst(Exception):
    """The job wants its workers to train before, and this one has not finished."""


def begin(*, job: Job, worker: User, at: datetime) -> Claim | None:
    """Claim the next assignment of `job`; None when nothing is left. Raises what `refuse_unready` does."""
    refuse_unready(job=job, worker=worker, at=at)
    return claiming.claim_row(job=job, worker=worker, at=at)


def refuse_unready(*, job: Job, worker: User, at: datetime) -> None:
    """Whoever hands out work asks this first. Raises what `refuse_unread` does, and TrainingFirst."""
    refuse_unread(job=job, worker=worker, at=at)
    if training.is_needed(job=job, worker=worker):
        raise TrainingFirst


def refuse_unread(*, job: Job, worker: User, at: datetime) -> None:
    """Whoever shows anything of a job asks this first. Raises OwnJob, Suspended, AtYearlyLimit, WarningNotRead."""
    claiming.refuse_new(job=job, worker=worker, at=at)
    if content_warnings.must_be_read(job=job, worker=worker):
        raise WarningNotRead


def train(*, job: Job, worker: User, at: datetime) -> TrainingAnswer | None:
    """The worker's next training task; None when all are answered.

    Raises what `refuse_unread` does, and NoPlaceLeft.
    """
    refuse_unread(job=job, worker=worker, at=at)
    return training.show_next(job=job, worker=worker, at=at)


def warning_sentence() -> str:
    """What to do about a warning that was not read."""
    return _("This job comes with a warning. Say that you have read it, then start.")


def suspended_sentence() -> str:
    """Why somebody who is suspended gets no new work, and what they can do."""
    return _(
        "A person of this site has suspended you from new work. My work says why, and how to appeal; what you have in "
        "hand you can finish or give back, and what you earned is yours."
    )


def limit_sentence() -> str:
    """Why somebody who earned as much as this site pays in a year gets no new work, and what they can do."""
    words = _(
        "You have reached %(limit)s this year, the most that this site pays to somebody who isn’t registered as a "
        "business. What you have in hand you can finish, and it is paid. With a SIRET there is no limit."
    )
    return words % {"limit": format_micros(settings.YEARLY_LIMIT_MICROS)}


def training_sentence() -> str:
    """What to do before the job's own work."""
    return _("This job wants you to train first. Training is paid, whatever you answer.")


def no_place_sentence() -> str:
    """Why nobody new can begin."""
    return _("Every paid place for training is taken, so this job takes no new workers. Choose another job.")

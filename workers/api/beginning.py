"""What stands before any work on a job: claimed, held ahead or trained for, it is refused in the same words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404

from tasks.domain import claiming
from tasks.models import Job
from web.api import Refusal, public_id_of
from workers.domain import starting
from workers.domain.finding import own_job_sentence, published_jobs


def published_job(public_id: str) -> Job:
    """A job that was ever open; a draft is not found."""
    job = published_jobs().filter(public_id=public_id_of(public_id)).first()
    if job is None:
        raise Http404
    return job


@contextmanager
def refusing(job: Job) -> Iterator[None]:
    """Say to a program why its worker gets nothing of `job`."""
    try:
        yield
    except claiming.OwnJob:
        raise Refusal("own_job", own_job_sentence()) from None
    except claiming.Suspended:
        raise Refusal("suspended", starting.suspended_sentence()) from None
    except claiming.AtYearlyLimit:
        raise Refusal("yearly_limit", starting.limit_sentence()) from None
    except starting.WarningNotRead:
        facts = {"content_warnings": job.warnings}
        raise Refusal("warning_not_read", starting.warning_sentence(), facts=facts) from None
    except starting.TrainingFirst:
        raise Refusal("training_first", starting.training_sentence()) from None

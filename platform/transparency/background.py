"""Celery's door to the measures, and to what the log is told by the clock, and to its seals; each may run twice."""

import logging

from celery import shared_task
from django.utils.timezone import now
from kombu.exceptions import OperationalError

from transparency.domain import floor_changes, measures, outages, partitions
from transparency.domain.auditing import alerts, delays, kept, studies
from transparency.domain.sealing import blocks, erasure, verification
from transparency.domain.systems import automated_decision

# More at once than a minute brings; what is left waits for the next minute, and other work is not kept waiting.
BLOCKS_A_MINUTE = 20
logger = logging.getLogger(__name__)


@shared_task
@automated_decision("measures", "days")
def refresh_measures() -> None:
    measures.refresh(at=now())
    delays.refresh()
    kept.warm(at=now())


@shared_task
def make_months_of_the_log() -> None:
    partitions.make_months(at=now())


@shared_task
@automated_decision("outages")
def watch_for_outages() -> None:
    outages.watch(at=now())


@shared_task
@automated_decision("floor-changes")
def notice_changes_of_the_floor() -> None:
    floor_changes.notice(at=now())


@shared_task
def seal_log() -> None:
    blocks.seal_log(at=now(), most_blocks=BLOCKS_A_MINUTE)


@shared_task
def check_log() -> None:
    verification.check_part(at=now())


@shared_task
def erase_what_was_kept() -> None:
    erasure.erase_what_was_kept(at=now())


@shared_task
@automated_decision("alerts")
def look_at_rules() -> None:
    alerts.look(at=now())
    alerts.tell(at=now())


@shared_task
@automated_decision("release")
def release_figures() -> None:
    """On the day when it is due, and later where that day was missed."""
    from transparency.domain.release import making  # noqa: PLC0415 (scipy takes long to load; once a month is enough)

    making.release_due(at=now())


# Thousands of resamples of a large month take a while.
@shared_task(soft_time_limit=1500, time_limit=1560)
def study_gap(*, study_id: int) -> None:
    from transparency.domain.auditing import study  # noqa: PLC0415 (scipy and statsmodels take long to load)

    study.go_on(study_id=study_id, at=now())


@shared_task
def sweep_studies() -> None:
    for study_id in studies.due(at=now()):
        study_gap.delay(study_id=study_id)


def ask_to_study(*, study_id: int) -> None:
    """Ask for a study to be reckoned. Where the queue can't be reached, the sweep sends it later."""
    try:
        study_gap.apply_async(kwargs={"study_id": study_id}, retry=False)
    except OperationalError:
        logger.warning("the queue can't be reached: the study %s was not sent", study_id)

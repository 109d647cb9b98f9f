"""Celery's door to what is made for workers: each function calls the domain and may run twice."""

import logging

from celery import shared_task
from django.utils.timezone import now
from kombu.exceptions import OperationalError

from workers.papers import archives, data_archive

logger = logging.getLogger(__name__)


# A great year takes longer than any other message. The broker then sends it again, and the lock turns that away.
@shared_task(soft_time_limit=3500, time_limit=3600)
def make_statement(*, archive_id: int) -> None:
    archives.make(archive_id=archive_id, at=now())


def ask_to_make(*, archive_id: int) -> bool:
    """Ask for an archive to be made; False when the queue can't be reached, and the sweep sends it later."""
    try:
        make_statement.apply_async(kwargs={"archive_id": archive_id}, retry=False)
    except OperationalError:
        logger.warning("the queue can't be reached: statement %s was not sent", archive_id)
        return False
    return True


@shared_task
def sweep_statements() -> None:
    for archive_id in archives.waiting_ids():
        make_statement.delay(archive_id=archive_id)


# As great a life takes as long as a great year.
@shared_task(soft_time_limit=3500, time_limit=3600)
def make_data_archive(*, archive_id: int) -> None:
    data_archive.make(archive_id=archive_id, at=now())


def ask_to_make_data(*, archive_id: int) -> bool:
    """Ask for a worker's data to be gathered; False when the queue can't be reached, and the sweep sends it later."""
    try:
        make_data_archive.apply_async(kwargs={"archive_id": archive_id}, retry=False)
    except OperationalError:
        logger.warning("the queue can't be reached: data archive %s was not sent", archive_id)
        return False
    return True


@shared_task
def sweep_data_archives() -> None:
    data_archive.let_go(at=now())
    for archive_id in data_archive.waiting_ids():
        make_data_archive.delay(archive_id=archive_id)

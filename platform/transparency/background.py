"""Celery's door to the measures, and to what the log is told by the clock; each may run twice."""

from celery import shared_task
from django.utils.timezone import now

from transparency.domain import floor_changes, measures, outages, partitions


@shared_task
def refresh_measures() -> None:
    measures.refresh(at=now())


@shared_task
def make_months_of_the_log() -> None:
    partitions.make_months(at=now())


@shared_task
def watch_for_outages() -> None:
    outages.watch(at=now())


@shared_task
def notice_changes_of_the_floor() -> None:
    floor_changes.notice(at=now())

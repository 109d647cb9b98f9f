"""Celery's door to the measures and to the log's months; each may run twice."""

from celery import shared_task
from django.utils.timezone import now

from transparency.domain import measures, partitions


@shared_task
def refresh_measures() -> None:
    measures.refresh(at=now())


@shared_task
def make_months_of_the_log() -> None:
    partitions.make_months(at=now())

"""Celery's door to the measures; it may run twice."""

from celery import shared_task
from django.utils.timezone import now

from transparency.domain import measures


@shared_task
def refresh_measures() -> None:
    measures.refresh(at=now())

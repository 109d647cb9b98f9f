"""Celery's door to accounts."""

from celery import shared_task

from accounts.domain import sessions


@shared_task
def clear_sessions() -> None:
    sessions.clear_expired()

"""A worker who is signed in, and the addresses of one assignment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import User
from tasks.domain import claiming
from tasks.models import Assignment, Job

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def browser_of() -> Callable[[User], Client]:
    """A client that is signed in as somebody."""

    def signed_in(person: User) -> Client:
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return signed_in


@pytest.fixture
def browser(worker: User, browser_of: Callable[[User], Client]) -> Client:
    """The worker's own."""
    return browser_of(worker)


def held(job: Job, worker: User) -> Assignment:
    return claiming.claim_next(job=job, worker=worker, at=now())


def address(name: str, thing: Job | Assignment) -> str:
    return reverse(f"work:{name}", args=[thing.public_id])

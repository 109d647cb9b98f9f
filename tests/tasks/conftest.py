"""A requester at the desk, for the tests of the requester's pages."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User


@pytest.fixture
def at_desk(client: Client, requester: User) -> Client:
    """A browser in which the requester is signed in."""
    client.force_login(requester)
    return client

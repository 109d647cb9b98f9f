"""Programs of people: clients that send somebody's token."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from accounts.domain import tokens
from accounts.models import User
from tests.fixtures import NOON


@pytest.fixture
def program_of() -> Callable[[User], APIClient]:
    """Makes a client that acts for a person by a token: `program_of(worker).post(…)`."""

    def make(person: User) -> APIClient:
        _token, text = tokens.issue(user=person, name="a test", at=NOON)
        client = APIClient(HTTP_AUTHORIZATION=f"Token {text}")
        client.default_format = "json"
        return client

    return make

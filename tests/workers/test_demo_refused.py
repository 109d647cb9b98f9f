"""Demo people have known passwords: a server that strangers reach gets none, and names none."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User


@pytest.fixture(autouse=True)
def in_production(settings):
    settings.DEVELOPMENT = False


@pytest.mark.django_db
def test_no_demo_people_are_made():
    with pytest.raises(CommandError, match="known passwords"):
        call_command("seed_demo")

    assert User.objects.count() == 0


def test_no_demo_accounts_are_told():
    said = io.StringIO()

    with pytest.raises(CommandError, match="not a development server"):
        call_command("demo_accounts", "--json", stdout=said)

    assert said.getvalue() == ""

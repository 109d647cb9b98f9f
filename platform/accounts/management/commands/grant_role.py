"""`manage.py grant_role EMAIL auditor`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.domain import roles


class Command(BaseCommand):
    help = "Give somebody a role: requester, worker or auditor."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", choices=["requester", "worker", "auditor"])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = roles.grant_by_email(email=options["email"], role=options["role"])
        except roles.NoSuchPerson as refused:
            raise CommandError(f"Nobody here has the address {options['email']}. They sign up first.") from refused
        self.stdout.write(f"{user.email} is now: {options['role']}.")

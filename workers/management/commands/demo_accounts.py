"""`manage.py demo_accounts`: whom to sign in as on a development server."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workers.demo import people


class Command(BaseCommand):
    help = "Print role, e-mail, password and API token of each demo account (development only)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="a JSON list instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            people.refuse_outside_development()
        except people.NotInDevelopment as refused:
            raise CommandError("This is not a development server: it has no demo accounts.") from refused
        rows = [
            {"role": a.role, "email": a.email, "password": people.PASSWORD, "token": a.token} for a in people.ACCOUNTS
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, indent=1))
            return
        for row in rows:
            self.stdout.write(f"{row['role']:<10} {row['email']:<22} {row['password']}   {row['token']}")

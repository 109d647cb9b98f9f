"""`manage.py make_release --month 2026-10`: publish the figures of a month."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from transparency.domain.release import making, protecting


class Command(BaseCommand):
    help = "Publish the figures of a month that is over. Repeated, it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", required=True, help="for example 2026-10")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            month = datetime.strptime(options["month"], "%Y-%m").date()  # noqa: DTZ007 (a month has no time zone)
        except ValueError as refused:
            raise CommandError("Give the month as year and number, for example 2026-10.") from refused
        try:
            release = making.make_release(month=month, at=now())
        except making.NotOver as refused:
            raise CommandError("This month isn't over: its figures would change. Ask again on the 8th.") from refused
        except making.NoKey as refused:
            raise CommandError("Set RELEASE_KEY first: docs/operations.md says how to make one.") from refused
        except making.Cancelled as refused:
            raise CommandError("The release was called off. Nothing was published.") from refused
        except protecting.Unsafe as refused:
            raise CommandError(
                f"The audit found counts that would be told, so nothing was published: {refused}."
            ) from refused
        self.stdout.write(f"{release}: {release.tables.count()} tables")

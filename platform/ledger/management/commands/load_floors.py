"""`manage.py load_floors`: the wage floors of the repository's files into the table. Safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger.domain import floor_files


class Command(BaseCommand):
    help = "Make the table of wage floors say what the files in platform/ledger/floors say."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = floor_files.load()
        except floor_files.BadFloorFile as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"wage floors: {loaded.new} new, {loaded.changed} changed")

"""`manage.py seal_log`: what the clock does each minute, now and to the end."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from transparency.domain.sealing import blocks, keys


class Command(BaseCommand):
    help = "Seal whatever of the log waits to be sealed, in signed blocks. Safe to repeat, and beside the clock."

    def handle(self, *args: Any, **options: Any) -> None:
        if not keys.is_open():
            raise CommandError("Nothing is sealed: this site has no LOG_SIGNING_KEY. docs/operations.md says how.")
        made = 0
        try:
            while blocks.seal_log(at=now(), most_blocks=1):
                made += 1
                self.stdout.write(f"{blocks.latest()} sealed", ending="\n")
        except keys.KeyWasReplaced as refused:
            raise CommandError(
                f"The key {refused} was replaced by a newer one: set LOG_SIGNING_KEY to that."
            ) from refused
        self.stdout.write(self.style.SUCCESS(f"{made} blocks were sealed; nothing waits."))

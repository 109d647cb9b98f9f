"""`manage.py verify_log [--from HEIGHT]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from transparency.domain.sealing import checking, verification
from transparency.domain.sealing.findings import Finding

STEP = 100


class Command(BaseCommand):
    help = "Make every block of the log anew from the rows as they stand; exits 1 if anything was changed or removed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="height", type=int, default=0, help="the first block to check")

    def handle(self, *args: Any, **options: Any) -> None:
        last = checking.last_height()

        def tell(height: int, found: list[Finding]) -> None:
            if found or height == last or (height + 1) % STEP == 0:
                self.stdout.write(f"Block {height} of {last}: {'WRONG' if found else 'right so far'}.")

        found = verification.verify(height=options["height"], at=now(), tell=tell)
        for finding in found:
            self.stderr.write(str(finding))
        if found:
            raise CommandError(f"The log is not what was sealed: {len(found)} findings.")
        checked = max(0, last + 1 - options["height"])
        self.stdout.write(self.style.SUCCESS(f"{checked} blocks: every row is what was sealed, and none is missing."))

"""`manage.py check_receipt FILE`: whether this site gave a receipt of erasing, word for word."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from transparency.domain.demographics import erasing


class Command(BaseCommand):
    help = "Say whether a worker's receipt of a withdrawal or an erasure is ours and unchanged. Exits 1 when it isn't."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file that the worker saved")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            receipt = json.loads(options["file"].read_text(encoding="utf-8"))
        except (OSError, ValueError) as refused:
            raise CommandError(f"{options['file']} can't be read as a receipt: {refused}.") from refused
        if not isinstance(receipt, dict) or not erasing.is_ours(receipt=receipt):
            raise CommandError("Not ours: this site didn't give this receipt, or it was changed since.")
        self.stdout.write("Ours, and unchanged.")

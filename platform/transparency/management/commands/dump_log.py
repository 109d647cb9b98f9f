"""`manage.py dump_log FILE [--from HEIGHT]`."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from transparency.domain.sealing import dump


class Command(BaseCommand):
    help = "Write the whole sealed log to a file, one block a line, for `verify.py chain`. It holds personal data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--from", dest="height", type=int, default=0, help="the first block to write")

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        with options["file"].open("w", encoding="utf-8") as file:
            file.write(json.dumps({"keys": dump.public_keys()}) + "\n")
            for block in dump.whole_blocks(first=options["height"]):
                file.write(json.dumps(block, ensure_ascii=False) + "\n")
                count += 1
        options["file"].chmod(0o600)
        self.stdout.write(self.style.SUCCESS(f"{count} blocks were written to {options['file']}."))

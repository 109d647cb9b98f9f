"""`manage.py replay_mturk FILE…`: what work on Mechanical Turk took and paid, from its result files, as JSON."""

import json
from argparse import ArgumentParser
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from transparency.domain.replay import replaying
from transparency.domain.replay.result_files import MICROS, BadResultFile


class Command(BaseCommand):
    help = (
        "Read result files of Mechanical Turk (of its command-line tools or its web page, packed with gzip or not), "
        "keep what they came to for the auditor's page, and print it as JSON. Safe to repeat."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--floor", default="7.25", help="dollars an hour that workers are held against (7.25)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            floor = int(Decimal(options["floor"]) * MICROS)
        except (InvalidOperation, ValueError, OverflowError) as trouble:
            raise CommandError(f"--floor {options['floor']} is no amount: write it like 7.25.") from trouble
        try:
            kept = replaying.replay(paths=options["files"], floor_hourly_micros=floor, at=now())
        except BadResultFile as trouble:
            raise CommandError(str(trouble)) from trouble
        everything, *batches = [replaying.statistics_of(line) for line in kept.batches.order_by("position")]
        told = {
            **{name: value for name, value in everything.items() if name != "batch"},
            "floor_usd_h": str(Decimal(floor) / MICROS),
            "repeated_assignments": kept.repeated_count,
            "batches": batches,
        }
        self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))

"""`manage.py labour_report --period 2026H2 [--format json|md]`: the half-yearly report on platform work."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from transparency.domain.auditing import labour_report, report_words


class Command(BaseCommand):
    help = "Print what Directive (EU) 2024/2831, Art. 17, has a platform tell of its workers in half a year."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--period", required=True, help="for example 2026H2")
        parser.add_argument("--format", choices=["json", "md"], default="json", dest="form")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            period = labour_report.read_period(options["period"])
        except labour_report.NotAHalfYear as refused:
            raise CommandError("Give the half of a year, for example 2026H2.") from refused
        told = labour_report.report(period=period, at=now())
        if options["form"] == "md":
            self.stdout.write(report_words.as_markdown(told))
        else:
            self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))

"""`manage.py check_books`: recompute every balance, hold pay against work and escrows against what jobs may cost."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from ledger.domain import books, ways_check
from tasks.domain import pay_check
from web.domain.formatting import format_micros


class Command(BaseCommand):
    help = "Recompute the books from their transfers, print the figures, exit 1 on any difference."

    def handle(self, *args: Any, **options: Any) -> None:
        with books.one_snapshot():
            report, ways, pay = books.recompute(), ways_check.check_ways(), pay_check.check_pay(at=now())
        self.stdout.write(f"accounts   {report.account_count}")
        self.stdout.write(f"transfers  {report.transfer_count}, {format_micros(report.moved_micros)} moved")
        for kind, micros in sorted(report.by_kind.items()):
            self.stdout.write(f"  {kind:<9} {format_micros(micros):>20}")
        self.stdout.write(f"sum of all balances: {report.total_micros} micros")
        self.stdout.write(
            f"approved answers {pay.approved_count}, paid {pay.paid_count}, late and paid {pay.late_count}"
        )
        self.stdout.write(f"escrows of {pay.job_count} jobs")
        for difference in report.differences:
            self.stderr.write(
                f"account {difference.account_id}: kept {difference.kept_micros},"
                f" transfers say {difference.recomputed_micros}"
            )
        findings = (*report.findings, *ways, *pay.findings)
        for finding in findings:
            self.stderr.write(str(finding))
        if findings:
            raise SystemExit(1)
        self.stdout.write(self.style.SUCCESS("The books agree."))

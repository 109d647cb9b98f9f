"""`manage.py close_month 2026-10 --by auditor@example.org`."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from accounts.models import User
from ledger.domain import closing
from web.domain.formatting import format_micros


class Command(BaseCommand):
    help = "Close a month for good: nothing is booked in it any more. Prints its trial balance."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="for example 2026-10", type=lambda text: date.fromisoformat(f"{text}-01"))
        parser.add_argument("--by", required=True, help="the e-mail address of the auditor who closes it")

    def handle(self, *args: Any, **options: Any) -> None:
        auditor = User.objects.filter(email__iexact=options["by"], is_auditor=True).first()
        if auditor is None:
            raise CommandError(f"No auditor has the address {options['by']}.")
        try:
            closed = closing.close(month=options["month"], closed_by_id=auditor.pk, at=now())
        except closing.NotTheNext as refused:
            upcoming = f"{refused.month:%Y-%m}" if refused.month else "none: nothing was booked yet"
            raise CommandError(f"Months are closed one after another. The next is {upcoming}.") from refused
        except closing.NotOver as refused:
            raise CommandError(f"The month isn't over. It can be closed from {refused.from_at} on.") from refused
        except closing.BooksDisagree as refused:
            raise CommandError("The books don't agree: see check_books. Nothing was closed.") from refused
        for line in closed.balances.order_by("pk"):
            amounts = (line.opening_micros, line.came_micros, line.went_micros, line.closing_micros)
            self.stdout.write(f"{line.kind:<9}" + "".join(f"{format_micros(each):>22}" for each in amounts))
        self.stdout.write(self.style.SUCCESS(f"{closed} is closed."))

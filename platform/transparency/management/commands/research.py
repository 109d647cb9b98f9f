"""`manage.py research`: applications for research files, what an auditor decides, and the file itself."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from accounts.models import User
from transparency.domain.release import research
from transparency.models import ResearchRequest


class Command(BaseCommand):
    help = "Note an application for a research file, decide on it, or write the file of a month."

    def add_arguments(self, parser: CommandParser) -> None:
        doing = parser.add_subparsers(dest="doing", required=True)
        ask = doing.add_parser("ask", help="note an application that was signed")
        for name in ("--name", "--institution", "--purpose"):
            ask.add_argument(name, required=True)
        decide = doing.add_parser("decide", help="agree or refuse")
        decide.add_argument("number", type=int)
        decide.add_argument("answer", choices=["agree", "refuse"])
        decide.add_argument("--by", required=True, help="the auditor's e-mail")
        decide.add_argument("--words", default="", help="why")
        file = doing.add_parser("file", help="write the file")
        file.add_argument("number", type=int)
        file.add_argument("--month", required=True, help="for example 2026-10")
        file.add_argument("--to", required=True, type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['doing']}")(options)
        except research.AlreadyDecided as refused:
            raise CommandError("This application was decided on already.") from refused
        except research.NotAgreed as refused:
            raise CommandError("No auditor has agreed to this application: no file is written.") from refused
        except research.TooFew as refused:
            raise CommandError("Too few people look alike in this month: no file would hide them.") from refused
        except (ResearchRequest.DoesNotExist, User.DoesNotExist) as refused:
            raise CommandError("There is no such application, or no such auditor.") from refused

    def _ask(self, options: dict[str, Any]) -> None:
        said = {name: options[name] for name in ("name", "institution", "purpose")}
        self.stdout.write(f"{research.ask(**said, at=now()).pk}")

    def _decide(self, options: dict[str, Any]) -> None:
        request = ResearchRequest.objects.get(pk=options["number"])
        auditor = User.objects.get(email=options["by"], is_auditor=True)
        is_agreed = options["answer"] == "agree"
        decided = research.decide(
            request=request, is_agreed=is_agreed, words=options["words"], decided_by=auditor, at=now()
        )
        self.stdout.write(f"{decided}: {decided.state}")

    def _file(self, options: dict[str, Any]) -> None:
        request = ResearchRequest.objects.get(pk=options["number"])
        month = datetime.strptime(options["month"], "%Y-%m").date()  # noqa: DTZ007 (a month has no time zone)
        options["to"].write_text(research.research_file(request=request, month=month, at=now()))

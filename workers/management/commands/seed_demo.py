"""`manage.py seed_demo`: people, jobs and some days of work to look at. Development only."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.timezone import now

from tasks.domain import books_check, rests
from tasks.models import Job
from transparency.domain import measures
from transparency.domain.auditing import studies
from transparency.domain.replay import replaying
from workers.demo import bank, disputes, figures, people, said
from workers.demo.jobs import live, make_job
from workers.demo.scenes import demo_jobs

# Result files of a real crowd, where they lie beside the checkout.
TURKERS = Path(__file__).resolve().parents[4] / "shared" / "data" / "crowd-time" / "ukp-arc"


class Command(BaseCommand):
    help = "Fill a development server with demo people and jobs. Repeated, it adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do nothing when any job exists already")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"] and Job.objects.exists():
            return
        try:
            people.refuse_outside_development()
        except people.NotInDevelopment as refused:
            raise CommandError(
                "Demo people have known passwords: they are made on development servers only."
            ) from refused
        at = now()
        # All of it or none, so that a start that was interrupted begins anew instead of showing a half.
        with transaction.atomic():
            found = people.make_people(at=at)
            for wanted in demo_jobs():
                job = make_job(wanted=wanted, people=found, at=at)
                live(job=job, wanted=wanted, people=found, at=at)
                self.stdout.write(f"{job.title}: {job.get_state_display()}")
            rests.give_back_rests(at=at)
            measures.refresh(at=at)
            bank.fill(requester=found["amina"], auditor=found["claude"], at=at)
            bank.pay_out(paid=found["crowd1"], others=[found["crowd2"], found["lea"]], auditor=found["claude"], at=at)
            disputes.fill(people=found, at=at)
            said.fill(people=found, at=at)
            figures.fill(at=at)
            studies.ask(month=studies.latest_month(at=at), asked_by=None, at=at)
            books_check.check(asked_by_id=None, at=at)
            if files := sorted(TURKERS.glob("*.results.tsv.gz")):
                replaying.replay(paths=files, at=at)

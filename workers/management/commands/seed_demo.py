"""`manage.py seed_demo`: people, jobs and some days of work to look at. Development only."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from tasks.domain import jobs
from tasks.models import Job
from workers.demo import people
from workers.demo.jobs import live, make_job
from workers.demo.scenes import scenes


class Command(BaseCommand):
    help = "Fill a development server with demo people and jobs. Repeated, it adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do nothing when any job exists already")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"] and Job.objects.exists():
            return
        at = now()
        try:
            found = people.make_accounts(at=at)
        except people.NotInDevelopment as refused:
            raise CommandError(
                "Demo people have known passwords: they are made on development servers only."
            ) from refused
        crowd = found["crowd"] + found["worker"]
        for wanted, answer in scenes():
            job = make_job(wanted=wanted, requester=found["requester"][0], at=at)
            live(job=job, wanted=wanted, workers=crowd, answer=answer, at=at)
            self.stdout.write(f"{job.title}: {job.micro_task_count} micro-tasks")
        jobs.close_finished(at=at)
        jobs.give_back_rests(at=at)

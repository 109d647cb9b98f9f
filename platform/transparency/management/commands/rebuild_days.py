"""`manage.py rebuild_days`: make all days of work anew from the labour log, with progress."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from transparency.domain.rollup import keeping


class Command(BaseCommand):
    help = "Make all days of work anew from the labour log. Safe to repeat, to stop and to run while people work."

    def handle(self, *args: Any, **options: Any) -> None:
        whole = keeping.worker_count()

        def tell(done: int) -> None:
            if done % max(1, whole // 100) == 0:
                self.stdout.write(f"{done} of {whole} workers")

        done = keeping.rebuild(at=now(), tell=tell)
        self.stdout.write(self.style.SUCCESS(f"The days of {done} workers stand as the log tells them."))

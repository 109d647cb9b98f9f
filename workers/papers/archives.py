"""The archive of a great period: PDFs of at most a thousand lines each, made in the background, with progress."""

from __future__ import annotations

import tempfile
import zipfile
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import get_language, override

from accounts.models import User
from tasks.domain.media import storage
from web.domain import periods
from web.domain.papers import as_pdf
from web.domain.periods import Period
from web.domain.sole import held_alone
from workers.models import StatementArchive
from workers.papers import pay_statements, statement_papers

MOST_ATTEMPTS = 3
# The first number of the advisory locks that say "this archive is being made"; the second is the archive's.
_LOCKS = 7_102
State = StatementArchive.State


@transaction.atomic
def ask(*, worker: User, period: Period, at: datetime) -> StatementArchive:
    """An archive to be made in the background, in the language of the moment. One that waits is given again."""
    User.objects.select_for_update(no_key=True).get(pk=worker.pk)
    waiting = of(worker=worker).filter(period=str(period), state=State.WAITING).first()
    if waiting is not None:
        return waiting
    found = pay_statements.statement(worker=worker, period=period)
    return StatementArchive.objects.create(
        worker=worker,
        period=str(period),
        language=(get_language() or "en")[:2],
        line_count=found.line_count,
        asked_at=at,
    )


def of(*, worker: User) -> QuerySet[StatementArchive]:
    """A worker's archives, newest first."""
    return StatementArchive.objects.filter(worker=worker).order_by("-asked_at", "-pk")


def waiting_ids() -> list[int]:
    """The archives that are asked for and not made yet, oldest first."""
    return list(StatementArchive.objects.filter(state=State.WAITING).order_by("pk").values_list("pk", flat=True))


def make(*, archive_id: int, at: datetime) -> None:
    """Make a waiting archive. Repeated it changes nothing; called twice at once, the second goes away.

    Killed at any point it can be called again, three times in all; then it has failed.
    """
    with held_alone(what=_LOCKS, number=archive_id) as is_ours:
        if is_ours and _begin(archive_id):
            _make(StatementArchive.objects.select_related("worker").get(pk=archive_id), at)


def _begin(archive_id: int) -> bool:
    waiting = StatementArchive.objects.filter(pk=archive_id, state=State.WAITING)
    if waiting.filter(attempts__lt=MOST_ATTEMPTS).update(attempts=F("attempts") + 1, lines_written=0):
        return True
    waiting.update(state=State.FAILED)
    return False


def _make(archive: StatementArchive, at: datetime) -> None:
    own = StatementArchive.objects.filter(pk=archive.pk, state=State.WAITING)
    period = periods.read(archive.period)
    with override(archive.language), tempfile.TemporaryFile() as spool:
        statement = pay_statements.statement(worker=archive.worker, period=period)
        with zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED) as file:
            for name, paper, lines in statement_papers.parts_of(statement=statement, at=archive.asked_at):
                entry = zipfile.ZipInfo(f"{name}.pdf", archive.asked_at.timetuple()[:6])
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                file.writestr(entry, as_pdf(paper))
                own.update(lines_written=F("lines_written") + lines)
        spool.seek(0)
        key = storage.save_stream(spool, extension="zip")
    own.update(state=State.DONE, key=key, done_at=at)

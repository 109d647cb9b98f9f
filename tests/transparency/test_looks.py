"""Each look of an auditor at one person is kept, once an hour, and its person can read it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction
from django.utils.timezone import now

from tests.fixtures import NOON
from transparency.domain.auditing import looks

What = looks.What


def test_coming_back_within_the_hour_is_the_same_look(auditor, worker):
    for minutes in (0, 59, 61):
        looks.note(
            auditor=auditor,
            workers=[worker.pk],
            what=What.APPEAL,
            about="x",
            at=NOON + timedelta(minutes=minutes),
        )

    assert [look.at.minute for look in looks.at_worker(worker_number=worker.pk)] == [1, 0]


def test_who_meets_their_own_rows_looks_at_nobody(auditor, worker):
    assert looks.note(auditor=auditor, workers=[auditor.pk], what=What.PAYOUT, at=now()) == 0
    assert looks.note(auditor=auditor, workers=[auditor.pk, worker.pk], what=What.PAYOUT, at=now()) == 1


@pytest.mark.parametrize("statement", ["DELETE FROM", "UPDATE {} SET what = 'payout' --"])
def test_the_database_keeps_looks(auditor, worker, statement):
    looks.note(auditor=auditor, workers=[worker.pk], what=What.APPEAL, at=NOON)
    command = (
        statement.format("transparency_personlook") if "{}" in statement else f"{statement} transparency_personlook"
    )

    with pytest.raises(Error, match="transparency_looks_never_change"), transaction.atomic():
        connection.cursor().execute(command)

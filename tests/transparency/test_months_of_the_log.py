"""The log's table is kept by months, and every promise of the log holds in each of them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from transparency.domain import log, partitions
from transparency.models import WorkEvent
from web.domain.statements import one_line

pytestmark = pytest.mark.django_db

SOON = datetime(2031, 5, 30, 23, 30, tzinfo=UTC)


def of_list(at: datetime, *, worker: int = 1) -> log.Event:
    return log.Event(type=log.Type.LIST_VIEWED, at=at, worker_number=worker, note="0")


def table_of(at: datetime) -> str:
    """In which table the only row of a moment lies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM transparency_workevent WHERE at = %s", [at])
        (found,) = cursor.fetchone()
    return str(found)


def test_a_month_is_made_once_with_the_three_after_it() -> None:
    made = partitions.make_months(at=SOON)

    assert made == [date(2031, 5, 1), date(2031, 6, 1), date(2031, 7, 1), date(2031, 8, 1)]
    assert partitions.make_months(at=SOON) == []


def test_months_follow_each_other_over_the_end_of_the_year() -> None:
    assert partitions.make_months(at=datetime(2031, 11, 1, tzinfo=UTC))[2:] == [date(2032, 1, 1), date(2032, 2, 1)]


def test_an_event_lies_in_its_month_and_in_the_rest_where_no_month_was_made() -> None:
    partitions.make_months(at=SOON)
    first, last = datetime(2031, 6, 1, tzinfo=UTC), datetime(2031, 8, 31, 23, 59, tzinfo=UTC)
    far = [datetime(1999, 1, 1, tzinfo=UTC), datetime(2031, 9, 1, tzinfo=UTC)]

    log.record([of_list(at) for at in [SOON, first, last, *far]])

    assert [table_of(at).removeprefix("transparency_workevent_") for at in [SOON, first, last, *far]] == [
        "2031_05", "2031_06", "2031_08", "rest", "rest",
    ]  # fmt: skip


def test_what_waited_for_its_month_moves_into_it_with_its_number() -> None:
    log.record([of_list(SOON), of_list(SOON.replace(year=1999))])
    before = list(WorkEvent.objects.order_by("pk").values())

    partitions.make_months(at=SOON)

    assert (table_of(SOON), table_of(SOON.replace(year=1999))) == (
        "transparency_workevent_2031_05",
        "transparency_workevent_rest",
    )
    assert list(WorkEvent.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("statement", ["UPDATE {} SET note = '9'", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", ["", "_2031_05", "_rest"])
def test_no_month_old_or_new_is_changed(statement: str, table: str) -> None:
    log.record([of_list(SOON.replace(month=6)), of_list(SOON.replace(year=1999))])
    partitions.make_months(at=SOON)
    log.record([of_list(SOON)])

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL visible_hands.may_forget = 'off'; SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="transparency_log_never_changes"), transaction.atomic():
            cursor.execute(statement.format(f"transparency_workevent{table}"))

    assert WorkEvent.objects.count() == 3


def test_a_new_month_has_every_index_check_and_guard_of_the_log() -> None:
    partitions.make_months(at=SOON)

    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT (SELECT count(*) FROM pg_index WHERE indrelid = t.oid AND indisvalid),
                (SELECT count(*) FROM pg_constraint WHERE conrelid = t.oid AND contype = 'c'),
                (SELECT count(*) FROM pg_trigger WHERE tgrelid = t.oid)
            FROM pg_class t WHERE relname IN ('transparency_workevent', 'transparency_workevent_2031_05')
            """
        )
        parent, month = cursor.fetchall()

    assert parent == month
    assert month[0] == 6


def test_numbers_of_events_go_on_through_months() -> None:
    partitions.make_months(at=SOON)

    log.record([of_list(SOON.replace(month=7)), of_list(SOON), of_list(SOON.replace(year=1999))])

    numbers = list(WorkEvent.objects.order_by("pk").values_list("pk", flat=True))
    assert numbers == list(range(numbers[0], numbers[0] + 3))


def test_a_question_about_a_time_reads_the_months_of_that_time_only() -> None:
    partitions.make_months(at=SOON)
    events = WorkEvent.objects.filter(worker_number=1, at__gte=SOON, at__lt=SOON.replace(month=6, day=2))

    plan = one_line(events.explain())

    assert ("2031_05" in plan, "2031_06" in plan, "2031_07" in plan, "2026" in plan) == (True, True, False, False)

"""Whatever was sealed and is changed or removed is found: by verify_log from the rows, and it says where."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transparency.domain import attention, log
from transparency.domain.sealing import verification
from transparency.domain.sealing.blocks import seal_log
from transparency.domain.sealing.findings import Fault
from transparency.models import Block, Leaf, LogCheck, WorkEvent

from .conftest import START

pytestmark = pytest.mark.django_db
NOW = START + timedelta(days=3)
TABLES = ("transparency_workevent", "transparency_attention", "transparency_leaf", "transparency_block")


@pytest.fixture
def sealed_log(past_job, work):
    """A day of work of two people, a requester's pause and a stretch of attention, in four blocks."""
    job = past_job(1)
    work(job, seconds=60, micros=100_000, worker=7)
    log.record_job(type=log.JobType.PAUSED, at=START, job_number=1, requester_number=3, count=2)
    seal_log(at=START)
    work(job, seconds=60, outcome="rejected", worker=8)
    work(job, seconds=60, micros=200_000, worker=7)
    told = attention.Told(assignment_number=1, job_number=1, tab="t" * 22, seq=1, started_at=START, visible_ms=5000,
                          active_ms=4000, media_ms=0)  # fmt: skip
    attention.keep(worker_number=7, told=[told], at=START)
    seal_log(at=NOW, most_leaves=4)


def found(**how) -> set[str]:
    return {finding.fault for finding in verification.verify(at=NOW, **how)}


def as_superuser(statement: str, values: list | None = None) -> None:
    """What no role of ours may do: triggers stand aside."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_a_log_as_it_was_sealed_is_right(sealed_log):
    out = StringIO()

    call_command("verify_log", stdout=out)

    assert Block.objects.count() == 4
    assert "4 blocks: every row is what was sealed, and none is missing." in out.getvalue()


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ("UPDATE transparency_workevent SET micros = micros + 1 WHERE micros = 100000", {"row_changed"}),
        ("UPDATE transparency_workevent SET worker_number = 8 WHERE micros = 100000", {"row_elsewhere"}),
        ("DELETE FROM transparency_workevent WHERE micros = 100000", {"row_missing"}),
        ("UPDATE transparency_attention SET active_ms = active_ms + 1", {"row_changed"}),
        ("DELETE FROM transparency_leaf WHERE height = 0 AND index = 0",
         {"leaves_missing", "stream_leaps", "forgotten"}),
        ("DELETE FROM transparency_block WHERE height = 1", {"block_missing"}),
        ("DELETE FROM transparency_block WHERE height = 3", {"block_missing"}),
        ("UPDATE transparency_block SET sealed_at = sealed_at + interval '1 microsecond' WHERE height = 1",
         {"not_signed", "chain_broken"}),
        ("UPDATE transparency_stream SET salt = sha256('x'), kept_salt = sha256('y') WHERE person_number = 8",
         {"row_changed"}),
        ("DELETE FROM transparency_signingkey", {"key_unknown"}),
    ],
)  # fmt: skip
def test_each_kind_of_change_is_named(sealed_log, change, faults):
    as_superuser(change)

    assert found() == faults


def test_a_row_that_is_put_in_behind_what_is_sealed_is_found(sealed_log):
    as_superuser(
        "UPDATE transparency_sealmark SET settled_id = (SELECT max(id) + 1 FROM transparency_workevent);"
        "INSERT INTO transparency_workevent (at, type, worker_number, micros, note)"
        " VALUES (now(), 'presence.started', 7, 0, '')"
    )

    assert found() == {Fault.FORGOTTEN}


def test_rows_that_nobody_seals_are_found_after_a_while(sealed_log):
    log.record([log.Event(type=log.Type.PRESENCE_STARTED, at=NOW, worker_number=7)])

    assert found() == set()
    later = verification.verify(at=NOW + timedelta(minutes=11))
    assert [finding.fault for finding in later] == [Fault.NOT_SEALING]


def test_the_command_says_which_row_and_ends_with_an_error(sealed_log):
    event = WorkEvent.objects.get(micros=200_000)
    as_superuser("UPDATE transparency_workevent SET note = 'x' WHERE id = %s", [event.pk])
    err = StringIO()

    with pytest.raises(CommandError, match="1 findings"):
        call_command("verify_log", stdout=StringIO(), stderr=err)

    assert f"Row {event.pk} (event) is not what was sealed in block" in err.getvalue()


def columns_of(table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s ORDER BY 1", [table]
        )
        return cursor.fetchall()


# Another value of the same type that differs in the least: one bit, one letter, one microsecond.
ANOTHER = {
    "bigint": "coalesce({0}, 0) + 1000",
    "integer": "coalesce({0}, 0) + 1000",
    "smallint": "coalesce({0}, 0) + 1000",
    "boolean": "NOT {0}",
    "bytea": "set_byte({0}, 0, get_byte({0}, 0) # 1)",
    "uuid": "(overlay({0}::text placing translate(left({0}::text, 1), '0123456789abcdef', '123456789abcdef0')"
    " from 1 for 1))::uuid",
    "character varying": "'x' || left({0}, 15)",
    "timestamp with time zone": "coalesce({0}, now()) + interval '1 microsecond'",
}  # fmt: skip


@contextmanager
def undone_after() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def places(table: str) -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ctid::text, tableoid FROM {table} ORDER BY tableoid, ctid")  # noqa: S608 (ours)
        return cursor.fetchall()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.sampled_from(TABLES), picked=st.data())
def test_one_changed_column_of_any_sealed_row_is_found(sealed_log, table, picked):
    column, kind = picked.draw(st.sampled_from(columns_of(table)))
    place = picked.draw(st.sampled_from(places(table)))
    with undone_after():
        change = f"UPDATE {table} SET {column} = {ANOTHER[kind].format(column)}"  # noqa: S608 (ours)
        at_any_cost(table, f"{change} WHERE ctid = %s::tid AND tableoid = %s", list(place))

        assert found()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.sampled_from(TABLES), picked=st.data())
def test_any_sealed_row_that_is_removed_is_found(sealed_log, table, picked):
    place = picked.draw(st.sampled_from(places(table)))
    with undone_after():
        as_superuser(f"DELETE FROM {table} WHERE ctid = %s::tid AND tableoid = %s", list(place))  # noqa: S608 (ours)

        assert found()


def at_any_cost(table: str, statement: str, values: list) -> None:
    """What checks forbid as well is no less a change: they are taken off, then."""
    try:
        with transaction.atomic():
            as_superuser(statement, values)
    except IntegrityError:
        without_checks(table)
        as_superuser(statement, values)


def without_checks(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname) FROM pg_constraint"
            " WHERE contype = 'c' AND conrelid = %s::regclass",
            [table],
        )
        for (line,) in cursor.fetchall():
            cursor.execute(line)


def test_rounds_go_through_everything_in_parts_and_keep_what_they_found(sealed_log):
    as_superuser("UPDATE transparency_workevent SET micros = micros + 1 WHERE micros = 100000")

    first = verification.check_part(at=NOW, most=3)
    assert (first.next_height, first.finished_at) == (3, None)
    assert verification.last_verification() is None
    verification.check_part(at=NOW, most=3)

    check = verification.last_verification()
    assert (check.block_count, check.leaf_count, check.finding_count) == (4, Leaf.objects.count(), 1)
    assert not check.is_whole
    assert verification.check_part(at=NOW + timedelta(hours=1)) is None
    assert LogCheck.objects.count() == 1


def test_the_age_of_the_last_seal_is_that_of_the_last_look(sealed_log):
    assert verification.sealed_age(at=NOW + timedelta(seconds=40)) == timedelta(seconds=40)

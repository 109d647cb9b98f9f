"""Sealing the log: every row once, none forgotten, one chain however many processes seal and whoever dies."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from tests.tasks.threads import at_once
from transparency.domain import attention, log
from transparency.domain.merkle import root_of
from transparency.domain.sealing import blocks, keys, leaves
from transparency.domain.sealing.blocks import seal_log, seal_next
from transparency.domain.sealing.waiting import SEALED_AFTER
from transparency.models import Attention, Block, Leaf, SealMark, Source, Stream, WorkEvent

from .conftest import START

NOW = START + timedelta(days=1)
on_real_transactions = pytest.mark.django_db(transaction=True)


def come(count: int = 1, *, worker: int = 7) -> None:
    """So many events of one worker."""
    log.record([log.Event(type=log.Type.PRESENCE_STARTED, at=START, worker_number=worker)] * count)


def sealed() -> list[int]:
    """The numbers of the sealed events, in the order of the chain."""
    return list(Leaf.objects.filter(source=Source.EVENT).order_by("pk").values_list("event_id", flat=True))


def written() -> list[int]:
    return list(WorkEvent.objects.order_by("pk").values_list("pk", flat=True))


@pytest.mark.django_db
def test_every_event_is_sealed_once_in_a_chain_of_signed_blocks():
    come(3)
    seal_log(at=NOW)
    come(2)

    assert seal_log(at=NOW) == 1
    assert seal_log(at=NOW) == 0

    first, second = Block.objects.order_by("height")
    assert (first.count, second.count, sealed()) == (3, 2, written())
    assert bytes(second.previous) == blocks.header_hash(first)
    assert bytes(first.root) == root_of([leaves.hash_of(leaf) for leaf in Leaf.objects.filter(height=0).order_by("pk")])
    key = keys.public_key()
    for block in (first, second):
        header, signature = blocks.header_of(block), bytes(block.signature)
        assert keys.is_signed(message=header, signature=signature, public_key=bytes(key.public_key))


@pytest.mark.django_db
def test_each_person_has_a_line_of_their_own_that_counts_without_a_gap():
    come(2, worker=7)
    come(1, worker=8)
    seal_log(at=NOW)
    come(2, worker=7)
    seal_log(at=NOW)

    lines = {
        stream.person_number: list(
            Leaf.objects.filter(stream=stream.pseudonym).order_by("seq").values_list("seq", flat=True)
        )
        for stream in Stream.objects.all()
    }
    assert lines == {7: [1, 2, 3, 4], 8: [1]}


@pytest.mark.django_db
def test_a_backlog_becomes_several_blocks_and_can_be_taken_up_where_it_ended():
    come(10)

    assert seal_log(at=NOW, most_blocks=1, most_leaves=4) == 1
    assert sealed() == written()[:4]
    assert seal_log(at=NOW, most_leaves=4) == 2

    assert list(Block.objects.order_by("height").values_list("count", flat=True)) == [4, 4, 2]
    assert sealed() == written()


@on_real_transactions
def test_what_is_committed_late_comes_into_a_later_block():
    def write_late_and(then):
        with transaction.atomic():
            come(1, worker=1)
            then()

    def seal_meanwhile():
        come(1, worker=2)
        seal_log(at=NOW)
        seal_log(at=NOW)

    write_late_and(lambda: at_once(seal_meanwhile))
    assert sealed() == written()[1:]

    seal_log(at=NOW)

    assert sealed() == [*written()[1:], written()[0]]
    assert SealMark.objects.get(pk=Source.EVENT).settled_id == written()[-1]


@on_real_transactions
def test_many_processes_at_once_seal_every_row_once():
    come(20)

    at_once(*[lambda: seal_log(at=NOW, most_leaves=3)] * 4)

    assert sealed() == written()
    chain = list(Block.objects.order_by("height"))
    assert [block.height for block in chain] == list(range(7))
    assert all(bytes(b.previous) == blocks.header_hash(a) for a, b in pairwise(chain))


def kill_who_waits_for(table):
    """End the one connection that waits for a lock of `table`, once there is one."""
    waits = "SELECT pid FROM pg_locks WHERE relation = %s::regclass AND NOT granted"
    with connection.cursor() as cursor:
        found = None
        while found is None:
            cursor.execute(waits, [table])
            found = cursor.fetchone()
        cursor.execute("SELECT pg_terminate_backend(%s)", found)


@on_real_transactions
def test_who_dies_between_a_block_and_its_leaves_leaves_a_whole_chain():
    come(3)
    seal_log(at=NOW)
    come(2)
    dying = Thread(target=at_once, args=[lambda: seal_log(at=NOW)])

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE transparency_leaf IN SHARE MODE")
        dying.start()
        kill_who_waits_for("transparency_leaf")
    dying.join()

    assert (Leaf.objects.count(), Block.objects.count()) == (3, 1)
    seal_log(at=NOW)
    assert (sealed(), Block.objects.count()) == (written(), 2)


@pytest.mark.django_db
def test_without_a_key_nothing_is_sealed_and_nothing_is_lost(settings):
    come(1)
    key, settings.LOG_SIGNING_KEY = settings.LOG_SIGNING_KEY, None

    assert seal_log(at=NOW) == 0
    assert Leaf.objects.count() == 0

    settings.LOG_SIGNING_KEY = key
    assert seal_log(at=NOW) == 1


def told(at):
    stretch = attention.Told(
        assignment_number=1, job_number=1, tab="t" * 22, seq=1, started_at=START, visible_ms=5000, active_ms=4000,
        media_ms=0,
    )  # fmt: skip
    attention.keep(worker_number=7, told=[stretch], at=at)


@pytest.mark.django_db
def test_a_stretch_of_attention_is_sealed_when_nothing_can_change_it():
    told(START)

    seal_log(at=START + SEALED_AFTER)
    assert Leaf.objects.count() == 0

    seal_log(at=START + SEALED_AFTER + timedelta(seconds=1))
    leaf = Leaf.objects.get()
    assert (leaf.source, leaf.type, leaf.at, leaf.event_id) == (
        Source.ATTENTION, "task.heartbeat", START, Attention.objects.get().pk,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_stretch_that_nothing_was_told_of_for_a_day_stays_as_it_is():
    told(START)

    with pytest.raises(IntegrityError, match="transparency_attention_is_frozen"), transaction.atomic():
        Attention.objects.update(told_at=START + timedelta(hours=26), visible_ms=6000)

    assert Attention.objects.get().visible_ms == 5000


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["leaf", "block", "stream"])
@pytest.mark.parametrize("change", ["UPDATE transparency_{} SET {} = {}", "DELETE FROM transparency_{}"])
def test_what_is_sealed_is_neither_changed_nor_removed(table, change):
    come(1)
    seal_log(at=NOW)
    column, value = {"leaf": ("seq", "9"), "block": ("count", "9"), "stream": ("salt", "'\\x01'")}[table]

    with (
        pytest.raises(IntegrityError, match="transparency_sealed_stays_sealed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table, column, value))

    assert (Leaf.objects.count(), Block.objects.count(), Stream.objects.count()) == (1, 1, 1)


def test_the_payload_holds_every_column_of_its_table():
    columns = {field.column for field in WorkEvent._meta.concrete_fields}
    of_attention = {field.column for field in Attention._meta.concrete_fields}

    newest = {source: set(leaves.PAYLOADS[source, version]) for source, version in leaves.NEWEST.items()}

    assert newest[Source.EVENT] == columns - {"id", "at", "type"}
    assert newest[Source.ATTENTION] == of_attention - {"id", "told_at"}


@pytest.mark.django_db
def test_a_block_of_a_table_that_nothing_was_written_to_is_not_made():
    assert seal_next(source=Source.EVENT, at=NOW) is None
    assert Block.objects.count() == 0

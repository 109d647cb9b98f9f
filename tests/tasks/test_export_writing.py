"""Writing an archive: once, by pages, and what a cancellation or a kill leaves."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tasks.domain import exports
from tasks.models import Export, Job
from tests.fixtures import CAT, DOG, NOON, make_worker
from tests.tasks.answering import approved
from tests.tasks.archives import asked, rows, written
from transparency.domain.statement.writing import statement_files


def test_asking_twice_while_one_waits_gives_the_same(open_job: Callable[..., Job]) -> None:
    job = open_job()

    assert asked(job) == asked(job)
    assert asked(job) != asked(job, "jsonl")


def test_the_same_rows_make_the_same_tables_to_the_byte(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job()
    approved(job, worker)

    first, second = written(job), written(job)

    for name in ("answers.csv", "results.csv"):
        assert first.read(name) == second.read(name)
        assert first.getinfo(name).date_time == second.getinfo(name).date_time


def test_writing_again_what_is_written_changes_nothing(open_job: Callable[..., Job]) -> None:
    export = asked(open_job())
    exports.write_export(export_id=export.pk, statement=statement_files, at=NOON)
    before = Export.objects.values().get()

    exports.write_export(export_id=export.pk, statement=statement_files, at=NOON + timedelta(days=1))
    exports.cancel_export(export=export)

    assert Export.objects.values().get() == before


def test_answers_are_read_by_pages_and_their_number_is_told_meanwhile(
    open_job: Callable[..., Job], worker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PAGE", 2)
    job = open_job(micro_tasks=5)
    approved(job, worker, [CAT, DOG, CAT, DOG, CAT])

    archive = written(job)

    assert [row["item"] for row in rows(archive, "answers.csv")] == [f"line {n}" for n in range(5)]
    assert archive.read("answers.csv").count(b"item,micro_task") == 1
    assert Export.objects.get().answers_written == 5


def test_a_page_costs_the_same_questions_however_many_answers_it_holds(
    open_job: Callable[..., Job], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    job = open_job(micro_tasks=3, wanted_answers=3)
    small, large = asked(job), asked(job, "jsonl")
    with django_assert_num_queries(11):
        exports.write_export(export_id=small.pk, statement=nothing, at=NOON)
    for number in range(3):
        approved(job, make_worker(number), [CAT, DOG, CAT])
    with django_assert_num_queries(11):
        exports.write_export(export_id=large.pk, statement=nothing, at=NOON)


def nothing(**_: object) -> list[tuple[str, bytes]]:
    return []


def test_what_is_cancelled_half_way_stops_there(
    open_job: Callable[..., Job], worker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PAGE", 1)
    job = open_job(micro_tasks=3)
    approved(job, worker, [CAT, DOG, CAT])
    export = asked(job)
    real, read = exports.answers_in_order, []

    def cancelling(**asked_for: Any) -> Any:
        for page in real(**asked_for):
            read.append(page)
            if len(read) == 2:
                assert exports.cancel_export(export=export)
            yield page

    monkeypatch.setattr(exports, "answers_in_order", cancelling)
    exports.write_export(export_id=export.pk, statement=statement_files, at=NOON)

    export.refresh_from_db()
    assert (export.state, export.key, export.answers_written, len(read)) == ("cancelled", "", 1, 2)


class Killed(BaseException):
    """The process dies here."""


def test_three_broken_attempts_fail_and_a_new_export_is_possible(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job()
    approved(job, worker)
    export = asked(job)

    def dying(**_: object) -> str:
        raise Killed

    for _attempt in range(3):
        with pytest.raises(Killed):
            exports.write_export(export_id=export.pk, statement=dying, at=NOON)
        assert Export.objects.get().state == "waiting"
    exports.write_export(export_id=export.pk, statement=statement_files, at=NOON)

    assert (Export.objects.get().state, Export.objects.get().key) == ("failed", "")
    assert len(rows(written(job), "answers.csv")) == 1


@pytest.mark.django_db(transaction=True)
def test_what_somebody_is_writing_is_not_begun_a_second_time(open_job: Callable[..., Job], worker: User) -> None:
    job = open_job()
    approved(job, worker)
    export = asked(job)

    def meanwhile(**values: Any) -> str:
        for _again in range(4):
            thread = threading.Thread(target=swept, args=[export.pk])
            thread.start()
            thread.join()
        return statement_files(**values)

    exports.write_export(export_id=export.pk, statement=meanwhile, at=NOON)

    export.refresh_from_db()
    assert (export.state, export.attempts) == ("done", 1)


def swept(export_id: int) -> None:
    try:
        exports.write_export(export_id=export_id, statement=statement_files, at=NOON)
    finally:
        connections.close_all()

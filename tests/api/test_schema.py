"""The schema says all that the API does, and the API does what the schema says."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.domain import tokens
from accounts.models import User
from ledger.domain import funding
from tasks.domain import (
    appeals,
    claiming,
    exports,
    jobs,
    questions,
    reviewing,
    submitting,
    training,
    training_tasks,
)
from tasks.models import Assignment, Job, MicroTask, TrainingAnswer
from tests.fixtures import CAT, EURO, NOON, make_draft

EXAMPLES = 8
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    paths = SchemaGenerator().get_schema(public=True)["paths"]
    return [(path, method, found) for path, methods in paths.items() for method, found in methods.items()]


def test_the_schema_is_complete_and_gives_no_warning(tmp_path: Path) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))

    assert "/api/v1/jobs/{public_id}/claim" in (tmp_path / "schema.yml").read_text()


def test_each_operation_has_a_name_of_its_own_and_says_how_it_refuses() -> None:
    found = operations()

    names = [operation["operationId"] for _path, _method, operation in found]
    assert len(set(names)) == len(names) == len(found) > 25
    for path, method, operation in found:
        assert {"401", "403", "429"} <= set(operation["responses"])
        refuses = path.endswith(("/download", "/price", "/pilot"))
        assert ("409" in operation["responses"]) == (method != "get" or refuses)
        assert operation.get("summary") or operation.get("description")


def test_the_documentation_shows_itself_under_the_strict_policy(client: Any) -> None:
    page = client.get("/api/docs/")

    assert page.status_code == 200
    assert "unsafe-inline" not in page["Content-Security-Policy"]


def shown_training(*, worker: User) -> TrainingAnswer:
    """A training task of somebody else's job in a worker's hands."""
    other = User.objects.create_user("trainer@example.org", "a calm long password", is_requester=True)
    funding.add_money(owner_id=other.pk, amount_micros=EURO, key="training", at=NOON)
    job = make_draft(other, texts=["purrs", "barks"])
    first = MicroTask.objects.filter(job=job).order_by("position")[0]
    training_tasks.mark(job=job, micro_task=first, answer=CAT, words="Cats purr.")
    training_tasks.set_places(job=job, places=2)
    jobs.publish(job=job, at=NOON)
    shown = training.show_next(job=job, worker=worker, at=NOON)
    assert shown is not None
    return shown


@pytest.fixture
def everything(open_job: Callable[..., Job], requester: User, worker: User) -> tuple[str, dict[str, list[str]]]:
    """A token of somebody who may do all, and the ids of things of theirs, by the part of the address they stand in."""
    User.objects.filter(pk=requester.pk).update(is_worker=True, is_auditor=True)
    requester.refresh_from_db()
    job, draft = open_job(micro_tasks=40), make_draft(requester, texts=["one"])
    answers = []
    for _ in range(20):
        answers.append(claiming.claim_next(job=job, worker=worker, at=NOON))
        submitting.submit(assignment=answers[-1], worker=worker, answer=CAT, key="k", at=NOON)
    words = "It shows another animal."
    reviewing.reject(assignment=answers[-1], code="wrong", words=words, decided_by_id=requester.pk, at=NOON)
    appeal = appeals.file(assignment=answers.pop(), worker=worker, words="Look at it again, please.", at=NOON)
    held = claiming.claim_next(job=job, worker=worker, at=NOON)
    # Nobody claims work of their own: the one token that may try everything is given it.
    Assignment.objects.filter(pk=held.pk).update(worker=requester)
    export = exports.ask_for_export(job=job, asked_by=requester, file_format="csv", at=NOON)
    return tokens.issue(user=requester, name="a test", at=NOON)[1], {
        "jobs": [job.public_id, draft.public_id],
        "work": [job.public_id],
        "appeals": [appeal.public_id],
        "answers": [answer.public_id for answer in answers],
        "assignments": [held.public_id, answers[0].public_id],
        "exports": [export.public_id],
        "questions": [questions.ask(assignment=held, worker=requester, words="Why?", at=NOON).public_id],
        "micro-tasks": [held.micro_task.public_id],
        "me": ["2026-03", "2026", "2026-13"],
        "training": [shown_training(worker=requester).public_id],
    }


@pytest.fixture(scope="module")
def schema() -> schemathesis.BaseSchema:
    found = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(public=True))
    found.app = get_wsgi_application()
    return found


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests stay on the connection of the test and in its transaction, as those of Django's own client do."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize(("path", "method"), [(path, method) for path, method, _operation in operations()])
def test_whatever_is_sent_the_answer_is_as_the_schema_says(
    path: str, method: str, schema: schemathesis.BaseSchema, everything: tuple[str, dict[str, list[str]]]
) -> None:
    token, ids = everything
    turns = itertools.count()

    @given(case=schema[path][method].as_strategy())
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def ask(case: schemathesis.Case) -> None:
        for name in case.path_parameters or {}:
            those = ids[path.split("/")[3]]
            case.path_parameters[name] = those[next(turns) % len(those)]
        case.call_and_validate(headers={"Authorization": f"Token {token}"}, checks=CHECKS)

    ask()

"""No door but the worker's own shows an answer: not to a requester, not to an auditor, not to another worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils.timezone import now
from rest_framework.serializers import BaseSerializer

from tests.test_access import MAY, World, addresses, client_of, world
from transparency.domain.demographics import answers, consents, questions, subjects

__all__ = ["world"]
PLANTED = "zqx words of mine"


def pages_of(world: World, who: str, names: set[str]) -> Iterator[tuple[str, str]]:
    for name, places in addresses():
        if name not in names:
            continue
        response = client_of(world, who, name).get(reverse(name, kwargs=world.values(name, places)))
        content = b"".join(response.streaming_content) if response.streaming else response.content
        if response.status_code == 200:
            yield f"{who} {name}", content.decode(errors="replace")


def theirs(who: str) -> set[str]:
    """What somebody may pass and a worker may not: the pages of a requester, or of an auditor."""
    return {name for name, may in MAY.items() if may[who] == "in" and may["worker"] in ("no", "none")}


@pytest.mark.slow
def test_nobody_else_reads_what_a_worker_said(world: World, media_folder: object) -> None:
    worker, own = world.people["worker"], {"work:answers", "work:answers-json", "work:answers-csv"}
    said = {"Q1": ["self_describe"], "Q3": ["VU"], "QA_see": ["cannot"]}
    consents.grant(worker_number=worker.pk, purposes=list(consents.Purpose), at=now())
    answers.keep(worker_number=worker.pk, answers=said, own_words=PLANTED, at=now())
    signs = (PLANTED, "Vanuatu", '"VU"', "I cannot do it at all", subjects.key_of(worker_number=worker.pk))

    def showing(who: str, names: set[str]) -> set[str]:
        return {where for where, page in pages_of(world, who, names) if any(sign in page for sign in signs)}

    assert showing("worker", own) == {f"worker {name}" for name in own}
    assert showing("other_worker", {*own, "work:mine", "work:log"}) == set()
    assert showing("requester", theirs("requester")) | showing("auditor", theirs("auditor")) == set()


def every_serializer(above: type = BaseSerializer) -> Iterator[type]:
    for one in above.__subclasses__():
        yield one
        yield from every_serializer(one)


def test_no_program_is_told_a_field_that_says_who_somebody_is() -> None:
    about_people = {
        *questions.QUESTIONS,
        "gender",
        "age",
        "education",
        "household",
        "children",
        "subject",
        "subject_key",
    }
    fields = {
        f"{one.__qualname__}.{name}": name
        for one in every_serializer()
        if one.__module__.startswith(("tasks", "workers", "transparency", "ledger", "accounts"))
        for name in getattr(one, "_declared_fields", {})
    }

    assert len(fields) > 100
    assert [where for where, name in fields.items() if name in about_people] == []

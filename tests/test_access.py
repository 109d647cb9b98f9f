"""Who may pass which address: each is asked by everybody. A new address fails here until it is listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import now

from accounts.domain import tokens
from accounts.models import User
from ledger.models import BankEntry, BooksCheck, Invoice, Payout, PayoutBatch, TopUp, Transfer
from tasks.domain import (
    books_check,
    claiming,
    examples,
    exports,
    jobs,
    mass_approving,
    questions,
    submitting,
    training,
    training_tasks,
)
from tasks.domain.media import storage
from tasks.models import (
    Appeal,
    Assignment,
    Example,
    Job,
    MicroTask,
    Question,
    RejectionRequest,
    TrainingAnswer,
    TrainingTask,
    Upload,
)
from tests.access import (
    ABOUT_A_DRAFT,
    ABOUT_A_MICRO_TASK,
    ABOUT_A_REJECTION,
    ABOUT_AN_ANSWER,
    ABOUT_AN_APPEAL,
    ABOUT_AN_EXPORT,
    MAY,
    PEOPLE,
    SENT,
)
from tests.fixtures import CAT, make_draft
from tests.things import ask_to_reject, pay_out, reject_and_appeal, send_invoice, send_money
from transparency.domain.sealing import blocks
from transparency.models import PersonLook, Replay, ReplayedBatch, WorkEvent
from web.domain.periods import month_of
from workers.models import DataArchive, Look, StatementArchive
from workers.papers import archives, data_archive


@dataclass(frozen=True)
class World:
    """The people, and what the addresses are about."""

    people: dict[str, User]
    draft: Job
    job: Job
    held: Assignment
    answered: Assignment
    trained: TrainingAnswer | None = None
    sessions: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def number_in_the_books(self, name: str) -> int:
        if name.startswith("audit-people:"):
            return Look.objects.get().pk
        if "batch" in name:
            return PayoutBatch.objects.get().pk
        if name == "audit:replay":
            return replayed()
        if "check" in name:
            return BooksCheck.objects.get().pk
        return BankEntry.objects.get().pk if "bank" in name or "aside" in name else 404

    def values(self, name: str, places: set[str]) -> dict[str, Any]:
        """What stands in the places of the address called `name`."""
        export = exports.Export.objects.get()
        job = self.draft if name in ABOUT_A_DRAFT else self.job
        thing: Any = job
        if "assignment" in name or (name in MAY and MAY[name]["other_worker"] == "none"):
            thing = self.held
        if "train-submit" in name or "train-return" in name:
            thing = self.trained or self.held
        if name in ABOUT_AN_ANSWER:
            thing = self.answered
        if name == "tasks-api:answer-question":
            thing = Question.objects.get()
        if name in ABOUT_AN_APPEAL:
            thing = Appeal.objects.get()
        if name in ABOUT_A_REJECTION:
            thing = Appeal.objects.get().assignment
        if name in ABOUT_A_MICRO_TASK:
            thing = self.held.micro_task
        if name in ABOUT_AN_EXPORT:
            thing = export
        if name == "work:statement-archive":
            thing = StatementArchive.objects.get()
        if name in ("work:data-archive", "work:cancel-data", "work:remove-data"):
            thing = DataArchive.objects.get()
        known = {
            "public_id": self.job.public_id if name in ("jobs:reject", "jobs:compare") else thing.public_id,
            "assignment_id": self.answered.public_id,
            "upload_id": Upload.objects.get(job=self.draft).public_id,
            "export_id": export.public_id,
            "job_id": self.job.public_id,
            "token": storage.signed_path(storage.save(b"x", extension="png"), now()).rpartition("/")[2],
            "example_id": Example.objects.filter(job=self.draft)[0].public_id,
            "micro_task_id": MicroTask.objects.filter(job=job)[0].public_id,
            "task_id": TrainingTask.objects.filter(job=self.draft)[0].public_id,
            "question_id": Question.objects.all()[0].public_id,
            "approval_id": mass_approving.ask(
                job=self.job, asked_by=self.people["requester"], until=now(), at=now()
            ).public_id,
            "request_id": RejectionRequest.objects.get().public_id,
            "appeal_id": Appeal.objects.get().public_id,
            "token_id": 1 << 40,
            "screen": self.held.public_id,
            "event_id": WorkEvent.objects.filter(worker_number=self.people["worker"].pk).earliest("pk").pk,
            "height": 0,
            "word": self.people["worker"].sealed_number,
            "number": str(Invoice.objects.get()) if "invoice" in name else self.number_in_the_books(name),
            "reference": (Payout if "payout" in name else TopUp).objects.latest("pk").reference,
            "year": 2026,
            "table": "jobs",
            "table_id": "circles",
            "form": "md" if name == "audit:half-year" else "csv",
            "period": "2026H1",
            "code": "estimate",
            "when": str(month_of(now())),
            "step": "you",
            "question": "Q1",
            "purpose": "public",
            "anything": "nothing",
            "key": "a-key",
            "uidb36": "1",
        }
        return {place: known[place] for place in places}


@pytest.fixture
def world(requester: User, worker: User, other_worker: User, auditor: User) -> World:
    job, draft = make_draft(requester, texts=["a", "b", "c", "e", "t"]), make_draft(requester, texts=["d", "t"])
    for one in (job, draft):
        training_tasks.mark(job=one, micro_task=one.micro_tasks.order_by("-position")[0], answer=CAT, words="So.")
    examples.add_case(job=draft, words="A case.", is_right=True, why="So.")
    jobs.publish(job=job, at=now())
    answered = claiming.claim_next(job=job, worker=worker, at=now())
    submitting.submit(assignment=answered, worker=worker, answer=CAT, key="k", at=now())
    ask_to_reject(answered)
    reject_and_appeal(job, worker, auditor)
    held = claiming.claim_next(job=job, worker=worker, at=now())
    questions.ask(assignment=held, worker=worker, words="Do kittens count?", at=now())
    export = exports.ask_for_export(job=job, asked_by=requester, file_format="csv", at=now())
    exports.Export.objects.filter(pk=export.pk).update(state="done", key=storage.save(b"x", extension="zip"))
    send_money(requester, auditor)
    send_invoice(requester)
    pay_out(worker, auditor)
    archive = archives.ask(worker=worker, period=month_of(now()), at=now())
    StatementArchive.objects.filter(pk=archive.pk).update(state="done", key=storage.save(b"y", extension="zip"))
    own = data_archive.ask(worker=worker, at=now())
    DataArchive.objects.filter(pk=own.pk).update(state="done", key=storage.save(b"z", extension="zip"))
    books_check.check(asked_by_id=None, at=now())
    other = User.objects.create_user("other@example.org", "a calm long password", is_requester=True)
    blocks.seal_log(at=now())
    people = {"worker": worker, "other_worker": other_worker, "requester": requester, "auditor": auditor}
    trained = training.show_next(job=job, worker=worker, at=now())
    made = World({**people, "other_requester": other}, draft, job, held, answered, trained)
    for who, person in made.people.items():
        browser = Client()
        browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        made.sessions[who] = browser.cookies[settings.SESSION_COOKIE_NAME].value
        _token, made.tokens[who] = tokens.issue(user=person, name="a test", at=now())
    return made


def replayed() -> int:
    """The number of a replay of no work at all."""
    kept, _ = Replay.objects.get_or_create(digest="d", floor_hourly_micros=0, defaults={"replayed_at": now()})
    sums = {"assignments": 0, "rejected": 0, "workers": 0, "total_cents": 0, "sum_seconds": 0, "union_seconds": 0}
    shares = {"share_of_workers_at_floor": 0, "median_seconds": 0}
    ReplayedBatch.objects.get_or_create(replay=kept, position=0, defaults={**sums, **shares})
    return kept.pk


def addresses() -> Iterator[tuple[str, set[str]]]:
    """The name of every address with the names of its places."""
    waiting: list[tuple[Any, str, set[str]]] = [(get_resolver(), "", set())]
    while waiting:
        resolver, space, above = waiting.pop()
        for one in resolver.url_patterns:
            places = above | set(one.pattern.converters) | set(one.pattern.regex.groupindex)
            if isinstance(one, URLPattern):
                yield f"{space}{one.name}", places
            else:
                assert isinstance(one, URLResolver)
                waiting.append((one, f"{one.namespace}:" if one.namespace else space, places))


def client_of(world: World, who: str, name: str) -> Client:
    """A browser for pages, a program for the API."""
    client = Client()
    if who in world.sessions and not _is_for_programs(name):
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[who]
    elif who in world.tokens:
        client.defaults["HTTP_AUTHORIZATION"] = f"Token {world.tokens[who]}"
    return client


def _is_for_programs(name: str) -> bool:
    return name.startswith(("tasks-api:", "workers-api:"))


def outcome(response: HttpResponse) -> str:
    to_sign_in = response.status_code == 302 and response.headers["Location"].startswith("/account/login/?next=")
    refused = {401: "sign", 403: "no", 404: "none", 405: "other method"}
    return "sign" if to_sign_in else refused.get(response.status_code, "in")


def outcomes(world: World, who: str, name: str, places: set[str]) -> set[str]:
    """What becomes of somebody who reads an address and sends something there, in a world that then forgets it."""
    address = reverse(name, kwargs=world.values(name, places))
    found = set()
    for method in ("get", "post", "put", "patch", "delete") if _is_for_programs(name) else ("get", "post"):
        with transaction.atomic():
            sent = {"data": SENT.get(name), "content_type": "application/json"} if name in SENT else {}
            ask = getattr(client_of(world, who, name), method)
            response = ask(address) if method == "get" else ask(address, **sent)
            if response.streaming:
                # A test's client closes what it read to its end, and leaves the connection alone.
                b"".join(response.streaming_content)
            assert "Content-Security-Policy" in response.headers, (method, address)
            found.add(outcome(response))
            transaction.set_rollback(True)
    return found - {"other method"}


def test_every_address_is_listed_with_who_may_pass_it() -> None:
    names = [name for name, _places in addresses()]

    assert sorted(set(names)) == sorted(MAY)


@pytest.mark.slow
@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_passes_where_they_may_and_nowhere_else(world: World, who: str, media_folder: object) -> None:
    wrong = {
        name: found
        for name, places in addresses()
        if name in MAY and (found := outcomes(world, who, name, places)) != set(MAY[name][who].split("+"))
    }

    assert wrong == {}


def test_every_form_of_a_browser_needs_the_token_that_only_our_pages_hold(world: World) -> None:
    passed = []
    for name, places in addresses():
        client = Client(enforce_csrf_checks=True)
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions["requester"]
        with transaction.atomic():
            response = client.post(reverse(name, kwargs=world.values(name, places)))
            if response.status_code != 403:
                passed.append((name, response.status_code))
            transaction.set_rollback(True)

    assert passed == []
    assert Transfer.objects.filter(reason="pay").count() == 0


def looks_at(worker: User) -> int:
    return PersonLook.objects.filter(worker_number=worker.pk).count() + Look.objects.filter(worker=worker).count()


def shows_person(response: HttpResponse, worker: User) -> bool:
    """Whether a page or a file names the worker, or shows the end of their account."""
    words = b"".join(response.streaming_content) if response.streaming else response.content
    return any(sign.encode() in words for sign in (worker.email, str(worker), "A Worker"))


def test_no_page_of_an_auditor_shows_a_person_without_a_look_that_is_kept(world: World) -> None:
    worker, seen, unkept = world.people["worker"], set(), []
    for name, places in addresses():
        if name not in MAY or MAY[name]["auditor"] != "in" or MAY[name]["worker"] == "in":
            continue
        for method in ("get", "post"):
            with transaction.atomic():
                before = looks_at(worker)
                response = getattr(client_of(world, "auditor", name), method)(
                    reverse(name, kwargs=world.values(name, places))
                )
                if response.status_code == 200 and shows_person(response, worker):
                    seen.add(name)
                    if looks_at(worker) == before and not name.startswith("audit-people:"):
                        unkept.append(name)
                transaction.set_rollback(True)

    assert unkept == []
    named = {"audit:payout-batch", "audit:batch-file", "audit:take-earnings"}
    assert seen == {"audit-people:find", "audit-people:person", *named}


@pytest.mark.parametrize("name", ["audit-work:appeal", "audit-work:rejections", "audit:payout-batch"])
def test_the_pages_about_one_person_keep_who_looked(world: World, name: str) -> None:
    worker, auditor = world.people["worker"], world.people["auditor"]
    places = dict(addresses())[name]

    client_of(world, "auditor", name).get(reverse(name, kwargs=world.values(name, places)))

    assert [(look.worker_number, look.auditor) for look in PersonLook.objects.all()] == [(worker.pk, auditor)]

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
from tests.fixtures import CAT, make_draft
from tests.things import ask_to_reject, pay_out, reject_and_appeal, send_invoice, send_money
from transparency.domain.sealing import blocks
from transparency.models import PersonLook, Replay, ReplayedBatch, WorkEvent
from web.domain.periods import month_of
from workers.models import DataArchive, Look, StatementArchive
from workers.papers import archives, data_archive

# Who asks, in the order of the columns below: nobody in particular, the worker whose work it is about, another one,
# the requester whose job it is about, another one, an auditor.
PEOPLE = ("visitor", "worker", "other_worker", "requester", "other_requester", "auditor")
# "in" passes, "sign" is led to sign in (a program: 401), "no" is told what they lack (403), "none" finds nothing (404).
FOR_ALL = "in in in in in in"
FOR_PERSONS = "sign in in in in in"
FOR_REQUESTERS = "sign no no in in no"
FOR_OWNER = "sign no no in none no"
FOR_WORKERS = "sign in in no no no"
FOR_HOLDER = "sign in none no no no"
FOR_AUDITORS = "sign no no no no in"
NOTHING = "none none none none none none"
# The page of a wrong link is shown to all, and its form finds nothing.
WRONG_LINK = " ".join(["in+none"] * 6)
NOTHING_OF_THEIRS = "sign none none none none none"

ACCESS = {
    FOR_ALL: """home transparency:who transparency:methods transparency:systems transparency:fairwork transparency:about
        transparency:tables transparency:dictionary-json transparency:dictionary-csv
        transparency:log transparency:latest-block transparency:chain transparency:keys transparency:verify
        transparency:block
        namespace namespace-schema transparency:datasets
        set_language media api-schema api-docs health-live health-ready gallery gallery-desk
        account_login account_signup accounts:signup account_logout account_inactive account_reset_password
        account_reset_password_done account_reset_password_from_key account_reset_password_from_key_done
        account_email_verification_sent account_confirm_login_code mfa_authenticate accounts:again
        accounts:again-code""",
    FOR_PERSONS: """accounts:profile accounts:tokens account_email account_change_password account_set_password
        account_reauthenticate mfa_index mfa_reauthenticate mfa_activate_totp
        mfa_generate_recovery_codes workers-api:me""",
    # Before the first release there is no table.
    NOTHING: """gallery-error transparency:table-json transparency:table-csv
        transparency:dataset transparency:badge transparency:dataset-document""",
    WRONG_LINK: "account_confirm_email",
    NOTHING_OF_THEIRS: """api-nothing accounts:revoke-token mfa_deactivate_totp mfa_view_recovery_codes
        mfa_download_recovery_codes""",
    FOR_REQUESTERS: "jobs:invoices jobs:list jobs:new jobs:money tasks-api:jobs",
    FOR_OWNER: """jobs:invoice jobs:correct-invoice jobs:top-up-pdf
        jobs:sample jobs:approving jobs:cancel-approving
        jobs:reject-many jobs:compare tasks-api:reject-many
        jobs:appeals jobs:appeal tasks-api:pay tasks-api:appeals tasks-api:reply tasks-api:give-in
        jobs:bonuses jobs:give-bonus tasks-api:bonuses
        jobs:questions jobs:answer-question tasks-api:questions tasks-api:answer-question
        jobs:reports jobs:decide-report tasks-api:reports tasks-api:put-back tasks-api:drop
        jobs:top-up jobs:cancel-top-up
        jobs:examples jobs:example jobs:example-of tasks-api:examples tasks-api:example
        tasks-api:training tasks-api:training-task
        jobs:pay jobs:job jobs:kind jobs:words jobs:upload jobs:training
        jobs:pilot jobs:pilot-more
        jobs:training-item jobs:training-remove jobs:terms jobs:summary jobs:preview jobs:publish
        jobs:discard jobs:receive jobs:take-pages jobs:cutting jobs:all-refusals jobs:retry jobs:cancel-upload
        jobs:refusals
        jobs:progress jobs:close jobs:answers jobs:approve jobs:approve-all jobs:reject jobs:replacements jobs:results
        jobs:release-export jobs:withdraw-export
        jobs:exports jobs:ask-export jobs:cancel-export jobs:download-export tasks-api:job tasks-api:files
        jobs:settings jobs:duplicate jobs:publish-added jobs:cancel-added jobs:price jobs:pause jobs:resume
        tasks-api:duplicate tasks-api:price tasks-api:prices tasks-api:pilot tasks-api:pilot-more
        tasks-api:pilot-rest tasks-api:pause tasks-api:resume tasks-api:publish-added
        tasks-api:cancel-added
        tasks-api:publish tasks-api:close tasks-api:refusals tasks-api:answers tasks-api:approve-many tasks-api:approve
        tasks-api:reject tasks-api:results tasks-api:exports tasks-api:export tasks-api:download-export""",
    FOR_WORKERS: """workers-api:statement workers-api:statement-lines
        work:tax work:erase-tax
        work:questionnaire work:questionnaire-step work:put-off-questionnaire work:confirm-answers
        work:answers work:answers-json work:answers-csv work:change-answer work:remove-answer
        work:grant work:withdraw work:erase-answers work:receipt
        work:statements work:statement work:statement-csv work:statement-pdf work:ask-statement
        work:certificate work:certificate-json
        work:time work:own-log work:log-json work:note work:no-work work:also-worked work:take-back-time
        work:data work:ask-data work:looks work:erase-notes work:erase-work
        work:leave work:suspension workers-api:my-appeals workers-api:appeal-suspension
        work:questions work:seen workers-api:questions workers-api:my-questions
        work:payouts work:payee work:ask-payout
        work:find work:desk work:start work:done work:ahead work:mine work:log work:heartbeat work:stop work:veil
        work:submit-screen work:send-screen work:ahead-screen work:undo-screen
        work:train work:train-next workers-api:train workers-api:my-training
        workers-api:work workers-api:work-on workers-api:read-warnings workers-api:claim workers-api:ahead
        workers-api:earnings workers-api:assignments workers-api:session""",
    FOR_HOLDER: """work:redo workers-api:redo
        work:data-archive work:cancel-data work:remove-data
        work:event-receipt work:statement-archive work:appeal workers-api:appeal work:ask workers-api:ask
        work:cancel-payout work:report workers-api:report work:report-time workers-api:report-time
        work:train-submit work:train-return workers-api:train-submit workers-api:train-return
        work:submit work:send work:undo work:return work:draft workers-api:assignment
        workers-api:submit workers-api:return workers-api:heartbeat workers-api:draft workers-api:undo""",
    FOR_AUDITORS: """audit-work:rejections audit-work:decide-rejection audit-work:floors
        audit:earnings audit:take-earnings
        audit-work:appeals audit-work:appeal audit-people:find audit-people:person
        audit-work:questions audit-work:hide-question audit-work:reports audit:time
        audit:half-year audit:pay audit:gap audit:take audit:alerts audit:look-at-alert audit:threshold
        audit:jobs audit:job audit:replays audit:replay audit:books audit:money audit:bank audit:import-statement
        audit:bank-entry audit:set-aside audit:payouts audit:import-report audit:payout-batch audit:confirm-batch
        audit:batch-file audit:settle-batch
        audit:checks audit:check audit:look-at-check audit:transfers audit-work:check-books
        audit:balance audit:balance-csv audit:months""",
}
MAY = {name: dict(zip(PEOPLE, rule.split(), strict=True)) for rule, names in ACCESS.items() for name in names.split()}
# A draft's pages are asked about a draft, all others about a job that is open.
ABOUT_A_DRAFT = {
    *("jobs:kind", "jobs:words", "jobs:upload", "jobs:terms", "jobs:summary", "jobs:publish", "jobs:discard"),
    *(
        "jobs:receive",
        "jobs:take-pages",
        "jobs:cutting",
        "jobs:all-refusals",
        "jobs:retry",
        "jobs:cancel-upload",
        "jobs:refusals",
    ),
    *("jobs:training", "jobs:training-item", "jobs:training-remove"),
    *("jobs:examples", "jobs:example", "jobs:example-of"),
    *("tasks-api:files", "tasks-api:publish", "tasks-api:examples", "tasks-api:example"),
    *("tasks-api:training", "tasks-api:training-task"),
}
# What a program must send to be heard at all.
SENT: dict[str, dict[str, Any]] = {
    "tasks-api:reply": {"words": "It is a dog."},
    "workers-api:appeal": {"words": "It is a cat."},
    "workers-api:appeal-suspension": {"words": "It was only me."},
    "tasks-api:bonuses": {"amount": "0.10", "workers": ["w-aaaaaaaa"], "words": "Thank you."},
    "tasks-api:reject-many": {"ids": ["x"], "code": "wrong", "words": "It is a dog."},
    "tasks-api:reject": {"code": "wrong", "words": "It is a dog."},
    "tasks-api:pilot-more": {"micro_tasks": 5, "round": 2},
    "tasks-api:pilot-rest": {"price": "0.10"},
    "workers-api:train-submit": {"answer": CAT},
    "workers-api:submit": {"answer": CAT, "key": "a key"},
    "workers-api:ask": {"words": "Does it count?"},
    "tasks-api:answer-question": {"words": "It does."},
    "workers-api:report": {"reason": "media"},
    "workers-api:heartbeat": {"visible_ms": 1, "active_ms": 1},
    "workers-api:report-time": {"seconds": 5},
    "workers-api:session": {"is_on": True},
    "workers-api:draft": {"answer": CAT, "revision": 0},
}
ABOUT_AN_APPEAL = {"tasks-api:reply", "tasks-api:give-in"}
ABOUT_A_REJECTION = {"work:appeal", "workers-api:appeal"}
ABOUT_AN_ANSWER = {"jobs:reject", "jobs:compare", "tasks-api:approve", "tasks-api:reject"}
ABOUT_A_MICRO_TASK = {"tasks-api:put-back", "tasks-api:drop"}
ABOUT_AN_EXPORT = {"tasks-api:export", "tasks-api:download-export"}


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

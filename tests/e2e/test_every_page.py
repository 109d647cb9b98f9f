"""Every page with the demonstration's data: accessible, no wider than its window, silent on the console."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Page

from accounts.models import User
from ledger.models import BankEntry, BooksCheck, BooksFinding, PayoutBatch, TopUp
from tasks.domain import books_check, claiming, grid, training
from tasks.kinds import KINDS
from tasks.models import Appeal, Assignment, Job
from tests.e2e.faults import faults_besides_axe
from web.domain.periods import month_of
from workers.demo import people
from workers.domain import looks

RULES = {
    # What is right is not told at length: there is much of it on every page.
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Fetching sheets itself, axe looks for those that a sheet imports beside the page.
    "preload": False,
}
PUBLIC = (
    "namespace",
    *(f"transparency:{page}" for page in ("who", "methods", "systems", "datasets", "log", "fairwork", "about")),
)
LOOKS = [
    {"width": 1280, "height": 800, "color_scheme": "light", "locale": "en-GB"},
    {"width": 360, "height": 740, "color_scheme": "dark", "locale": "fr-FR"},
]


@pytest.fixture
def demonstration(transactional_db: None, seed: Callable[[], None]) -> None:
    seed()


def demo_person(role: str) -> User:
    return User.objects.get(email=next(account.email for account in people.ACCOUNTS if account.role == role))


def addresses_of_visitors() -> Iterator[str]:
    for name in (*PUBLIC, "home", "account_login", "account_signup", "account_reset_password"):
        yield reverse(name)


def addresses_of_workers() -> Iterator[str]:
    worker = demo_person("worker")
    for name in (
        "work:find",
        "work:mine",
        "work:time",
        "work:own-log",
        "work:data",
        "work:looks",
        "work:payouts",
        "work:statements",
        "work:tax",
        "work:leave",
        "work:questionnaire",
        "work:answers",
        "accounts:profile",
        "accounts:tokens",
        "mfa_index",
        "mfa_activate_totp",
    ):
        yield reverse(name)
    yield reverse("work:statement", args=[month_of(now())])
    yield reverse("work:questionnaire-step", args=["learning"])
    yield reverse("work:change-answer", args=["Q1"])
    for slug in KINDS:
        # "open" sorts behind "closed": a desk with work on it wherever there is one.
        job = Job.objects.filter(kind=slug).exclude(state=Job.State.DRAFT).order_by("-state", "-pk").first()
        assert job is not None, slug
        yield reverse("work:desk", args=[job.public_id])
        with suppress(claiming.NothingToClaim):
            claiming.claim_next(job=job, worker=worker, at=now())
            yield reverse("work:desk", args=[job.public_id])
    many = Job.objects.get(client_key="demo-grass")
    assert grid.fill(job=many, worker=worker, at=now())
    yield reverse("work:desk", args=[many.public_id])
    yield reverse("work:done", args=[job.public_id])
    yield reverse("work:questions", args=[Job.objects.get(client_key="demo-coins").public_id])
    yield reverse("work:suspension")
    contested = Appeal.objects.select_related("assignment__job")[0]
    if contested.worker_id == worker.pk:
        yield reverse("work:appeal", args=[contested.assignment.public_id])
    for held in Assignment.objects.filter(worker=worker, state="claimed")[:1]:
        yield reverse("work:ask", args=[held.public_id])
        yield reverse("work:report", args=[held.public_id])
    trains = Job.objects.filter(training_places__gt=0)[0]
    shown = training.show_next(job=trains, worker=worker, at=now())
    assert shown is not None
    yield reverse("work:train", args=[trains.public_id])
    mine = training.find_for(public_id=shown.public_id, worker=worker)
    training.submit(shown=mine, worker=worker, answer=mine.task.answer, at=now())
    yield reverse("work:train", args=[trains.public_id])


def addresses_of_requesters() -> Iterator[str]:
    own = Job.objects.filter(requester=demo_person("requester"))
    yield reverse("jobs:list")
    yield reverse("jobs:new")
    yield reverse("jobs:money")
    yield reverse("jobs:invoices")
    yield reverse("jobs:top-up", args=[TopUp.objects.filter(requester=demo_person("requester"))[0].reference])
    for step in ("kind", "words", "examples", "upload", "training", "terms", "pilot", "summary"):
        yield reverse(f"jobs:{step}", args=[own.filter(state=Job.State.DRAFT)[0].public_id])
    published = own.exclude(state=Job.State.DRAFT).order_by("kind", "-state").distinct("kind")
    yield reverse("jobs:upload", args=[own.filter(state=Job.State.OPEN)[0].public_id])
    for part in ("job", "pay", "bonuses", "exports", "settings"):
        yield reverse(f"jobs:{part}", args=[published[0].public_id])
    for part in ("questions", "reports", "appeals"):
        yield reverse(f"jobs:{part}", args=[own.get(client_key="demo-coins").public_id])
    for appeal in Appeal.objects.filter(against=demo_person("requester")).select_related("assignment__job"):
        yield reverse("jobs:appeal", args=[appeal.assignment.job.public_id, appeal.public_id])
    for job in published:
        for part in ("answers", "sample", "results", "preview"):
            yield reverse(f"jobs:{part}", args=[job.public_id])
    for compared in Assignment.objects.filter(job__in=published, state="submitted").order_by("job__kind", "pk")[:1]:
        yield reverse("jobs:compare", args=[compared.job.public_id, compared.public_id])


def addresses_of_auditors() -> Iterator[str]:
    for name in (
        "audit-work:rejections",
        "audit-work:floors",
        "audit-work:appeals",
        "audit-people:find",
        "audit-work:reports",
        "audit-work:questions",
        "audit:jobs",
        "audit:pay",
        "audit:gap",
        "audit:alerts",
        "audit:time",
        "audit:books",
        "audit:bank",
        "audit:payouts",
        "audit:earnings",
        "audit:money",
        "audit:checks",
        "audit:transfers",
        "audit:balance",
        "audit:months",
        "audit:replays",
    ):
        yield reverse(name)
    alarm = books_check.check(asked_by_id=None, at=now())
    BooksCheck.objects.filter(pk=alarm.pk).update(finding_count=1)
    BooksFinding.objects.create(check_of=alarm, code="unpaid", subject="assignment", count=2, numbers=[1, 2])
    yield reverse("audit:check", args=[alarm.pk])
    yield reverse("audit-work:appeal", args=[Appeal.objects.filter(state="replied")[0].public_id])
    look = looks.take(email=demo_person("worker").email, auditor=demo_person("auditor"), why="A test.", at=now())
    yield reverse("audit-people:person", args=[look.pk])
    yield reverse("audit:payout-batch", args=[PayoutBatch.objects.get().pk])
    yield reverse("audit:bank-entry", args=[BankEntry.objects.filter(state="open")[0].pk])
    yield reverse("audit:job", args=[Job.objects.exclude(state=Job.State.DRAFT).order_by("pk")[0].public_id])


PAGES = {
    "visitor": addresses_of_visitors,
    "worker": addresses_of_workers,
    "requester": addresses_of_requesters,
    "auditor": addresses_of_auditors,
}


def signed_in(page: Page, person: User) -> None:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/", "httpOnly": True}]
    )


def faults_of(page: Page, address: str) -> list[str]:
    page.goto(address, wait_until="load")
    return [f"{address}: {fault}" for fault in faults_shown(page)]


def faults_shown(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    found = faults_besides_axe(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the window")
    page.evaluate(AXE_SCRIPT)
    for violation in page.evaluate("rules => axe.run(rules).then(found => found.violations)", RULES):
        targets = "; ".join(str(node["target"][0]) for node in violation["nodes"][:3])
        found.append(f"{violation['id']}: {targets}")
    return found


def faults_of_all(page: Page, addresses: Iterator[str]) -> list[str]:
    return [fault for address in addresses for fault in faults_of(page, address)]


@pytest.mark.browser
# A fault of a page is there every time, and the look at all of them is long.
@pytest.mark.flaky(reruns=0)
@pytest.mark.slow
@pytest.mark.parametrize("role", PAGES)
@pytest.mark.parametrize("look", LOOKS, ids=["wide-light-english", "phone-dark-french"])
def test_no_page_has_a_fault_that_a_machine_can_find(
    demonstration: None, open_browser: Callable[..., Page], look: dict[str, object], role: str
) -> None:
    page = open_browser(**look)
    if role != "visitor":
        signed_in(page, demo_person(role))

    assert faults_of_all(page, PAGES[role]()) == []

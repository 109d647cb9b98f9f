"""Suspending a worker: by a person, with a reason; their money leaves at once, their work is not lost."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.utils import Error

from accounts.models import Suspension, User
from ledger.domain import books as ledger_books
from ledger.domain import payees, payouts
from ledger.models import Payout
from tasks.domain import ahead, appeals, claiming, submitting, suspending
from tasks.models import Appeal, Job
from tests.fixtures import CAT, NOON, earnings_micros, states
from tests.tasks.answering import answer, approve

WHY = "Two people worked under this account."
SOON = NOON + timedelta(hours=1)


@pytest.fixture
def other_auditor(db: None) -> User:
    return User.objects.create_user("auditor2@example.org", "a calm long password", is_auditor=True)


@pytest.fixture
def suspended(worker: User, auditor: User) -> Suspension:
    return suspending.suspend(worker=worker, decided_by=auditor, reason=WHY, at=NOON)


def earn(job: Job, worker: User) -> None:
    approve(job, answer(job, worker, [CAT]))


def names_account(worker: User) -> None:
    payees.state(worker_id=worker.pk, holder="A Worker", iban="DE89370400440532013000", at=NOON)


def test_a_suspended_worker_is_given_no_new_work(open_job: Callable[..., Job], worker: User, auditor: User) -> None:
    job = open_job()
    suspending.suspend(worker=worker, decided_by=auditor, reason=WHY, at=NOON)

    for person in (worker, User.objects.get(pk=worker.pk)):
        with pytest.raises(claiming.Suspended):
            claiming.claim_next(job=job, worker=person, at=NOON)
        with pytest.raises(claiming.Suspended):
            ahead.claim_ahead(job=job, worker=person, at=NOON)

    assert states(job) == ["open"] * 3


def test_what_is_in_hand_is_finished_and_paid_and_what_was_held_ahead_goes_back(
    open_job: Callable[..., Job], worker: User, auditor: User
) -> None:
    job = open_job(price_micros=4000)
    mine = claiming.claim_next(job=job, worker=worker, at=NOON)
    ahead.claim_ahead(job=job, worker=worker, at=NOON)

    suspending.suspend(worker=worker, decided_by=auditor, reason=WHY, at=NOON)
    done = submitting.submit(assignment=mine, worker=worker, answer=CAT, key="k", at=SOON, with_next=True)
    approve(job, [mine], at=SOON)

    assert done.next_claim is None
    assert states(job) == ["approved", "open", "open", "returned"]
    assert earnings_micros(worker) == 4000


def test_the_whole_balance_leaves_at_once_and_parts_of_a_cent_stay(
    open_job: Callable[..., Job], worker: User, auditor: User
) -> None:
    job = open_job(price_micros=14_000)
    names_account(worker)
    earn(job, worker)
    payouts.ask(worker_id=worker.pk, at=NOON)
    earn(job, worker)

    suspending.suspend(worker=worker, decided_by=auditor, reason=WHY, at=NOON)

    assert list(Payout.objects.order_by("pk").values_list("state", "amount_micros")) == [
        ("cancelled", 10_000),
        ("asked", 20_000),
    ]
    assert earnings_micros(worker) == 8000
    assert ledger_books.recompute().is_clean


def test_what_is_approved_later_leaves_with_the_next_batch_below_the_threshold_too(
    open_job: Callable[..., Job], worker: User, auditor: User
) -> None:
    job = open_job(price_micros=14_000)
    names_account(worker)
    (mine,) = answer(job, worker, [CAT])
    suspending.suspend(worker=worker, decided_by=auditor, reason=WHY, at=NOON)
    approve(job, [mine])

    batch = payouts.make_batch(made_by_id=auditor.pk, at=SOON)

    assert (batch.amount_micros, earnings_micros(worker)) == (10_000, 4000)


def test_without_a_bank_account_the_money_waits(open_job: Callable[..., Job], worker: User, auditor: User) -> None:
    earn(open_job(price_micros=14_000), worker)

    suspending.suspend(worker=worker, decided_by=auditor, reason=WHY, at=NOON)

    assert (earnings_micros(worker), Payout.objects.count()) == (14_000, 0)


def test_the_same_decision_again_changes_nothing_and_another_is_refused(
    suspended: Suspension, worker: User, auditor: User, other_auditor: User
) -> None:
    assert suspending.suspend(worker=worker, decided_by=auditor, reason=WHY, at=SOON) == suspended

    with pytest.raises(suspending.AlreadySuspended):
        suspending.suspend(worker=worker, decided_by=other_auditor, reason=WHY, at=SOON)

    assert Suspension.objects.count() == 1


def test_only_an_auditor_suspends_a_worker_and_gives_a_reason(
    worker: User, other_worker: User, auditor: User, requester: User
) -> None:
    with pytest.raises(suspending.NotAnAuditor):
        suspending.suspend(worker=worker, decided_by=other_worker, reason=WHY, at=NOON)
    with pytest.raises(suspending.Wordless):
        suspending.suspend(worker=worker, decided_by=auditor, reason=" ", at=NOON)
    with pytest.raises(suspending.NotAWorker):
        suspending.suspend(worker=requester, decided_by=auditor, reason=WHY, at=NOON)

    assert Suspension.objects.count() == 0


def test_the_database_knows_no_suspension_without_a_person_and_a_reason(worker: User, auditor: User) -> None:
    for wrong in ({"decided_by": None}, {"reason": ""}, {"decided_by": worker}):
        row = {"worker": worker, "decided_by": auditor, "reason": WHY, "decided_at": NOON} | wrong
        with pytest.raises(IntegrityError), transaction.atomic():
            Suspension.objects.create(**row)


@pytest.mark.parametrize("change", [{"reason": "Another."}, {"lifted_at": SOON, "reason": "Another."}])
def test_what_was_decided_is_never_edited(suspended: Suspension, change: dict[str, object]) -> None:
    with pytest.raises(Error, match="accounts_suspensions_never_change"), transaction.atomic():
        Suspension.objects.update(**change)
    with pytest.raises(Error, match="accounts_suspensions_never_change"), transaction.atomic():
        Suspension.objects.all()._raw_delete("default")


def test_lifting_gives_work_again_and_stays_in_the_history(
    open_job: Callable[..., Job], suspended: Suspension, worker: User, other_auditor: User
) -> None:
    lifted = [
        suspending.lift(suspension=suspended, lifted_by=other_auditor, because="A mistake.", at=SOON) for _ in range(2)
    ]

    worker = User.objects.get(pk=worker.pk)
    assert lifted == [True, False]
    assert claiming.claim_next(job=open_job(), worker=worker, at=SOON).state == "claimed"
    (row,) = suspending.of(worker=worker)
    assert (row.reason, row.lifted_by, row.lifted_because) == (WHY, other_auditor, "A mistake.")


def test_another_auditor_decides_an_appeal_and_a_won_one_lifts(
    suspended: Suspension, worker: User, auditor: User, other_auditor: User
) -> None:
    appeal = appeals.file_against_suspension(worker=worker, words="It was only me.", at=SOON)

    with pytest.raises(appeals.OwnCase):
        appeals.decide(appeal=appeal, auditor=auditor, is_won=False, words="No.", at=SOON)
    with pytest.raises(suspending.AppealIsOpen):
        suspending.lift(suspension=suspended, lifted_by=other_auditor, because="So.", at=SOON)
    assert appeal.decide_until == SOON + settings.APPEAL_DECISION_TIME
    appeals.decide(appeal=appeal, auditor=other_auditor, is_won=True, words="It was.", at=SOON)

    assert not User.objects.get(pk=worker.pk).is_suspended
    assert suspending.of(worker=worker)[0].lifted_because == "It was."


def test_a_suspension_that_stands_after_its_appeal_can_still_be_lifted(
    suspended: Suspension, worker: User, other_auditor: User
) -> None:
    appeal = appeals.file_against_suspension(worker=worker, words="It was only me.", at=SOON)

    appeals.decide(appeal=appeal, auditor=other_auditor, is_won=False, words="Two names.", at=SOON)

    assert User.objects.get(pk=worker.pk).is_suspended
    assert suspending.lift(suspension=suspended, lifted_by=other_auditor, because="Enough.", at=SOON)


def test_the_auditor_who_suspended_takes_it_back_with_a_reason(
    suspended: Suspension, worker: User, auditor: User
) -> None:
    appeal = appeals.file_against_suspension(worker=worker, words="It was only me.", at=SOON)

    with pytest.raises(appeals.Wordless):
        appeals.give_in(appeal=appeal, person=auditor, words=" ", at=SOON)
    assert appeals.give_in(appeal=appeal, person=auditor, words="My mistake.", at=SOON)

    assert not User.objects.get(pk=worker.pk).is_suspended
    assert Appeal.objects.get().state == "given_in"


def imports_of(name: str, root: Path) -> set[str]:
    """Every module of ours that `name` brings in, through however many others."""
    known: set[str] = set()
    waiting = [name]
    while waiting:
        module = waiting.pop()
        parts = module.replace(".", "/")
        files = [root / base / f"{parts}{end}" for base in ("", "platform") for end in (".py", "/__init__.py")]
        for file in (file for file in files if file.exists() and module not in known):
            known.add(module)
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Import):
                    waiting += [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and node.module:
                    waiting += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return known


def test_nothing_in_the_background_can_suspend_a_worker_or_decide_an_appeal() -> None:
    doors = [path for path in settings.ROOT.rglob("background.py") if "tests" not in path.parts]
    doors = [path for path in doors if ".venv" not in path.parts]
    names = [".".join(path.relative_to(settings.ROOT).with_suffix("").parts) for path in doors]

    for name in (name.removeprefix("platform.") for name in names):
        found = imports_of(name, settings.ROOT)
        assert len(found) > 2, name
        assert not {"tasks.domain.suspending", "tasks.domain.appeals"} & found, name
    assert {"tasks.background", "platform.transparency.background"} <= set(names)


def test_one_place_in_the_code_writes_a_suspension() -> None:
    written = [
        str(path.relative_to(settings.ROOT))
        for folder in ("platform", "tasks", "workers")
        for path in (settings.ROOT / folder).rglob("*.py")
        if "Suspension.objects.create" in path.read_text() or "suspension=made" in path.read_text()
    ]

    assert written == ["tasks/domain/suspending.py"]

"""What people write is shown as they wrote it, and never becomes part of a page's own words."""

from __future__ import annotations

import json
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.domain import tokens
from accounts.models import User
from ledger.domain import tax_details
from ledger.models import BankEntry, BankStatement, Payee, Payout
from tasks.domain import (
    appeals,
    bonuses,
    books_check,
    claiming,
    desk,
    examples,
    exports,
    jobs,
    questions,
    reporting,
    reviewing,
    submitting,
    suspending,
    training,
    training_tasks,
)
from tasks.kinds import KINDS
from tasks.models import Item, Job, MicroTask, Refusal, Upload
from tests.access import MAY
from tests.fixtures import make_draft
from tests.test_access import World, addresses, client_of
from tests.things import ask_to_reject, pay_out, send_invoice, send_money
from transparency.domain import own_words
from transparency.domain.demographics import answers
from transparency.models import WorkEvent
from web.domain.periods import month_of
from workers.domain import looks
from workers.papers import archives, data_archive

HOSTILE = "\"'><img src=x onerror=alert(1)><script>alert(1)</script>{{ 7 }}</textarea>"
ANSWERS: dict[str, dict[str, Any]] = {
    "text_classification": {"label": HOSTILE},
    "image_classification": {"label": HOSTILE},
    "image_boxes": {"boxes": [{"label": HOSTILE, "x": 1, "y": 1, "w": 5, "h": 5}]},
    "image_transcription": {"text": HOSTILE},
    "audio_transcription": {"text": HOSTILE},
    "audio_classification": {"label": HOSTILE},
    "image_keypoints": {"points": [{"name": HOSTILE, "state": "visible", "x": 3, "y": 4}]},
    "image_polygons": {"polygons": [{"label": HOSTILE, "points": [[1, 1], [9, 1], [5, 8]]}]},
}
SETTINGS: dict[str, dict[str, Any]] = {"image_keypoints": {"points": [HOSTILE]}}


class Faults(HTMLParser):
    """Finds, as a browser would, what hostile words turned into elements, handlers or broken JSON."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.shown = 0
        self.in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_script = tag == "script"
        for name, value in attrs:
            if name.startswith("on") or (name == "src" and value == "x") or (value or "").startswith("javascript:"):
                self.found.append(f"<{tag} {name}={value}>")
            if name in ("hx-vals", "hx-headers") or (value or "").startswith(('{"', '["', "[{")):
                json.loads(value or "")
            self.shown += "onerror" in (value or "")

    def handle_data(self, data: str) -> None:
        self.shown += "onerror" in data
        if self.in_script and "alert" in data:
            self.found.append(data)


def payload_of(slug: str) -> dict[str, Any]:
    if slug == "text_classification":
        return {"text": HOSTILE}
    return {"width": 40, "height": 30, "start": 0.0, "end": 5.0, "peaks": [1, 2], "url": f"https://x.example/{HOSTILE}"}


def hostile_job(requester: User, slug: str) -> Job:
    labels = SETTINGS.get(slug) or ({"labels": [HOSTILE, "dog"], "multiple": False} if KINDS[slug].has_labels else {})
    words: dict[str, Any] = dict.fromkeys(("title", "purpose", "instructions"), HOSTILE)
    words |= {"content_warnings": ["other"], "content_warning_words": HOSTILE}
    job = make_draft(requester, texts=["a", "b", "c", "d", "t"], kind=slug, settings=labels, **words)
    MicroTask.objects.filter(job=job).update(payload=payload_of(slug))
    Item.objects.filter(job=job).update(name=HOSTILE)
    for task in MicroTask.objects.select_related("item").filter(job=job)[:1]:
        examples.add_item(job=job, micro_task=task, answer=ANSWERS[slug], is_right=False, why=HOSTILE)
    last = MicroTask.objects.filter(job=job).order_by("-position")[0]
    training_tasks.mark(job=job, micro_task=last, answer=ANSWERS[slug], words=HOSTILE)
    examples.add_case(job=job, words=HOSTILE, is_right=True, why=HOSTILE)
    upload = Upload.objects.get(job=job)
    Upload.objects.filter(pk=upload.pk).update(name=HOSTILE)
    Refusal.objects.create(upload=upload, number=1, name=HOSTILE, code="x", wording=HOSTILE, names={})
    return job


@pytest.fixture
def hostile_world(requester: User, worker: User, auditor: User, slug: str) -> World:
    User.objects.update(display_name=HOSTILE)
    requester.refresh_from_db()
    job, draft = hostile_job(requester, slug), hostile_job(requester, slug)
    jobs.publish(job=job, at=now())
    answered = claiming.claim_next(job=job, worker=worker, at=now())
    submitting.submit(assignment=answered, worker=worker, answer=ANSWERS[slug], key="k", at=now())
    ask_to_reject(answered, HOSTILE)
    rejected = claiming.claim_next(job=job, worker=worker, at=now())
    submitting.submit(assignment=rejected, worker=worker, answer=ANSWERS[slug], key="l", at=now())
    reviewing.reject(assignment=rejected, code="wrong", words=HOSTILE, decided_by_id=requester.pk, at=now())
    gift = bonuses.Gift(worker.pk, 1000, answered.pk)
    bonuses.give(job=job, gifts=[gift], words=HOSTILE, client_key="a form", at=now())
    appeals.file(assignment=rejected, worker=worker, words=HOSTILE, at=now())
    looks.take(email=worker.email, auditor=auditor, why=HOSTILE, at=now())
    send_money(requester, auditor)
    books_check.check(asked_by_id=None, at=now())
    send_invoice(requester, name=HOSTILE, address=HOSTILE)
    pay_out(worker, auditor)
    said = tax_details.Details(HOSTILE, HOSTILE, "DE", HOSTILE, "")
    tax_details.state(worker_id=worker.pk, details=said, business_number="", at=now())
    answers.keep(worker_number=worker.pk, answers={"Q1": ["self_describe"]}, own_words=HOSTILE, at=now())
    Payee.objects.update(holder=HOSTILE[:70])
    Payout.objects.update(note=HOSTILE)
    BankEntry.objects.update(name=HOSTILE, words=HOSTILE, iban=HOSTILE[:34])
    BankStatement.objects.update(name=HOSTILE, number=HOSTILE[:70])
    reported = claiming.claim_next(job=job, worker=worker, at=now())
    for number in range(3):
        question = questions.ask(assignment=reported, worker=worker, words=f"{number} {HOSTILE}", at=now())
        if number:
            questions.answer(question=question, words=HOSTILE, at=now())
    questions.hide(question=question, hidden_by=auditor, because=HOSTILE, at=now())
    reporting.report(assignment=reported, worker=worker, reason="media", words=HOSTILE, at=now())
    held = claiming.claim_next(job=job, worker=worker, at=now())
    desk.save_draft(assignment=held, worker=worker, content=ANSWERS[slug], revision=0, at=now())
    archives.ask(worker=worker, period=month_of(now()), at=now())
    data_archive.ask(worker=worker, at=now())
    noted = WorkEvent.objects.filter(worker_number=worker.pk).latest("pk")
    own_words.note(worker_number=worker.pk, event_number=noted.pk, words=HOSTILE, at=now())
    yesterday = now() - timedelta(days=1)
    own_words.also_worked(
        worker_number=worker.pk,
        started_at=yesterday,
        ended_at=yesterday + timedelta(hours=1),
        words=HOSTILE,
        at=now(),
    )
    suspending.suspend(worker=worker, decided_by=auditor, reason=HOSTILE, at=now())
    exports.ask_for_export(job=job, asked_by=requester, file_format="csv", at=now())
    trained = training.show_next(job=job, worker=worker, at=now())
    world = World({"requester": requester, "worker": worker, "auditor": auditor}, draft, job, held, answered, trained)
    for who, person in world.people.items():
        tokens.issue(user=person, name=HOSTILE, at=now())
        browser = Client()
        browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        world.sessions[who] = browser.cookies["sessionid"].value
    return world


def pages(world: World) -> dict[str, str]:
    """Every page that each person can read, by who and where, while answers wait and after they are approved."""
    found = {}
    for moment in ("waiting", "approved"):
        for name, places in addresses():
            if not name.startswith(("jobs:", "work:", "audit:", "audit-work:", "accounts:", "home")):
                continue
            address = reverse(name, kwargs=world.values(name, places))
            # Whoever lacks the role is refused, of whatever kind the job is: `test_access` asks all of them.
            for who in [who for who in world.people if MAY[name][who] != "no"]:
                response = client_of(world, who, name).get(address)
                if response.streaming:
                    b"".join(response.streaming_content)
                elif response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
                    found[f"{moment} {who} {address}"] = response.content.decode()
        trained = training.find_for(public_id=world.trained.public_id, worker=world.people["worker"])
        kept = trained.task.answer
        training.submit(shown=trained, worker=world.people["worker"], answer=kept, at=now())
        reviewing.approve(job=world.job, assignment_ids=[world.answered.pk], decided_by_id=None, at=now())
    return found


@pytest.mark.slow
@pytest.mark.parametrize("slug", sorted(KINDS))
def test_hostile_words_are_shown_and_never_run(hostile_world: World, slug: str) -> None:
    wrong, shown = {}, 0
    for where, html in pages(hostile_world).items():
        page = Faults()
        page.feed(html)
        shown += page.shown
        if page.found:
            wrong[where] = page.found

    assert wrong == {}
    assert shown > 20

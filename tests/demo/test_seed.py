"""`manage.py seed_demo`: a site that looks lived in, books that agree, people to sign in as."""

import io
import json
import zipfile
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from accounts.models import User
from ledger.models import Transfer
from tasks import kinds
from tasks.domain import jobs
from tasks.domain.floor_policy import floor_hourly_micros
from tasks.domain.media import storage
from tasks.models import Answer, Appeal, Assignment, Bonus, Export, Job, MicroTask
from transparency.domain.anonymity import LEAST_WORKERS
from transparency.domain.demographics import answers, sittings
from transparency.domain.metrics import hourly_pay_by_job
from transparency.models import WorkEvent
from workers.demo import materials
from workers.domain import earnings

NAMED = ["ines@demo.example", "lea@demo.example", "samuel@demo.example"]


def test_every_kind_of_work_is_there_as_draft_open_and_finished(demo):
    assert set(Job.objects.values_list("kind", flat=True)) == {slug for slug, _name in kinds.choices()}
    assert Counter(Job.objects.values_list("state", flat=True)) == {"open": 10, "closed": 3, "draft": 1}
    assert jobs.missing_parts(Job.objects.get(state="draft")) == ["price"]


def test_the_books_agree_afterwards(demo):
    said = io.StringIO()

    call_command("check_books", stdout=said)

    assert "sum of all balances: 0 micros" in said.getvalue()
    assert said.getvalue().endswith("The books agree.\n")


def test_repeated_it_adds_nothing(demo):
    tables = (User, Job, MicroTask, Assignment, Answer, Transfer, WorkEvent, Export, Appeal, Bonus)
    before = [table.objects.count() for table in tables]

    call_command("seed_demo", stdout=io.StringIO())
    call_command("seed_demo", "--once", stdout=io.StringIO())

    assert [table.objects.count() for table in tables] == before


def test_an_appeal_waits_for_the_auditor_and_one_was_decided(demo):
    assert Counter(Appeal.objects.values_list("state", flat=True)) == {"replied": 1, "lost": 1}
    assert Bonus.objects.count() == 3


@pytest.mark.parametrize("email", NAMED)
def test_each_worker_who_signs_in_finds_days_of_their_own(demo, email):
    worker = User.objects.get(email=email)
    rejected = Assignment.objects.get(worker=worker, state="rejected")

    assert earnings.balance_micros(worker=worker) > 200_000
    assert earnings.waiting_micros(worker=worker) > 0
    assert rejected.reject_words.endswith(".")
    assert Assignment.objects.filter(worker=worker, submitted_at__gt=now() - timedelta(hours=9)).count() >= 3


def test_pay_is_measured_above_the_floor_and_below_it(demo):
    floor = floor_hourly_micros(at=now())
    pay = hourly_pay_by_job(job_numbers=Job.objects.exclude(state="draft").values_list("pk", flat=True))
    told = [found for found in pay.values() if found.worker_count >= LEAST_WORKERS]

    assert min(found.all_tasks_hourly_micros for found in told) < floor / 2
    assert max(found.all_tasks_hourly_micros for found in told) > floor
    assert sum(found.unpaid_seconds for found in told) > 30


def test_nothing_has_happened_in_the_future(demo):
    assert WorkEvent.objects.filter(at__gt=now()).count() == 0
    assert Transfer.objects.filter(at__gt=now()).count() == 0


def test_an_archive_waits_to_be_taken_away(demo):
    export = Export.objects.get(job__client_key="demo-ground")

    with storage.open(export.key) as stream, zipfile.ZipFile(stream) as archive:
        lines = archive.read("answers.csv").decode().splitlines()
        statement = archive.read("LABOUR.md").decode()

    assert len(lines) == 1 + 48 * 3
    assert "144 approved answers" in statement


@pytest.mark.parametrize("name", ["interview-en", "entretien-fr"])
def test_no_sentence_of_a_recording_is_cut_or_silent(demo, name):
    heard = MicroTask.objects.filter(item__name=f"{name}.ogg", job__kind="audio_transcription")
    segments = [task.payload for task in heard.order_by("position")]

    for sentence in materials.sentences(name):
        holding = [s for s in segments if s["start"] <= sentence.start and sentence.end <= s["end"] + 0.1]
        assert len(holding) == 1, sentence
    assert min(max(segment["peaks"]) for segment in segments) > 30


def test_the_boxes_of_the_coins_lie_on_their_trays(demo):
    for task in MicroTask.objects.filter(job__client_key="demo-coins").select_related("item"):
        coins = materials.coins_on_tray(int(task.item.name.removesuffix(".jpg").split("-")[1]))

        assert len(coins) == 3
        assert all(x + w <= task.payload["width"] and y + h <= task.payload["height"] for x, y, w, h in coins)


def accounts():
    said = io.StringIO()
    call_command("demo_accounts", "--json", stdout=said)
    return json.loads(said.getvalue())


def test_a_requester_three_workers_and_an_auditor_are_told():
    found = accounts()

    assert [account["role"] for account in found] == ["requester", "worker", "worker", "worker", "auditor"]
    assert all(set(account) == {"role", "email", "password", "token"} for account in found)


def test_each_of_them_can_sign_in(demo, client):
    for account in accounts():
        assert client.login(email=account["email"], password=account["password"]), account["email"]


def test_a_workers_token_opens_the_api(demo, client):
    token = next(account["token"] for account in accounts() if account["email"].startswith("lea@"))

    answer = client.get("/api/v1/me/earnings", headers={"authorization": f"Token {token}"})

    assert answer.status_code == 200


def test_most_of_the_people_say_who_they_are_and_one_is_still_invited(demo):
    numbers = dict(User.objects.filter(is_worker=True).values_list("email", "pk"))
    named = [number for email, number in numbers.items() if not email.startswith("population")]
    answered = [number for number in named if answers.own_answers(worker_number=number)]

    assert len(answered) == 14
    invited = sittings.invitation(worker_number=numbers["samuel@demo.example"], at=now())
    assert invited == sittings.Invitation.BEGIN

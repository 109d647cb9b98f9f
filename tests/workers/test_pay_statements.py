"""A statement agrees with the ledger to the micro, and says what was done for each line."""

import csv
import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from ledger.domain import accounts as books
from ledger.domain import payees, payouts
from ledger.domain.transfers import transfer
from ledger.models import Transfer
from tasks.domain import bonuses, claiming, reviewing, submitting
from tasks.models import Assignment
from tests.fixtures import CAT, EURO, NOON
from web.domain.papers import MOST_LINES
from web.domain.periods import Period
from workers.models import StatementArchive
from workers.papers import archives, attestation, pay_statements, statement_papers

MARCH, APRIL, YEAR = Period(2026, 3), Period(2026, 4), Period(2026)
IN_APRIL = datetime(2026, 4, 2, 9, tzinfo=UTC)


def work(job, worker, *, at=NOON, seconds=5):
    held = claiming.claim_next(job=job, worker=worker, at=at)
    done = at + timedelta(seconds=seconds)
    submitting.submit(assignment=held, worker=worker, answer=CAT, key=held.public_id, at=done)
    Assignment.objects.filter(pk=held.pk).update(visible_ms=seconds * 1000, active_ms=seconds * 1000)
    reviewing.approve(job=job, assignment_ids=[held.pk], decided_by_id=None, at=done)
    return held


@pytest.fixture
def life(open_job, worker):
    """Pay, a bonus and a payout in March, pay in April."""
    job = open_job(micro_tasks=4, price_micros=20_001)
    work(job, worker)
    work(job, worker, at=NOON + timedelta(minutes=1), seconds=10)
    gift = bonuses.Gift(worker.pk, 500_000)
    bonuses.give(job=job, gifts=[gift], words="Thank you.", client_key="a form", at=NOON + timedelta(minutes=2))
    payees.state(worker_id=worker.pk, holder="A Worker", iban="DE89370400440532013000", at=NOON)
    payouts.ask(worker_id=worker.pk, at=NOON + timedelta(hours=1))
    work(job, worker, at=IN_APRIL)
    return job


def test_opening_and_closing_balance_agree_with_the_ledger(life, worker):
    march, april = (pay_statements.statement(worker=worker, period=month) for month in (MARCH, APRIL))

    assert (march.opening_micros, march.earned_micros, march.paid_out_micros) == (0, 540_002, 540_000)
    assert march.closing_micros == april.opening_micros == 2
    assert april.closing_micros == books.earnings(owner_id=worker.pk).balance_micros == 20_003


def test_each_line_says_what_was_done_how_long_and_what_an_hour_pays(life, worker):
    lines = list(pay_statements.all_lines(worker=worker, period=MARCH))

    assert [(line.reason.value, line.micros, line.seconds) for line in lines] == [
        ("pay", 20_001, 5.0),
        ("pay", 20_001, 10.0),
        ("bonus", 500_000, None),
        ("payout", -540_000, None),
    ]
    assert [line.hourly_micros for line in lines[:3]] == [14_400_720, 7_200_360, None]
    assert (lines[0].job, lines[2].job, lines[2].words) == (life, life, "Thank you.")
    assert sum(line.micros for line in lines) == pay_statements.statement(worker=worker, period=MARCH).closing_micros


def test_a_month_ends_at_midnight_where_the_platform_is(worker, open_job):
    job = open_job()
    work(job, worker, at=datetime(2026, 3, 31, 21, 59, tzinfo=UTC), seconds=59)
    work(job, worker, at=datetime(2026, 3, 31, 22, 0, tzinfo=UTC))

    assert [pay_statements.statement(worker=worker, period=month).line_count for month in (MARCH, APRIL)] == [1, 1]


def test_the_csv_carries_the_balance_along(client, life, worker):
    client.force_login(worker)

    text = b"".join(client.get(reverse("work:statement-csv", args=["2026"])).streaming_content).decode()

    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["balance_micros"] for row in rows] == ["20001", "40002", "540002", "2", "20003"]
    assert rows[0]["micro_task"] == life.micro_tasks.order_by("position")[0].public_id
    assert (rows[0]["seconds"], rows[0]["hourly_micros"]) == ("5.000", "14400720")


@pytest.mark.parametrize(("language", "title"), [("en", "Statement of pay, March 2026"), ("fr", "mars 2026")])
def test_the_paper_is_tagged_and_in_the_readers_language(client, life, worker, language, title):
    client.force_login(worker)

    answer = client.get(reverse("work:statement-pdf", args=["2026-03"]), headers={"Accept-Language": language})

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert f"/Lang({language})".encode() in answer.content
    assert b"/MarkInfo" in answer.content
    assert title in re.search(rb"<rdf:li[^>]*>([^<]*)</rdf:li>", answer.content).group(1).decode()


def test_nobody_reads_anothers_lines(client, life, other_worker):
    client.force_login(other_worker)

    page = client.get(reverse("work:statement", args=["2026-03"]))

    assert page.context["lines"] == []
    assert page.context["statement"].closing_micros == 0


@pytest.mark.parametrize("when", ["2026-13", "1999", "now", "2026-3"])
def test_what_is_no_month_and_no_year_is_not_found(client, worker, when):
    client.force_login(worker)

    assert client.get(reverse("work:statement", args=[when])).status_code == 404


def many_lines(worker: User, count: int, at: datetime) -> None:
    earnings, reserve = books.earnings(owner_id=worker.pk), books.reserve()
    Transfer.objects.bulk_create(
        Transfer(debit=reserve, credit=earnings, amount_micros=EURO, reason="late_pay", key=f"many:{at}:{n}", at=at)
        for n in range(count)
    )


def test_a_great_year_is_made_in_parts_with_progress(client, life, worker):
    many_lines(worker, MOST_LINES + 1, NOON)
    client.force_login(worker)

    leads = client.get(reverse("work:statement-pdf", args=["2026"]))
    with translation.override("fr"):
        archive = archives.ask(worker=worker, period=YEAR, at=NOON)
    archives.make(archive_id=archive.pk, at=NOON)

    assert leads.headers["Location"] == reverse("work:statement", args=["2026"])
    archive.refresh_from_db()
    assert (archive.state, archive.lines_written, archive.line_count) == ("done", 1006, 1006)
    answer = client.get(reverse("work:statement-archive", args=[archive.public_id]))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as file:
        assert file.namelist() == ["2026-03-1.pdf", "2026-03-2.pdf", "2026-04-1.pdf", "2026.pdf"]
        assert b"/Lang(fr)" in file.read("2026.pdf")


def test_asking_twice_makes_one_and_three_broken_attempts_are_the_last(worker):
    first, again = (archives.ask(worker=worker, period=YEAR, at=NOON) for _ in range(2))
    StatementArchive.objects.update(attempts=archives.MOST_ATTEMPTS)

    archives.make(archive_id=first.pk, at=NOON)

    first.refresh_from_db()
    assert (first.pk, first.state) == (again.pk, "failed")


def test_lines_take_a_question_for_each_kind_of_fact(life, worker, django_assert_num_queries):
    transfers = list(pay_statements.transfers_of(worker=worker, period=YEAR))

    with django_assert_num_queries(6):
        assert len(list(pay_statements.lines_of(worker=worker, transfers=transfers))) == 5


def test_the_certificate_counts_what_was_done_and_how_it_was_judged(client, life, worker):
    rejected = claiming.claim_next(job=life, worker=worker, at=IN_APRIL)
    submitting.submit(assignment=rejected, worker=worker, answer=CAT, key="r", at=IN_APRIL)
    reviewing.reject(assignment=rejected, code="wrong", words="No.", decided_by_id=life.requester_id, at=IN_APRIL)

    found = attestation.attest(worker=worker, at=IN_APRIL + timedelta(hours=1))

    assert (found.approved, found.rejected, found.approved_share) == (3, 1, 0.75)
    assert found.earned_micros == 560_003
    assert (found.kinds[0].kind, found.kinds[0].pay_micros, found.pay.paid_seconds) == (life.kind, 60_003, 20.0)


def test_the_certificate_is_a_paper_and_a_file_for_programs(client, life, worker):
    client.force_login(worker)

    paper = client.get(reverse("work:certificate"))
    told = json.loads(client.get(reverse("work:certificate-json")).content)

    assert paper.content.startswith(b"%PDF-1.7")
    assert (told["earned"], told["answers"]["approved"], told["paid_seconds"]) == ("0.560003", 3, 20.0)
    assert set(told["definitions"]) >= {"Earned", "Approved", "Paid time"}


def test_a_program_reads_the_same(client, life, worker):
    client.force_login(worker)

    told = client.get(reverse("workers-api:statement", args=["2026-03"])).json()
    lines = client.get(reverse("workers-api:statement-lines", args=["2026-03"])).json()["results"]

    assert (told["opening_micros"], told["earned_micros"], told["closing_micros"]) == (0, 540_002, 2)
    assert [(line["reason"], line["micros"], line["seconds"]) for line in lines][1:3] == [
        ("pay", 20_001, 10.0),
        ("bonus", 500_000, None),
    ]
    assert sum(line["micros"] for line in lines) == told["closing_micros"]
    assert client.get(reverse("workers-api:statement", args=["2026-13"])).status_code == 404


def test_what_lifts_pay_to_the_floor_is_pay_for_the_same_time(life, worker):
    escrow = books.escrow(job_number=life.pk)
    transfer(
        debit=escrow, credit=books.earnings(owner_id=worker.pk), amount_micros=1,
        reason=Transfer.Reason.FLOOR_PAY, key="a floor", at=NOON,
    )  # fmt: skip
    sums = statement_papers.Sums()

    for line in pay_statements.all_lines(worker=worker, period=MARCH):
        sums.add(line)

    (found,) = sums.by_job.values()
    assert (found.count, found.seconds, found.timed_micros, found.micros) == (2, 15.0, 40_003, 540_003)

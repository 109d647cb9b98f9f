"""Alerts open once, are told once and close when the rule is kept again; thresholds keep who changed them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from tests.transparency.conftest import START
from transparency.domain import log, measures
from transparency.domain.auditing import alerts, delays
from transparency.domain.auditing.rules import RULES
from transparency.domain.rollup import keeping
from transparency.models import Alert, AlertThreshold

LATER = START + timedelta(hours=12)


@pytest.fixture
def look():
    """Brings everything up to date and looks at the rules: the codes of what is broken, with what was measured."""

    def at(moment=LATER) -> dict[str, float]:
        keeping.roll_up(at=moment)
        measures.refresh(at=moment)
        delays.refresh()
        alerts.look(at=moment)
        return {alert.rule: alert.value for alert in Alert.objects.filter(closed_at__isnull=True)}

    return at


@pytest.fixture
def slow_job(past_job, work):
    """Eleven people who need 90 s where 60 s were announced, and earn far less than the floor."""
    job = past_job(1)
    for worker in range(1, 12):
        for _answer in range(40):
            work(job, seconds=90, micros=100_000, worker=worker)
    return job


def test_an_estimate_that_is_too_low_and_pay_below_the_floor_are_told_with_what_was_measured(look, slow_job):
    found = look()

    assert found["estimate"] == pytest.approx(1.5)
    assert found["floor-share"] == 0.0
    assert Alert.objects.get(rule="estimate").subject == slow_job.public_id
    assert "unpaid-minutes" not in found


def test_an_alert_opens_once_and_closes_when_the_rule_is_kept_again(look, slow_job, auditor):
    for minutes in (0, 5, 10):
        look(LATER + timedelta(minutes=minutes))
    alert = Alert.objects.get(rule="estimate")
    alerts.set_threshold(code="estimate", value=2, is_on=True, changed_by=auditor, at=LATER)

    look(LATER + timedelta(minutes=15))
    look(LATER + timedelta(minutes=20))

    closed = Alert.objects.get(rule="estimate")
    assert (alert.opened_at, alert.last_seen_at) == (LATER, LATER + timedelta(minutes=10))
    assert closed.closed_at == LATER + timedelta(minutes=15)


def test_a_rule_that_is_broken_again_has_an_alert_of_its_own(look, slow_job, auditor):
    look()
    for value in (2, 1.2):
        alerts.set_threshold(code="estimate", value=value, is_on=True, changed_by=auditor, at=LATER)
        look(LATER + timedelta(minutes=5))

    assert Alert.objects.filter(rule="estimate").count() == 2


def test_each_alert_is_told_to_every_auditor_once(look, slow_job, auditor):
    look()

    assert alerts.tell(at=LATER) == 1
    assert alerts.tell(at=LATER) == 0
    letter = mail.outbox[0]
    assert letter.to == [auditor.email]
    assert "Answers to a job take more than 1.2 times what was announced (Job 1): 1.5 times" in letter.body
    assert "/audit/alerts/" in letter.body


def test_a_letter_that_could_not_be_sent_is_sent_the_next_time(look, slow_job, auditor, settings):
    look()
    settings.EMAIL_BACKEND, kept = "django.core.mail.backends.smtp.EmailBackend", settings.EMAIL_BACKEND
    settings.EMAIL_PORT = 1
    assert alerts.tell(at=LATER) == 0

    settings.EMAIL_BACKEND = kept

    assert alerts.tell(at=LATER) == 1


def test_rejections_of_a_job_need_twenty_decisions(look, past_job, work):
    few, many = past_job(1), past_job(2)
    for job, count in ((few, 9), (many, 27)):
        for _answer in range(count):
            work(job, seconds=10, micros=1_000_000)
        work(job, seconds=10, outcome="rejected")
        work(job, seconds=10, outcome="rejected")
        work(job, seconds=10, outcome="rejected")
        work(job, seconds=10, outcome="rejected")

    look()

    assert [(alert.subject, round(alert.value, 1)) for alert in Alert.objects.filter(rule="rejections")] == [
        (many.public_id, 12.9)
    ]


def test_unpaid_time_is_told_in_minutes_and_as_a_share(look, past_job, work):
    job = past_job(1)
    work(job, seconds=600, micros=10_000_000)
    work(job, seconds=300)

    found = look()

    assert found["unpaid-minutes"] == pytest.approx(30)
    assert found["unpaid-share"] == pytest.approx(100 / 3)


def test_pay_that_comes_late_and_appeals_that_nobody_decides_are_told(look, past_job):
    job = past_job(1)
    who = {"worker_number": 7, "requester_number": 1, "job_number": job.pk, "assignment_number": 1}
    log.record([log.Event(type=log.Type.SUBMITTED, at=START, started_at=START, ended_at=START, **who)])
    log.record([log.Event(type=log.Type.APPEAL_FILED, at=START, **who)])
    log.record([log.Event(type=log.Type.PAID, at=START + timedelta(days=9), micros=1, **who)])

    early, late = look(START + timedelta(days=10)), look(START + timedelta(days=14))

    assert early["time-to-pay"] == pytest.approx(9 * 24, rel=0.1)
    assert "appeals-overdue" not in early
    assert late["appeals-overdue"] == 1


def test_a_log_that_waits_for_its_seal_and_days_that_nobody_sums_up_are_told(past_job, work):
    work(past_job(1), seconds=10, micros=1)

    alerts.look(at=START + timedelta(minutes=30))

    found = set(Alert.objects.values_list("rule", flat=True))
    assert {"seal-late", "roll-up-late"} <= found


def test_a_rule_that_is_off_tells_nothing(look, slow_job, auditor):
    for code in RULES:
        alerts.set_threshold(code=code, value=0, is_on=False, changed_by=auditor, at=LATER)

    assert look() == {}


def test_a_change_that_changes_nothing_is_not_kept(auditor):
    assert not alerts.set_threshold(code="estimate", value=1.2, is_on=True, changed_by=auditor, at=LATER)
    assert AlertThreshold.objects.count() == 0


def test_the_page_shows_what_stands_and_who_looked(client, look, slow_job, auditor):
    client.force_login(auditor)
    look()
    alert = Alert.objects.get(rule="estimate")

    page = client.post(f"/audit/alerts/{alert.pk}/look/", {"note": "Asked the requester."}, follow=True)
    words = page.content.decode()

    assert "Answers to a job take more than 1.2 times what was announced" in words
    assert "Asked the requester." in words
    assert Alert.objects.get(pk=alert.pk).looked_by == auditor
    assert f'title="waiting for a look">{alerts.unseen_count()}<' in words


def test_a_threshold_is_changed_on_the_page_and_nonsense_is_said(client, auditor):
    client.force_login(auditor)

    client.post("/audit/alerts/rules/estimate/", {"value": "1.5", "is_on": "on"})
    refused = client.post("/audit/alerts/rules/estimate/", {"value": "-1", "is_on": "on"})

    assert [(row.value, row.changed_by) for row in AlertThreshold.objects.all()] == [(1.5, auditor)]
    assert "greater than or equal to 0" in refused.content.decode()

"""Alerts: rules looked at by the clock, a row for each time that one was broken, and one letter when it begins."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from accounts.models import User
from transparency.domain.auditing.rules import RULES, Broken, Rule
from transparency.models import Alert, AlertThreshold, JobFact
from web.domain.formatting import format_number, notation
from web.domain.sole import held_alone

# The lock of the one process that looks at the rules.
_LOOKING = 7_410
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Set:
    """A rule as it holds now. `changed` is the last change of its threshold; None while it is what it started with."""

    rule: Rule
    threshold: float
    is_on: bool
    changed: AlertThreshold | None

    @property
    def sentence(self) -> str:
        """What the rule says, with its threshold."""
        return str(self.rule.words) % {"threshold": written(self.threshold)}


@dataclass(frozen=True, slots=True)
class Told:
    """An alert as people read it: its sentence, the job that it is about, both amounts with their unit."""

    alert: Alert
    sentence: str
    metric: str
    unit: str
    value: str
    threshold: str
    job: JobFact | None


def written(amount: float) -> str:
    """A measure as people read it: without decimals from 100 on, with one below, with two below 10."""
    whole = format_number(round(amount))
    if amount >= 100 or amount == round(amount):
        return whole
    mark = notation().decimal_mark
    return f"{amount:.1f}".replace(".", mark) if amount >= 10 else f"{amount:.2f}".rstrip("0").replace(".", mark)


def rules_now() -> list[Set]:
    """Every rule with the threshold that holds, in one query."""
    latest = {row.rule: row for row in AlertThreshold.objects.order_by("rule", "-pk").distinct("rule")}
    return [
        Set(rule, row.value if row else rule.threshold, row.is_on if row else True, row)
        for rule in RULES.values()
        for row in [latest.get(rule.code)]
    ]


def set_threshold(*, code: str, value: float, is_on: bool, changed_by: User, at: datetime) -> bool:
    """Let a rule hold from another value on, or switch it off; False when that changes nothing. Kept with who did."""
    now = next(one for one in rules_now() if one.rule.code == code)
    if (now.threshold, now.is_on) == (value, is_on):
        return False
    AlertThreshold.objects.create(rule=code, value=value, is_on=is_on, changed_by=changed_by, changed_at=at)
    return True


def look(*, at: datetime) -> int:
    """Look at every rule: open what is newly broken, close what is kept again; how many were opened. Safe to repeat.

    The clock calls this; of two at once one does it.
    """
    with held_alone(what=_LOOKING, number=0) as is_ours:
        if not is_ours:
            return 0
        return sum(_look_at(one, at) for one in rules_now())


@transaction.atomic
def _look_at(one: Set, at: datetime) -> int:
    broken = {each.subject: each for each in one.rule.find(at, one.threshold)} if one.is_on else {}
    standing = Alert.objects.filter(rule=one.rule.code, closed_at__isnull=True)
    known = {alert.subject: alert for alert in standing.select_for_update().order_by("pk")}
    for subject, alert in known.items():
        if subject in broken:
            Alert.objects.filter(pk=alert.pk).update(last_seen_at=at, value=broken[subject].value)
        else:
            Alert.objects.filter(pk=alert.pk).update(closed_at=at)
    fresh = [_opened(one, each, at) for subject, each in broken.items() if subject not in known]
    Alert.objects.bulk_create(fresh)
    return len(fresh)


def _opened(one: Set, broken: Broken, at: datetime) -> Alert:
    return Alert(
        rule=one.rule.code,
        subject=broken.subject,
        value=broken.value,
        threshold=one.threshold,
        opened_at=at,
        last_seen_at=at,
    )


def open_alerts() -> QuerySet[Alert]:
    """Alerts that stand, those that nobody has looked at first, then the latest."""
    standing = Alert.objects.filter(closed_at__isnull=True).select_related("looked_by")
    return standing.order_by("-looked_at", "-opened_at", "-pk")


def past_alerts() -> QuerySet[Alert]:
    """Alerts whose rule is kept again, the latest first."""
    return Alert.objects.filter(closed_at__isnull=False).select_related("looked_by").order_by("-closed_at", "-pk")


def unseen_count() -> int:
    """How many standing alerts no auditor has looked at."""
    return Alert.objects.filter(closed_at__isnull=True, looked_at__isnull=True).count()


def look_at(*, number: int, looked_by: User, note: str, at: datetime) -> bool:
    """Somebody has seen an alert, and says what comes of it; False when somebody had, or there is none."""
    unseen = Alert.objects.filter(pk=number, looked_at__isnull=True)
    return bool(unseen.update(looked_at=at, looked_by=looked_by, note=note.strip()[:300]))


def told(*, alerts: Sequence[Alert]) -> list[Told]:
    """Alerts in words, in two queries. A rule that is gone keeps its code for a sentence."""
    facts = JobFact.objects.filter(public_id__in={alert.subject for alert in alerts} - {""})
    jobs = {fact.public_id: fact for fact in facts}
    return [_in_words(alert, RULES.get(alert.rule), jobs.get(alert.subject)) for alert in alerts]


def _in_words(alert: Alert, rule: Rule | None, job: JobFact | None) -> Told:
    threshold = written(alert.threshold)
    sentence = str(rule.words) % {"threshold": threshold} if rule else alert.rule
    metric, unit = (rule.metric, str(rule.unit)) if rule else ("", "")
    return Told(alert, sentence, metric, unit, written(alert.value), threshold, job)


def tell(*, at: datetime) -> int:
    """Write to every auditor what has newly been broken; how many letters went. Safe to repeat.

    That it was told is noted first, so that two at once send one letter. Where none could be sent, the next call tries
    again.
    """
    numbers = list(Alert.objects.filter(told_at__isnull=True, closed_at__isnull=True).values_list("pk", flat=True))
    with transaction.atomic():
        fresh = list(Alert.objects.select_for_update(skip_locked=True).filter(pk__in=numbers, told_at__isnull=True))
        Alert.objects.filter(pk__in=[alert.pk for alert in fresh]).update(told_at=at)
    if not fresh:
        return 0
    auditors = list(User.objects.filter(is_auditor=True, is_active=True).order_by("pk"))
    sent = sum(_sent(auditor, fresh) for auditor in auditors)
    if auditors and not sent:
        Alert.objects.filter(pk__in=[alert.pk for alert in fresh], told_at=at).update(told_at=None)
    return sent


def _sent(auditor: User, fresh: Sequence[Alert]) -> int:
    try:
        return _letter(auditor, fresh).send()
    except OSError:
        logger.exception("the letter about %s alerts to auditor %s was not sent", len(fresh), auditor.pk)
        return 0


def _letter(auditor: User, fresh: Sequence[Alert]) -> EmailMultiAlternatives:
    with translation.override(auditor.language or settings.LANGUAGE_CODE):
        subject = ngettext(
            "Visible Hands: a rule of the audit is broken",
            "Visible Hands: %(count)s rules of the audit are broken",
            len(fresh),
        ) % {"count": format_number(len(fresh))}
        site = settings.SITE_ADDRESS.rstrip("/")
        body = render_to_string("transparency/audit/alert_letter.txt", {"lines": told(alerts=fresh), "site": site})
        page = render_to_string("account/email/letter.html", {"subject": subject, "body": body})
    letter = EmailMultiAlternatives(subject=subject, body=body, to=[auditor.email])
    letter.attach_alternative(page, "text/html")
    return letter

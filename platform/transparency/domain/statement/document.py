"""Putting a statement together: figures and what is told of the job, in the shape that its schema asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from django.conf import settings

from transparency.domain.demographics import aggregates
from transparency.domain.rollup import reading
from transparency.domain.sealing import statements
from transparency.domain.statement import shape, told_of
from transparency.domain.statement.data_set import DataSet
from transparency.domain.statement.figures import Figures, figures_of
from transparency.domain.statement.people import People, Said, people_of
from transparency.domain.statement.shape import Measure
from transparency.domain.systems import fairwork
from transparency.models import CLUSTER_MINUTES, JobFact
from web.domain.formatting import plain_micros

HEARTBEAT_SECONDS = 15
HOUR = 3600
NAMESPACE = "/ns/labour/1.0#"


def statement_of(*, data: DataSet, at: datetime) -> shape.Statement:
    """What the data set states, by now."""
    fact = JobFact.objects.get(job_number=data.job_number)
    figures = figures_of(job_number=data.job_number, at=at)
    first, last = figures.period or (at.date(), at.date())
    people = people_of(
        job_number=data.job_number,
        worker_numbers=[one.worker_number or 0 for one in reading.workers_of_job(job_number=data.job_number)],
        middle=first + timedelta(days=(last - first).days // 2),
        as_of=at.date(),
    )
    return shape.Statement(
        statement_version=shape.VERSION,
        generated_at=moment(data.asked_at),
        **_about(data, fact),
        **_work(data, figures),
        **_pay(data, figures),
        **_people(people),
        **_ways(data, figures),
        suppressed=told_of.kept_back(figures, people),
        audit_root=_root(),
        fairwork_self_score=_score(),
        limitations=told_of.limitations(figures),
    )


def _root() -> shape.AuditRoot | None:
    """The newest block of the sealed log: what is stated now was in the log by then, or shortly after."""
    root: dict[str, Any] | None = statements.audit_root()
    if root is None:
        return None
    return shape.AuditRoot(
        block_height=root["blockHeight"],
        merkle_root=root["merkleRoot"],
        public_key_id=root["publicKeyId"],
        log_url=root["logUrl"],
        header=root["header"],
        signature=root["signature"],
        public_key=root["public_key"],
    )


def _score() -> shape.Fairwork:
    points, _lines = fairwork.self_score()
    return shape.Fairwork(points=points, of=10, evidence_url=f"{settings.SITE_ADDRESS}/transparency/fairwork/")


def moment(at: datetime) -> str:
    """A moment in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _about(data: DataSet, fact: JobFact) -> dict[str, Any]:
    day = data.asked_at.astimezone(UTC)
    return {
        "dataset": shape.Dataset(
            name=fact.title,
            identifier=fact.public_id,
            version=f"{day.year}.{day.month}.{day.day}",
            files=[
                shape.File(
                    name=one.name, content_type=one.content_type, sha256=one.sha256, bytes=one.size, rows=one.row_count
                )
                for one in data.files
            ],
        ),
        "platform": shape.Platform(
            name="Visible Hands", url=settings.SITE_ADDRESS, software_version=version("visible-hands")
        ),
        "requester": data.requester_name,
        "purpose": fact.purpose,
        "content_risk": list(data.warnings),
        "task_kinds": [
            shape.TaskKind(
                kind=fact.kind,
                instructions_sha256=sha256(data.instructions.encode()).hexdigest(),
                price_per_task=plain_micros(fact.price_micros),
                expected_seconds=fact.expected_seconds,
                estimate_basis="pilot" if data.expected_from == "pilot" else "requester",
            )
        ],
        "items": data.item_count,
        "annotations": data.answer_count,
        "annotations_per_item": shape.Spread(
            min=data.answers_each.least, median=data.answers_each.median, max=data.answers_each.most
        ),
    }


def _work(data: DataSet, figures: Figures) -> dict[str, Any]:
    labour, told = figures.labour, told_of.teller(figures)
    unpaid = {
        str(kind.value): told(seconds / HOUR, "h", f"M23.{kind.value}", 4) for kind, seconds in labour.unpaid.items()
    }
    seconds = figures.seconds
    first, last = figures.period or (None, None)
    return {
        "period": shape.Period(
            start=first.isoformat() if first else None,
            end=last.isoformat() if last else None,
            time_zone=settings.TIME_ZONE,
        ),
        "workers": shape.Workers(count=figures.workers, fewer_than=None if figures.workers else 11),
        "hours_paid": shape.Hours(total=told(labour.paid_seconds / HOUR, "h", "M13", 4)),
        "hours_unpaid": shape.Hours(
            total=told(labour.unpaid_seconds / HOUR, "h", "M23", 4), by_kind=unpaid if figures.is_shown else None
        ),
        "unpaid_minutes_per_paid_hour": told(labour.unpaid_minutes_per_paid_hour, "min", "M21", 1),
        "task_seconds": shape.TaskSeconds(
            p10=told(seconds.p10, "s", "M10", 1),
            p50=told(seconds.p50, "s", "M10", 1),
            p90=told(seconds.p90, "s", "M10", 1),
        ),
        "qualification": shape.Qualification(
            required=data.has_training, unpaid_hours=told(labour.qualification_seconds / HOUR, "h", "M26", 4)
        ),
    }


def _pay(data: DataSet, figures: Figures) -> dict[str, Any]:
    labour, money, told, hour = figures.labour, figures.money, told_of.teller(figures), f"{settings.CURRENCY}/h"
    floor, decided = figures.floor, figures.appealing
    rate = decided.rejection

    def hourly(micros: float | None, metric: str) -> Measure:
        return told(None if micros is None else micros / 1_000_000, hour, metric, 2)

    return {
        "currency": settings.CURRENCY,
        "pay_total": plain_micros(money.pay),
        "fee_total": plain_micros(money.fee),
        "top_up_total": plain_micros(money.floor),
        "bonus_total": plain_micros(money.bonus),
        "hourly": shape.Hourly(
            paid_only=shape.PaidOnly(
                median=hourly(figures.paid_only_median, "M13"),
                ratio_of_sums=hourly(labour.paid_only_hourly_micros, "M13"),
            ),
            all_tasks=hourly(labour.all_tasks_hourly_micros, "M13b"),
            all_tasks_median=hourly(figures.hourly.p50, "M13b"),
            all_tasks_p10=hourly(figures.hourly.p10, "M13b"),
            all_tasks_p90=hourly(figures.hourly.p90, "M13b"),
            whole_presence=hourly(labour.presence_hourly_micros, "M13c"),
        ),
        "floor": shape.Floor(
            hourly=plain_micros(floor.hourly_micros),
            currency=settings.CURRENCY,
            kind=floor.row.kind,
            country=settings.PAY_FLOOR_COUNTRY,
            source=floor.source,
            valid_from=floor.row.valid_from.isoformat(),
            guaranteed=data.guarantees_floor,
        )
        if floor
        else None,
        "share_at_or_above_floor": told(figures.share_at_floor, "1", "M19", 3),
        "time_to_pay": shape.TimeToPay(
            p50=told(figures.waits[0], "h", "M25", 2),
            p95=told(figures.waits[1], "h", "M25", 2),
            max=told(figures.waits[2], "h", "M25", 2),
        ),
        "rejections": shape.Rejections(
            decided=rate.whole,
            rejected=rate.part,
            rate=Measure(
                value=told_of.decimal(rate.value, 4),
                unit="1",
                n=figures.workers,
                metric="M27",
                metric_version=told_of.METHOD_VERSION,
            ),
            rate_low95=told_of.decimal(rate.low, 4) if rate.whole else None,
            rate_high95=told_of.decimal(rate.high, 4) if rate.whole else None,
            appealed=decided.appeal_count,
            overturned=decided.overturned_count,
            unpaid_value=plain_micros(decided.withheld_micros),
        ),
        "rejected_work_included": False,
    }


def _people(people: People) -> dict[str, Any]:
    return {
        "workers_by_country": [_line(one) for one in people.countries],
        "annotator_demographics": [_line(one) for one in people.lines],
        "demographics_answer_rate": told_of.decimal(people.answer_rate, 3),
        "questionnaire_version": aggregates.QUESTIONNAIRE_VERSION,
        "consent": shape.Consent(
            purposes=[aggregates.Purpose.STATEMENT.value], text_version=aggregates.CONSENT_VERSION
        ),
    }


def _line(said: Said) -> shape.Line:
    interval = (told_of.decimal(said.low, 4) or "0", told_of.decimal(said.high, 4) or "1")
    return shape.Line(
        question=said.question, code=said.code, share=told_of.decimal(said.share, 3) or "0", ci95=interval, n=said.count
    )


def _ways(data: DataSet, figures: Figures) -> dict[str, Any]:
    return {
        "recourse": shape.Recourse(
            contact=settings.DEFAULT_FROM_EMAIL, appeal_url=f"{settings.SITE_ADDRESS}/work/mine/", ombuds=None
        ),
        "wellbeing": told_of.wellbeing(data),
        "aggregation": shape.Aggregation(method=data.aggregation, disagreement_released=True, gold_items_share="0"),
        "ai_assistance": shape.Assistance(used=False, tool=None, prefilled_share="0"),
        "time_method": shape.TimeMethod(
            idle_grace_seconds=data.idle_grace_seconds,
            heartbeat_seconds=HEARTBEAT_SECONDS,
            cluster_minutes=list(CLUSTER_MINUTES),
            self_report_used=figures.has_own_words_on_time,
        ),
    }

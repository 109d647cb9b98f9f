"""Open jobs, as a worker's program chooses among them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import now
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import exceptions, mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import IsWorker, person
from tasks.domain import claiming, examples, progress
from tasks.domain.floor_policy import floor_hourly_micros
from tasks.kinds import KINDS, kind_named
from tasks.kinds.languages import LANGUAGE_CODES
from tasks.models import Job
from transparency.api import RealPay
from transparency.domain import job_pay, measures
from transparency.models import JobMeasure, RequesterMeasure
from web.api import public_id_of
from web.domain.formatting import MICROS
from web.moments import RowSerializer
from workers.api.shapes import ExampleBeside
from workers.domain import content_warnings, finding, footsteps

ORDERS = [order.value for order in finding.Order]


class Filters(serializers.Serializer[Any]):
    """What a worker looks for. What isn't sent filters nothing."""

    words = serializers.CharField(max_length=100, required=False, help_text="In the title or the purpose.")
    kind = serializers.MultipleChoiceField(choices=sorted(KINDS), required=False, help_text="May be repeated.")
    language = serializers.MultipleChoiceField(choices=LANGUAGE_CODES, required=False, help_text="May be repeated.")
    least_hourly_micros = serializers.IntegerField(
        min_value=0, max_value=1_000_000 * MICROS, required=False, help_text="Measured, else as expected."
    )
    measured = serializers.BooleanField(
        required=False, default=False, help_text="Only what was measured on eleven people or more."
    )
    most_seconds = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, required=False, help_text="Measured, else as expected."
    )
    least_approved_percent = serializers.IntegerField(
        min_value=1, max_value=100, required=False, help_text="Of what the requester has decided on."
    )
    most_decision_seconds = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, required=False, help_text="Within which half of the answers were decided on."
    )
    without_warnings = serializers.BooleanField(
        required=False, default=False, help_text="Nothing with content warnings."
    )
    without_training = serializers.BooleanField(
        required=False, default=False, help_text="Nothing that wants training first."
    )
    order = serializers.ChoiceField(choices=ORDERS, required=False, help_text="By pay per hour when it isn’t sent.")

    def wanted(self) -> finding.Wanted:
        """What was sent. Only after `is_valid()`."""
        sent = self.validated_data
        return finding.Wanted(
            words=sent.get("words", ""),
            kinds=tuple(sorted(sent.get("kind", ()))),
            languages=tuple(sorted(sent.get("language", ()))),
            least_hourly_micros=sent.get("least_hourly_micros", 0),
            measured_only=sent["measured"],
            most_seconds=sent.get("most_seconds", 0),
            least_approved_percent=sent.get("least_approved_percent", 0),
            most_decision_seconds=sent.get("most_decision_seconds", 0),
            without_warnings=sent["without_warnings"],
            without_training=sent["without_training"],
            order=finding.Order(sent.get("order", finding.Order.HOURLY.value)),
        )


class RecordShown(serializers.Serializer[RequesterMeasure]):
    """How a requester has decided on answers so far."""

    decided_count = serializers.IntegerField()
    approved_share = serializers.FloatField(help_text="0 to 1, rounded down to whole percents.")
    decision_seconds = serializers.FloatField(allow_null=True, help_text="Half of the answers waited no longer.")
    appeal_count = serializers.IntegerField(help_text="Rejections that were appealed and decided on (M27).")
    overturned_count = serializers.IntegerField(help_text="Of these, those that turned out to be wrong.")


class OpenJob(RowSerializer[Job]):
    """A job that a worker can choose."""

    id = serializers.CharField(source="public_id")
    kind = serializers.ChoiceField(choices=sorted(KINDS))
    hourly_micros = serializers.IntegerField(
        source="implied_hourly_micros", help_text="What an hour at the expected speed pays."
    )
    measured_hourly_micros = serializers.SerializerMethodField(
        help_text="What an hour paid so far; null until eleven people have worked on it."
    )
    median_seconds = serializers.SerializerMethodField(
        help_text="Half of the answers took no longer; null until eleven people have answered."
    )
    unpaid_minutes_per_paid_hour = serializers.SerializerMethodField(
        help_text="M21; null until eleven people have worked on it."
    )
    pay_hours = serializers.SerializerMethodField(help_text="M25: half of the pay came within so many hours.")
    requester_record = serializers.SerializerMethodField(help_text="Null before the first decision.")
    content_warnings = serializers.ListField(
        child=serializers.CharField(), help_text="Codes of what you may not want to see; empty for nothing."
    )
    floor_hourly_micros = serializers.SerializerMethodField(help_text="The wage floor of today; 0 when none is known.")
    raised_from_micros = serializers.SerializerMethodField(
        help_text="The price before its last raise; null where it was never raised."
    )
    raised_at = serializers.SerializerMethodField()
    left = serializers.SerializerMethodField(help_text="How many micro-tasks you can still do.")
    left_is_more = serializers.SerializerMethodField(help_text="Whether counting stopped early, and more is left.")
    is_own = serializers.SerializerMethodField(help_text="Whether you asked for it yourself: you can’t work on it.")
    is_held = serializers.SerializerMethodField(help_text="Whether you have an assignment of it in hand.")

    class Meta:
        model = Job
        fields = [
            "id",
            "kind",
            "title",
            "purpose",
            "language",
            "price_micros",
            "raised_from_micros",
            "raised_at",
            "expected_seconds",
            "expected_from",
            "is_pilot",
            "hourly_micros",
            "measured_hourly_micros",
            "median_seconds",
            "unpaid_minutes_per_paid_hour",
            "pay_hours",
            "requester_record",
            "content_warnings",
            "content_warning_words",
            "training_places",
            "floor_hourly_micros",
            "guarantees_floor",
            "auto_approval_seconds",
            "lease_seconds",
            "published_at",
            "left",
            "left_is_more",
            "is_held",
            "is_own",
        ]

    def get_raised_from_micros(self, job: Job) -> int | None:
        return self.context["raises"][job.pk].before_micros if job.pk in self.context["raises"] else None

    def get_raised_at(self, job: Job) -> datetime | None:
        return self.context["raises"][job.pk].at if job.pk in self.context["raises"] else None

    def _measure(self, job: Job) -> JobMeasure | None:
        found: dict[int, JobMeasure] = self.context["measures"]
        return found.get(job.pk)

    def get_measured_hourly_micros(self, job: Job) -> int | None:
        measure = self._measure(job)
        return measure.hourly_micros if measure else None

    def get_median_seconds(self, job: Job) -> float | None:
        measure = self._measure(job)
        return measure.median_seconds if measure else None

    def get_unpaid_minutes_per_paid_hour(self, job: Job) -> float | None:
        measure = self._measure(job)
        return measure.unpaid_minutes if measure else None

    def get_pay_hours(self, job: Job) -> float | None:
        measure = self._measure(job)
        return measure.pay_hours_p50 if measure else None

    @extend_schema_field(RecordShown(allow_null=True))
    def get_requester_record(self, job: Job) -> dict[str, Any] | None:
        record = self.context["records"].get(job.requester_id)
        return RecordShown(record).data if record else None

    def get_floor_hourly_micros(self, job: Job) -> int:
        floor: int = self.context["floor_hourly_micros"]
        return floor

    def get_left(self, job: Job) -> int:
        left: progress.Left = self.context["left"][job.pk]
        return left.count

    def get_left_is_more(self, job: Job) -> bool:
        left: progress.Left = self.context["left"][job.pk]
        return left.is_more

    def get_is_own(self, job: Job) -> bool:
        return claiming.is_own(job=job, worker=person(self.context["request"]))

    def get_is_held(self, job: Job) -> bool:
        return job.pk in self.context["held"]


class OpenJobInFull(OpenJob):
    """A job with everything that its workers must know."""

    settings = serializers.DictField(help_text="Its labels and other choices.")
    examples = serializers.SerializerMethodField(help_text="Cases right and wrong, at most twelve.")
    real_pay = serializers.SerializerMethodField(help_text="What it paid so far, in full.")
    answer_schema = serializers.SerializerMethodField(help_text="JSON Schema (2020-12) of an answer.")

    class Meta(OpenJob.Meta):
        fields = [*OpenJob.Meta.fields, "state", "instructions", "examples", "settings", "real_pay", "answer_schema"]

    @extend_schema_field(ExampleBeside(many=True))
    def get_examples(self, job: Job) -> list[dict[str, Any]]:
        absolute = self.context["request"].build_absolute_uri
        return [case.told(absolute) for case in examples.shown(job=job, at=now())]

    @extend_schema_field(RealPay)
    def get_real_pay(self, job: Job) -> dict[str, Any]:
        pay = job_pay.of_job(job_number=job.pk, announced_seconds=job.expected_seconds, price_micros=job.price_micros)
        return dict(RealPay(pay).data)

    def get_answer_schema(self, job: Job) -> dict[str, Any]:
        return kind_named(job.kind).answer_schema(job.settings)


@extend_schema_view(
    list=extend_schema(
        operation_id="work",
        summary="Open jobs",
        parameters=[Filters],
    )
)
class Work(mixins.ListModelMixin, viewsets.GenericViewSet[Job]):
    """Open jobs. Everybody sees the same list."""

    permission_classes = [IsWorker]
    serializer_class = OpenJob

    def get_queryset(self) -> QuerySet[Job]:
        sent = Filters(data=self.request.query_params)
        sent.is_valid(raise_exception=True)
        return finding.open_jobs(wanted=sent.wanted())

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset()) or []
        context, worker = self._counted(page), person(request)
        claimable = [
            job
            for job in page
            if job.pk in context["held"]
            or (context["left"][job.pk].count and not claiming.is_own(job=job, worker=worker))
        ]
        footsteps.looked_for_work(worker=worker, claimable_count=len(claimable), at=now())
        return self.get_paginated_response(OpenJob(page, many=True, context=context).data)

    @extend_schema(operation_id="work_on", summary="A job with its instructions", responses=OpenJobInFull)
    def retrieve(self, request: Request, public_id: str) -> Response:
        """An open, paused or closed job: instructions, settings, the schema of an answer."""
        job = finding.published_jobs().filter(public_id=public_id_of(public_id)).first()
        if job is None:
            raise exceptions.NotFound
        footsteps.looked_at_job(worker=person(request), job=job, at=now())
        return Response(OpenJobInFull(job, context=self._counted([job])).data)

    @extend_schema(
        operation_id="read_warnings", summary="Say that you read a warning", request=None, responses={204: None}
    )
    def read_warnings(self, request: Request, public_id: str) -> Response:
        """Say that you have read what a job warns of; needed before the first claim. Repeated, it changes nothing."""
        job = finding.published_jobs().filter(public_id=public_id_of(public_id)).first()
        if job is None:
            raise exceptions.NotFound
        content_warnings.say_read(job=job, worker=person(request), at=now())
        return Response(status=204)

    def _counted(self, jobs: Sequence[Job]) -> dict[str, Any]:
        worker = person(self.request)
        return {
            "request": self.request,
            "floor_hourly_micros": floor_hourly_micros(at=now()),
            "measures": measures.of_jobs(job_numbers=[job.pk for job in jobs]),
            "records": measures.of_requesters(requester_numbers=list({job.requester_id for job in jobs})),
            "raises": finding.raises_of(jobs=jobs),
            "left": progress.left_for(jobs=list(jobs), worker=worker),
            "held": finding.held_jobs(worker=worker, jobs=jobs),
        }

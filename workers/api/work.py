"""Open jobs, as a worker's program chooses among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.utils.timezone import now
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import IsWorker, person
from tasks.domain import claiming, progress
from tasks.domain.jobs import floor_hourly_micros
from tasks.kinds import KINDS, kind_named
from tasks.models import Job
from web.api import chosen, public_id_of
from web.moments import RowSerializer
from workers.domain import finding

ORDERS = [order.value for order in finding.Order]


class OpenJob(RowSerializer[Job]):
    """A job that a worker can choose."""

    id = serializers.CharField(source="public_id")
    kind = serializers.ChoiceField(choices=sorted(KINDS))
    hourly_micros = serializers.IntegerField(
        source="implied_hourly_micros", help_text="What an hour at the expected speed pays."
    )
    floor_hourly_micros = serializers.SerializerMethodField(help_text="The wage floor of today; 0 when none is known.")
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
            "price_micros",
            "expected_seconds",
            "hourly_micros",
            "floor_hourly_micros",
            "auto_approval_seconds",
            "lease_seconds",
            "published_at",
            "left",
            "left_is_more",
            "is_held",
            "is_own",
        ]

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
    answer_schema = serializers.SerializerMethodField(help_text="JSON Schema (2020-12) of an answer.")

    class Meta(OpenJob.Meta):
        fields = [*OpenJob.Meta.fields, "state", "instructions", "example", "settings", "answer_schema"]

    def get_answer_schema(self, job: Job) -> dict[str, Any]:
        return kind_named(job.kind).answer_schema(job.settings)


@extend_schema_view(
    list=extend_schema(
        operation_id="work",
        summary="Open jobs",
        parameters=[
            OpenApiParameter("kind", enum=sorted(KINDS)),
            OpenApiParameter("order", enum=ORDERS, description="Pay per hour (highest first), or newest first."),
        ],
    )
)
class Work(mixins.ListModelMixin, viewsets.GenericViewSet[Job]):
    """Open jobs. Everybody sees the same list."""

    permission_classes = [IsWorker]
    serializer_class = OpenJob

    def get_queryset(self) -> QuerySet[Job]:
        kind = chosen(self.request, "kind", sorted(KINDS))
        order = chosen(self.request, "order", ORDERS) or finding.Order.HOURLY.value
        # A page's cursor remembers the last row's pay per hour, so each row has to carry it.
        return finding.open_jobs(wanted=finding.Wanted(kind=kind, order=finding.Order(order))).annotate(
            hourly=F("hourly")
        )

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset()) or []
        return self.get_paginated_response(OpenJob(page, many=True, context=self._counted(page)).data)

    @extend_schema(operation_id="work_on", summary="A job with its instructions", responses=OpenJobInFull)
    def retrieve(self, request: Request, public_id: str) -> Response:
        """An open or closed job: instructions, settings, the schema of an answer."""
        job = finding.published_jobs().filter(public_id=public_id_of(public_id)).first()
        if job is None:
            raise exceptions.NotFound
        return Response(OpenJobInFull(job, context=self._counted([job])).data)

    def _counted(self, jobs: Sequence[Job]) -> dict[str, Any]:
        worker = person(self.request)
        return {
            "request": self.request,
            "floor_hourly_micros": floor_hourly_micros(at=now()),
            "left": progress.left_for(jobs=list(jobs), worker=worker),
            "held": finding.held_jobs(worker=worker, jobs=jobs),
        }

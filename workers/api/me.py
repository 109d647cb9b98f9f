"""Whoever asks: roles, earnings, own assignments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import now
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import IsWorker, person
from accounts.models import User
from tasks.domain import redoing
from tasks.domain.floor_policy import floor_hourly_micros
from tasks.kinds import KINDS
from tasks.models import Assignment
from web.api import chosen
from web.moments import RowSerializer
from workers.domain import earnings, finding

STATES = [state.value for state in Assignment.State if state not in (Assignment.State.OPEN, Assignment.State.WITHDRAWN)]


class Person(RowSerializer[User]):
    """The person that a token acts for."""

    class Meta:
        model = User
        fields = ["email", "display_name", "language", "is_requester", "is_worker", "is_auditor", "is_suspended"]


class Takings(serializers.Serializer[earnings.Takings]):
    """What was earned since a moment, and how long it took. Money in micros."""

    approved_micros = serializers.IntegerField(help_text="Paid.")
    waiting_micros = serializers.IntegerField(help_text="Submitted, not decided.")
    rejected_micros = serializers.IntegerField()
    answer_count = serializers.IntegerField()
    earning_seconds = serializers.FloatField(help_text="Spent on what is paid or waits; a second counts once.")
    unpaid_seconds = serializers.FloatField(help_text="Spent on returned, expired and rejected work alone.")
    hourly_micros = serializers.IntegerField(
        allow_null=True, help_text="What an hour comes to if all that waits is approved; null for no time at all."
    )


class Earnings(serializers.Serializer[Any]):
    """A worker's money, in micros."""

    balance_micros = serializers.IntegerField(help_text="What stands on your account.")
    waiting_micros = serializers.IntegerField(help_text="What your submitted answers will pay if approved.")
    floor_hourly_micros = serializers.IntegerField(help_text="The wage floor of today; 0 when none is known.")
    today = Takings()
    week = Takings()
    month = Takings()


class OwnAssignment(RowSerializer[Assignment]):
    """One assignment that the worker took in hand, and what became of it."""

    id = serializers.CharField(source="public_id")
    job = serializers.CharField(source="job.public_id")
    title = serializers.CharField(source="job.title")
    kind = serializers.ChoiceField(source="job.kind", choices=sorted(KINDS))
    price_micros = serializers.SerializerMethodField(
        help_text="What it pays once approved: the price when it was submitted, until then the job’s of the moment."
    )
    redo_until = serializers.SerializerMethodField(
        help_text="Until when a rejected answer may be done again, as long as nobody else has its place."
    )
    redo_of = serializers.CharField(
        source="redo_of.public_id", default=None, allow_null=True, help_text="The rejected answer that this does again."
    )

    class Meta:
        model = Assignment
        fields = [
            "id",
            "job",
            "title",
            "kind",
            "state",
            "price_micros",
            "claimed_at",
            "due_at",
            "submitted_at",
            "ended_at",
            "decided_at",
            "reject_code",
            "reject_words",
            "redo_until",
            "redo_of",
        ]

    @extend_schema_field({"type": "string", "format": "date-time", "nullable": True})
    def get_redo_until(self, assignment: Assignment) -> datetime | None:
        return redoing.redo_until(assignment)

    def get_price_micros(self, assignment: Assignment) -> int:
        return assignment.price_micros or assignment.job.price_micros


class Me(APIView):
    """Whoever asks."""

    @extend_schema(operation_id="me", summary="Who you are here", responses=Person)
    def get(self, request: Request) -> Response:
        """Your name and your roles."""
        return Response(Person(person(request)).data)


class MyEarnings(APIView):
    """A worker's money."""

    permission_classes = [IsWorker]

    @extend_schema(operation_id="my_earnings", summary="What you earned", responses=Earnings)
    def get(self, request: Request) -> Response:
        """Your balance, what waits, and today, this week and this month with what an hour came to."""
        at, worker = now(), person(request)
        starts = earnings.starts(at=at)
        return Response(
            {
                "balance_micros": earnings.balance_micros(worker=worker),
                "waiting_micros": earnings.waiting_micros(worker=worker),
                "floor_hourly_micros": floor_hourly_micros(at=at),
                **{
                    name: Takings(earnings.takings(worker=worker, since=since)).data
                    for name, since in (("today", starts.day), ("week", starts.week), ("month", starts.month))
                },
            }
        )


@extend_schema_view(
    list=extend_schema(
        operation_id="my_assignments",
        summary="Everything you ever took in hand, newest first",
        parameters=[OpenApiParameter("state", enum=STATES)],
    )
)
class MyAssignments(mixins.ListModelMixin, viewsets.GenericViewSet[Assignment]):
    """A worker's own assignments."""

    permission_classes = [IsWorker]
    serializer_class = OwnAssignment

    def get_queryset(self) -> QuerySet[Assignment]:
        if getattr(self, "swagger_fake_view", False):
            return Assignment.objects.none()
        assignments = finding.assignments_of(worker=person(self.request))
        state = chosen(self.request, "state", STATES)
        return assignments.filter(state=state) if state else assignments

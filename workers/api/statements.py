"""A worker's own statements for their programs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import IsWorker, person
from ledger.models import Transfer
from web.domain import periods
from web.domain.periods import Period
from web.moments import MomentField
from workers.papers import pay_statements
from workers.papers.pay_statements import Line

WHEN = OpenApiParameter("when", location=OpenApiParameter.PATH, description="A month or a year: “2026-03”, “2026”.")


class SumShown(serializers.Serializer[pay_statements.ReasonSum]):
    """What came (above zero) or went for one reason."""

    reason = serializers.ChoiceField(choices=Transfer.Reason.choices)
    count = serializers.IntegerField()
    micros = serializers.IntegerField()


class StatementShown(serializers.Serializer[pay_statements.Statement]):
    """A period of your account; of one that hasn’t ended, up to now."""

    period = serializers.CharField()
    opening_micros = serializers.IntegerField()
    earned_micros = serializers.IntegerField()
    paid_out_micros = serializers.IntegerField()
    closing_micros = serializers.IntegerField()
    sums = SumShown(many=True)


class LineShown(serializers.Serializer[Line]):
    """One movement of your money with the work behind it."""

    at = MomentField()
    reason = serializers.ChoiceField(choices=Transfer.Reason.choices)
    micros = serializers.IntegerField()
    job = serializers.CharField(source="job.public_id", allow_null=True, default=None)
    micro_task = serializers.CharField()
    assignment = serializers.CharField()
    seconds = serializers.FloatField(allow_null=True, help_text="Credited time; null where no time is behind it.")
    hourly_micros = serializers.IntegerField(allow_null=True)
    reference = serializers.CharField(help_text="Of a payout.")
    words = serializers.CharField(help_text="The message of a bonus.")


class MyStatement(APIView):
    """One period of a worker's own account."""

    permission_classes = [IsWorker]

    @extend_schema(
        operation_id="my_statement",
        summary="A month or a year of your pay",
        parameters=[WHEN],
        responses=StatementShown,
    )
    def get(self, request: Request, when: str) -> Response:
        """Opening balance, what came and went by reason, closing balance: as the ledger has them, to the micro."""
        found = pay_statements.statement(worker=person(request), period=_period(when))
        return Response(StatementShown(found).data)


@extend_schema_view(
    list=extend_schema(operation_id="my_statement_lines", summary="Its lines, oldest first", parameters=[WHEN])
)
class MyStatementLines(mixins.ListModelMixin, viewsets.GenericViewSet[Transfer]):
    """The lines of a period of a worker's own account."""

    permission_classes = [IsWorker]
    serializer_class = LineShown  # type: ignore[assignment]  # a page of transfers becomes one of lines

    def get_queryset(self) -> QuerySet[Transfer]:
        if getattr(self, "swagger_fake_view", False):
            return Transfer.objects.none()
        return pay_statements.transfers_of(worker=person(self.request), period=_period(self.kwargs["when"]))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.get_queryset()) or []
        lines = list(pay_statements.lines_of(worker=person(request), transfers=page))
        return self.get_paginated_response(self.get_serializer(lines, many=True).data)


def _period(when: str) -> Period:
    try:
        return periods.read(when)
    except periods.NotAPeriod:
        raise Http404 from None

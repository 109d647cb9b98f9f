"""What workers reported about a requester's micro-tasks, and the decision on each."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import IsRequester, person
from tasks.api.jobs import own_job
from tasks.domain import reporting
from tasks.models import MicroTask, Report
from web.api import Refusal, chosen, public_id_of
from web.moments import RowSerializer

STATES = ("waiting", "settled")


class ReportShown(RowSerializer[Report]):
    """One report. Who made it is not told."""

    id = serializers.CharField(source="public_id")
    micro_task = serializers.CharField(source="micro_task.public_id")
    item = serializers.CharField(source="micro_task.item.name")
    withdrawn_at = serializers.DateTimeField(
        source="micro_task.withdrawn_at", allow_null=True, help_text="Since when nobody gets the micro-task."
    )
    dropped_at = serializers.DateTimeField(source="micro_task.dropped_at", allow_null=True)

    class Meta:
        model = Report
        fields = [
            "id", "micro_task", "item", "reason", "words", "reported_at", "settled_at", "withdrawn_at", "dropped_at",
        ]  # fmt: skip


class Decided(serializers.Serializer[Any]):
    """A reported micro-task after a decision."""

    micro_task = serializers.CharField()
    repeat = serializers.BooleanField(help_text="Nothing had to be changed.")


@extend_schema_view(
    list=extend_schema(
        operation_id="reports",
        summary="What workers reported, newest first",
        parameters=[OpenApiParameter("state", enum=STATES)],
    )
)
class Reports(mixins.ListModelMixin, viewsets.GenericViewSet[Report]):
    """Reports about the micro-tasks of a requester's own job."""

    permission_classes = [IsRequester]
    serializer_class = ReportShown

    def get_queryset(self) -> QuerySet[Report]:
        if getattr(self, "swagger_fake_view", False):
            return Report.objects.none()
        job = own_job(self.request, self.kwargs["public_id"])
        found = Report.objects.filter(job=job).select_related("micro_task__item").order_by("-reported_at", "-pk")
        state = chosen(self.request, "state", STATES)
        return found.filter(settled_at__isnull=state == "waiting") if state else found


class ReportedMicroTasks(viewsets.GenericViewSet[MicroTask]):
    """Decisions on reported micro-tasks."""

    permission_classes = [IsRequester]
    queryset = MicroTask.objects.none()
    serializer_class = Decided

    @extend_schema(operation_id="put_back", summary="Hand a reported micro-task out again", request=None)
    def put_back(self, request: Request, public_id: str) -> Response:
        """Settle its reports: workers who haven’t reported it get it again."""
        micro_task = _own_micro_task(request, public_id)
        try:
            moved = reporting.put_back(micro_task=micro_task, at=now())
        except reporting.NotRunning:
            raise _not_running() from None
        except reporting.Dropped:
            raise Refusal("dropped", _("You had dropped this one for good.")) from None
        return Response({"micro_task": micro_task.public_id, "repeat": not moved})

    @extend_schema(operation_id="drop", summary="Drop a micro-task for good", request=None)
    def drop(self, request: Request, public_id: str) -> Response:
        """Settle its reports: nobody gets it any more. Its money comes back when the job closes."""
        micro_task = _own_micro_task(request, public_id)
        try:
            moved = reporting.drop(micro_task=micro_task, at=now())
        except reporting.NotRunning:
            raise _not_running() from None
        return Response({"micro_task": micro_task.public_id, "repeat": not moved})


def _own_micro_task(request: Request, public_id: str) -> MicroTask:
    found = MicroTask.objects.filter(job__requester=person(request), public_id=public_id_of(public_id)).first()
    if found is None:
        raise exceptions.NotFound
    return found


def _not_running() -> Refusal:
    return Refusal("not_running", _("The job is a draft or closed: nothing of it is handed out."))

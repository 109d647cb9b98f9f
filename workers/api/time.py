"""A worker's own time by program: at work or not, and what an assignment took."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import IsWorker, person
from transparency.domain import presence
from web.api import Refusal
from workers.api import shapes
from workers.api.assignments import own_assignment
from workers.domain import own_time


class ReportTime(APIView):
    """What an assignment took."""

    permission_classes = [IsWorker]

    @extend_schema(
        operation_id="report_time",
        summary="Say what an assignment took",
        request=shapes.TimeToReport,
        responses=shapes.OwnTime,
    )
    def put(self, request: Request, public_id: str) -> Response:
        """Say what an assignment took in all, the time away from the screen included; until it is approved.

        The greater of what was measured and what you say counts, and never more than the time from shown to submitted.
        """
        sent = shapes.TimeToReport(data=request.data)
        sent.is_valid(raise_exception=True)
        assignment = own_assignment(request, public_id)
        try:
            time = own_time.report(
                assignment=assignment, worker=person(request), seconds=sent.validated_data["seconds"], at=now()
            )
        except own_time.NotToReport:
            raise Refusal(
                "time_settled", _("The time of this one is settled: it is approved, or still in your hands.")
            ) from None
        return Response(_time_json(time))


def _time_json(time: own_time.OwnTime) -> dict[str, Any]:
    return {
        "visible_seconds": time.visible_seconds,
        "active_seconds": time.active_seconds,
        "reported_seconds": time.reported.seconds if time.reported else None,
        "credited_seconds": time.credited_seconds,
        "estimated": time.is_estimated,
        "waits_for_look": bool(time.reported and time.reported.waits_for_look),
    }


class Session(APIView):
    """Start and Stop."""

    permission_classes = [IsWorker]

    @extend_schema(operation_id="session", summary="Whether you are at work", responses=shapes.WorkSession)
    def get(self, request: Request) -> Response:
        """Whether you are at work, and since when."""
        return Response(_session_json(request))

    @extend_schema(
        operation_id="set_session", summary="Start or stop work", request=shapes.AtWork, responses=shapes.WorkSession
    )
    def put(self, request: Request) -> Response:
        """Start or stop. Heartbeats keep it going; 45 seconds without any end it where they ended."""
        sent = shapes.AtWork(data=request.data)
        sent.is_valid(raise_exception=True)
        worker_number, at = person(request).pk, now()
        if sent.validated_data["is_on"]:
            presence.be_present(worker_number=worker_number, at=at)
        else:
            presence.stop(worker_number=worker_number, at=at)
        return Response(_session_json(request))


def _session_json(request: Request) -> dict[str, Any]:
    running = presence.now_at_work(worker_number=person(request).pk, at=now())
    return {"is_on": running is not None, "started_at": running.started_at if running else None}

"""What a worker's program says beside the work: a problem that it reports."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import IsWorker, person
from tasks.domain import reporting
from tasks.domain.submitting import LeaseLost
from tasks.models import Report
from web.api import Refusal
from workers.api.assignments import own_assignment
from workers.api.shapes import Returned


class Problem(serializers.Serializer[Any]):
    """What is wrong with a micro-task."""

    reason = serializers.ChoiceField(choices=Report.Reason.choices)
    words = serializers.CharField(
        max_length=500, required=False, allow_blank=True, default="", help_text="Needed where the reason is “other”."
    )


class ReportProblem(APIView):
    """A problem with a micro-task."""

    permission_classes = [IsWorker]

    @extend_schema(operation_id="report", summary="Report a problem", request=Problem, responses=Returned)
    def post(self, request: Request, public_id: str) -> Response:
        """End an assignment without penalty and say why. You won’t get its micro-task again."""
        assignment = own_assignment(request, public_id)
        sent = Problem(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            is_new = reporting.report(assignment=assignment, worker=person(request), at=now(), **sent.validated_data)
        except reporting.WordsMissing:
            raise exceptions.ValidationError({"words": [_("Say in a few words what it is.")]}) from None
        except reporting.TooManyReports:
            sentence = _("You have reported too many in an hour. Give this one back instead: that costs you nothing.")
            raise Refusal("too_many", sentence) from None
        except LeaseLost:
            raise Refusal("lease_lost", _("This one is not in your hands any more.")) from None
        return Response({"assignment": assignment.public_id, "repeat": not is_new})

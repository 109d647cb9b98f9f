"""One step ahead and one step back: what comes next is held before it is asked for, what was sent is taken back."""

from __future__ import annotations

from django.utils.timezone import now
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import IsWorker, person
from tasks.domain import ahead, undoing
from tasks.domain.in_hand import in_hand
from web.api import Refusal
from workers.api import shapes
from workers.api.assignments import in_hand_json, own_assignment
from workers.api.beginning import published_job, refusing
from workers.domain import starting


class ClaimAhead(APIView):
    """What comes after the assignment in hand."""

    permission_classes = [IsWorker]

    @extend_schema(
        operation_id="claim_ahead",
        summary="Claim the next assignment ahead",
        request=None,
        responses={200: shapes.AssignmentInHand, 204: OpenApiResponse(description="Nothing is left for this worker.")},
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Hold the next assignment while you work on the one in hand, so that its media can be loaded meanwhile.

        Submitting the one in hand gives it; its time counts from then on. Its lease is short: heartbeats of the one in
        hand renew it, and if you never get to it, it goes back by itself and costs you nothing.
        """
        job, at = published_job(public_id), now()
        with refusing(job):
            starting.refuse_unready(job=job, worker=person(request), at=at)
            claims = ahead.claim_ahead(job=job, worker=person(request), at=at)
        if not claims:
            return Response(status=204)
        return Response(in_hand_json(request, job, claims[0].in_hand, at))


class Undo(APIView):
    """A submission taken back."""

    permission_classes = [IsWorker]

    @extend_schema(
        operation_id="undo", summary="Take a submission back", request=None, responses=shapes.AssignmentInHand
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Take your answer back within ten seconds: it becomes the draft, and the assignment is in your hands again."""
        assignment, at = own_assignment(request, public_id), now()
        try:
            undoing.undo(assignment=assignment, worker=person(request), at=at)
        except undoing.TooLateToUndo:
            raise Refusal("too_late", undoing.too_late_sentence()) from None
        return Response(in_hand_json(request, assignment.job, in_hand(assignment_id=assignment.pk), at))

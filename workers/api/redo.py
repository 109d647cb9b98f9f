"""A rejected answer that its worker does again."""

from __future__ import annotations

from django.utils.timezone import now
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import IsWorker, person
from tasks.domain import claiming, redoing
from tasks.domain.in_hand import in_hand
from web.api import Refusal
from workers.api import shapes
from workers.api.assignments import in_hand_json, own_assignment
from workers.domain import starting


class Redo(APIView):
    """A rejected answer, once more."""

    permission_classes = [IsWorker]

    @extend_schema(
        operation_id="redo", summary="Do a rejected answer again", request=None, responses=shapes.AssignmentInHand
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Take a rejected answer in hand again, once and in time: it becomes the draft of a new assignment.

        It is yours until the time to do it again is over. From now on you can’t appeal against its rejection.
        """
        assignment, at = own_assignment(request, public_id), now()
        try:
            mine = redoing.redo(assignment=assignment, worker=person(request), at=at)
        except redoing.NotToBeRedone:
            raise Refusal("not_to_be_redone", redoing.not_redone_sentence()) from None
        except redoing.PlaceTaken:
            raise Refusal("place_taken", redoing.taken_sentence()) from None
        except claiming.Suspended:
            raise Refusal("suspended", starting.suspended_sentence()) from None
        return Response(in_hand_json(request, assignment.job, in_hand(assignment_id=mine.pk), at))

"""A pilot, for programs: start it, look at what it measured, publish the rest."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import IsRequester
from tasks import background
from tasks.api import shapes
from tasks.api.jobs import NOT_PUBLISHED, own_job, publication_refused
from tasks.api.price_help import MeasuredShown
from tasks.api.prices import PriceSent, price_of
from tasks.api.running import not_running
from tasks.domain import additions, jobs, pilot_plan, pilot_rest, pilots, price_help
from tasks.domain.floor_policy import BelowFloor
from tasks.domain.pausing import NotRunning
from tasks.kinds.base import Json
from tasks.models import Job
from web import api
from web.api import REFUSAL_REFERENCE
from web.domain.formatting import format_micros

REFUSED = (
    BelowFloor,
    pilot_plan.TooSmall,
    pilot_plan.OutOfRange,
    pilots.NotAPilot,
    pilot_rest.InHandStill,
    NotRunning,
    jobs.NotADraft,
    *NOT_PUBLISHED,
)


class PilotToStart(shapes.Publication):
    """How large the pilot shall be, and what the requester agrees to."""

    micro_tasks = serializers.IntegerField(
        min_value=1, max_value=pilot_plan.MOST_MICRO_TASKS, required=False, help_text="By the site’s rule if not sent."
    )


class RoundToAdd(shapes.Publication):
    """More micro-tasks for the pilot."""

    micro_tasks = serializers.IntegerField(min_value=1, max_value=pilot_plan.MOST_MICRO_TASKS)
    round = serializers.IntegerField(
        min_value=2, max_value=2**31 - 1, help_text="The pilot’s last `round` and one. Repeated, it adds nothing."
    )


class RestToPublish(PriceSent, shapes.Publication):
    """The price of the rest, and what the requester agrees to."""

    def validate(self, attrs: Json) -> Json:
        return attrs | price_of(attrs, is_needed=True)


class PilotShown(serializers.Serializer[Any]):
    """Where a pilot stands."""

    is_pilot = serializers.BooleanField(help_text="False once the rest is published.")
    round = serializers.IntegerField(help_text="How often micro-tasks were put into it.")
    micro_task_count = serializers.IntegerField()
    answer_count = serializers.IntegerField(help_text="So many are wanted of the pilot.")
    answered_count = serializers.IntegerField()
    left_count = serializers.IntegerField(help_text="Open or in somebody’s hands.")
    waiting_count = serializers.IntegerField(help_text="Micro-tasks that wait for its end.")
    is_complete = serializers.BooleanField()
    measured = MeasuredShown(allow_null=True, help_text="Null below 11 answers of 3 workers.")


class Pilot(APIView):
    """A job’s pilot."""

    permission_classes = [IsRequester]

    @extend_schema(
        operation_id="pilot",
        summary="Where a pilot stands",
        responses={200: PilotShown, 409: OpenApiResponse(REFUSAL_REFERENCE, description="The job never had one.")},
    )
    def get(self, request: Request, public_id: str) -> Response:
        """How many answers have come, and how long one took."""
        job = own_job(request, public_id)
        if job.pilot_began_at is None:
            raise _refusal(pilots.NotAPilot(), job)
        return Response(_shown(job))

    @extend_schema(operation_id="start_pilot", summary="Begin with a pilot", request=PilotToStart, responses=PilotShown)
    def post(self, request: Request, public_id: str) -> Response:
        """Set the cost of a few micro-tasks aside and hand them out; the rest waits. Repeated, it moves nothing."""
        job, at = own_job(request, public_id), now()
        sent = PilotToStart(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            pilots.start(job=job, at=at, **sent.validated_data)
        except REFUSED as trouble:
            raise _refusal(trouble, job) from None
        return Response(_shown(job))


class MorePilot(APIView):
    """Another round of a pilot."""

    permission_classes = [IsRequester]

    @extend_schema(operation_id="go_on_with_pilot", summary="Measure on more", request=RoundToAdd, responses=PilotShown)
    def post(self, request: Request, public_id: str) -> Response:
        """Put more micro-tasks into a pilot, at the job’s price."""
        job, at = own_job(request, public_id), now()
        sent = RoundToAdd(data=request.data)
        sent.is_valid(raise_exception=True)
        number = sent.validated_data.pop("round")
        try:
            pilots.go_on(job=job, at=at, round_number=number, **sent.validated_data)
        except REFUSED as trouble:
            raise _refusal(trouble, job) from None
        return Response(_shown(job))


class RestOfPilot(APIView):
    """What waits for the end of a pilot."""

    permission_classes = [IsRequester]

    @extend_schema(
        operation_id="publish_rest", summary="Publish the rest", request=RestToPublish, responses=shapes.JobInFull
    )
    def post(self, request: Request, public_id: str) -> Response:
        """End the pilot and publish the rest at a price of your choice. Repeated, it moves nothing."""
        job, at = own_job(request, public_id), now()
        sent = RestToPublish(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            if pilot_rest.publish_rest(job=job, at=at, **sent.validated_data):
                additions.open_some(job=job, at=at)
                background.ask_to_split(job_id=job.pk)
        except REFUSED as trouble:
            raise _refusal(trouble, job) from None
        return Response(shapes.in_full(job, at=at))


def _shown(job: Job) -> Json:
    progress = pilots.progress_of(job=job)
    names = ("micro_task_count", "answer_count", "answered_count", "left_count", "waiting_count", "is_complete")
    measured = price_help.measured_for(job=job)
    return {
        "is_pilot": job.is_pilot,
        "round": pilots.rounds_of(job=job),
        **{name: getattr(progress, name) for name in names},
        "measured": MeasuredShown(measured).data if measured else None,
    }


def _refusal(trouble: Exception, job: Job) -> api.Refusal:
    match trouble:
        case BelowFloor():
            sentence = _("A pilot pays the wage floor at the expected time: %(price)s an answer would.") % {
                "price": format_micros(trouble.price_micros)
            }
            return api.Refusal("below_floor", sentence, facts={"price_micros": trouble.price_micros})
        case pilot_plan.TooSmall():
            return api.Refusal("too_small", _("Too few micro-tasks are left for a pilot. Publish them whole."))
        case pilot_plan.OutOfRange():
            sentence = _("A pilot of this job holds %(least)s to %(most)s micro-tasks.") % {
                "least": trouble.least,
                "most": trouble.most,
            }
            return api.Refusal("out_of_range", sentence, facts={"least": trouble.least, "most": trouble.most})
        case pilot_rest.InHandStill():
            sentence = _("Until every answer of the pilot has come, the rest can’t pay less than %(price)s.") % {
                "price": format_micros(job.price_micros)
            }
            return api.Refusal("in_hand_still", sentence, facts={"price_micros": job.price_micros})
        case pilots.NotAPilot():
            return api.Refusal("not_a_pilot", _("This job is in no pilot."))
        case NotRunning():
            return not_running()
        case jobs.NotADraft():
            return api.Refusal("not_a_draft", _("This job is published whole: it needs no pilot."))
    return publication_refused(trouble)

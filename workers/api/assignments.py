"""Claim, work, submit: the loop that a worker's program runs.

Claim and submit are the busiest addresses of the platform: they read and write their JSON by hand.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.http import Http404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import IsWorker, person
from tasks.domain import desk, examples, submitting
from tasks.domain.in_hand import InHand, in_hand
from tasks.kinds import kind_named
from tasks.kinds.base import AnswerRefused, Json
from tasks.models import Assignment, Job
from web.api import Refusal, public_id_of
from workers.api import shapes
from workers.api.beginning import published_job, refusing
from workers.domain import starting

KEY_LENGTH = 64
KEY_HEADER = OpenApiParameter(
    "Idempotency-Key",
    location=OpenApiParameter.HEADER,
    description=f"In place of `key` in the body; at most {KEY_LENGTH} characters.",
)


class Claim(APIView):
    """The next assignment of a job."""

    permission_classes = [IsWorker]

    @extend_schema(
        operation_id="claim",
        summary="Claim the next assignment",
        request=None,
        responses={200: shapes.AssignmentInHand, 204: OpenApiResponse(description="Nothing is left for this worker.")},
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Claim the next assignment of a job. What you hold of it already comes first, with a fresh lease."""
        job, at = published_job(public_id), now()
        with refusing(job):
            claim = starting.begin(job=job, worker=person(request), at=at)
        if claim is None:
            return Response(status=204)
        return Response(in_hand_json(request, job, claim.in_hand, at))


class Submit(APIView):
    """An answer, once."""

    permission_classes = [IsWorker]

    @extend_schema(
        operation_id="submit",
        summary="Submit an answer, get the next assignment",
        parameters=[KEY_HEADER],
        request=shapes.AnswerToSubmit,
        responses=shapes.Submitted,
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Submit an answer and get the next assignment of the job in the same call."""
        answer, key, with_next = _sent_answer(request)
        worker, at = person(request), now()
        try:
            assignment = submitting.find_to_submit(public_id=public_id_of(public_id), worker=worker)
        except Assignment.DoesNotExist:
            raise Http404 from None
        try:
            submission = submitting.submit(
                assignment=assignment, worker=worker, answer=answer, key=key, at=at, with_next=with_next
            )
        except AnswerRefused as refused:
            raise Refusal("answer_refused", refused.sentence, 400, fields={"answer": [refused.sentence]}) from None
        except submitting.LeaseLost:
            raise Refusal("lease_lost", _("You had given this one back; the answer was not kept.")) from None
        except submitting.AlreadySubmitted:
            raise already_submitted() from None
        following = submission.next_claim and submission.next_claim.in_hand
        return Response(
            {
                "assignment": _public_id(submission.assignment_id, assignment),
                "late": submission.is_late,
                "repeat": submission.is_repeat,
                "next": in_hand_json(request, assignment.job, following, at) if following else None,
            }
        )


def _sent_answer(request: Request) -> tuple[Json, str, bool]:
    """The answer, the key and whether the next one is wanted. Raises ValidationError, which names each fault."""
    sent = request.data
    if not isinstance(sent, dict):
        raise exceptions.ValidationError([_("Send an object with “answer” and “key”.")])
    faults = {}
    answer, with_next = sent.get("answer"), sent.get("next", True)
    key = sent.get("key", request.headers.get("Idempotency-Key"))
    if not isinstance(answer, dict):
        faults["answer"] = [_("Send the answer as an object.")]
    if not isinstance(key, str) or not 0 < len(key) <= KEY_LENGTH:
        faults["key"] = [
            _("Send a key of at most %(most)d characters, here or as Idempotency-Key.") % {"most": KEY_LENGTH}
        ]
    if not isinstance(with_next, bool):
        faults["next"] = [_("Send true or false.")]
    if faults:
        raise exceptions.ValidationError(faults)
    return cast(Json, answer), cast(str, key), cast(bool, with_next)


def _public_id(assignment_id: int, likely: Assignment) -> str:
    if assignment_id == likely.pk:
        return likely.public_id
    return Assignment.objects.values_list("public_id", flat=True).get(pk=assignment_id)


class One(APIView):
    """An assignment of the worker."""

    permission_classes = [IsWorker]

    @extend_schema(operation_id="assignment", summary="An assignment in full", responses=shapes.AssignmentInFull)
    def get(self, request: Request, public_id: str) -> Response:
        """An assignment with its instructions and the schema of its answer."""
        assignment, at = own_assignment(request, public_id), now()
        job = assignment.job
        return Response(
            {
                **in_hand_json(request, job, in_hand(assignment_id=assignment.pk), at),
                "title": job.title,
                "purpose": job.purpose,
                "instructions": job.instructions,
                "examples": [case.told(request.build_absolute_uri) for case in examples.shown(job=job, at=at)],
                "answer_schema": kind_named(job.kind).answer_schema(job.settings),
                "submitted_at": assignment.submitted_at,
            }
        )


class Return(APIView):
    """Giving back."""

    permission_classes = [IsWorker]

    @extend_schema(operation_id="return", summary="Give an assignment back", request=None, responses=shapes.Returned)
    def post(self, request: Request, public_id: str) -> Response:
        """Return an assignment without penalty: somebody else can take it."""
        assignment = own_assignment(request, public_id)
        try:
            moved = submitting.give_back(assignment=assignment, worker=person(request), at=now())
        except submitting.LeaseLost:
            raise already_submitted() from None
        return Response({"assignment": assignment.public_id, "repeat": not moved})


class Heartbeat(APIView):
    """A sign of life."""

    permission_classes = [IsWorker]

    @extend_schema(
        operation_id="heartbeat", summary="Renew a lease", request=shapes.SignOfLife, responses=shapes.Renewed
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Say that the work goes on: the lease is renewed, the time counted."""
        sent = shapes.SignOfLife(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            due_at = desk.renew(
                assignment=own_assignment(request, public_id), worker=person(request), at=now(), **sent.validated_data
            )
        except submitting.AlreadySubmitted:
            raise already_submitted() from None
        except submitting.LeaseLost:
            raise lease_lost() from None
        return Response({"due_at": due_at})


class SaveDraft(APIView):
    """An unfinished answer."""

    permission_classes = [IsWorker]

    @extend_schema(
        operation_id="save_draft",
        summary="Save an unfinished answer",
        request=shapes.DraftToSave,
        responses=shapes.SavedRevision,
    )
    def put(self, request: Request, public_id: str) -> Response:
        """Save an unfinished answer. A newer draft is not overwritten: the refusal’s `facts` hold it."""
        sent = shapes.DraftToSave(data=request.data)
        sent.is_valid(raise_exception=True)
        content, revision = sent.validated_data["answer"], sent.validated_data["revision"]
        assignment = own_assignment(request, public_id)
        try:
            saved = desk.save_draft(
                assignment=assignment, worker=person(request), content=content, revision=revision, at=now()
            )
        except submitting.AlreadySubmitted:
            raise already_submitted() from None
        except submitting.LeaseLost:
            raise lease_lost() from None
        except desk.DraftConflict as conflict:
            newer = {"answer": conflict.draft.content, "revision": conflict.draft.revision}
            sentence = _("A newer draft is kept. Choose between the two, then save with its revision.")
            raise Refusal("conflict", sentence, facts={"draft": newer, "sent": content}) from None
        return Response({"revision": saved})


def own_assignment(request: Request, public_id: str) -> Assignment:
    """The worker's own assignment; anybody else's is not found."""
    try:
        return submitting.find_for(public_id=public_id_of(public_id), worker=person(request))
    except Assignment.DoesNotExist:
        raise Http404 from None


def in_hand_json(request: Request, job: Job, held: InHand, at: datetime) -> dict[str, Any]:
    """One assignment as `AssignmentInHand` describes it."""
    media, thumb = held.media_path(at), held.thumb_path(at)
    return {
        "id": held.public_id,
        "job": job.public_id,
        "kind": job.kind,
        "micro_task": held.micro_task,
        "state": held.state,
        "payload": held.payload,
        "media_url": request.build_absolute_uri(media) if media else None,
        "thumb_url": request.build_absolute_uri(thumb) if thumb else None,
        "settings": job.settings,
        "price_micros": held.price_micros,
        "due_at": held.due_at,
        "draft": {"answer": held.draft, "revision": held.revision} if held.draft is not None else None,
    }


def lease_lost() -> Refusal:
    return Refusal(
        "lease_lost",
        _(
            "The time for this one ran out while nobody looked at it. "
            "You can still submit: the answer is kept and paid."
        ),
    )


def already_submitted() -> Refusal:
    return Refusal("already_submitted", _("You have answered this one before. Your first answer stands."))

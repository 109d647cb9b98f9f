"""What workers answered: review, and what the answers come to."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import exceptions, mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import IsRequester, person
from tasks.api.jobs import own_job
from tasks.domain import consents, results, review_filters, reviewing, withheld
from tasks.domain.pseudonyms import worker_code
from tasks.kinds.base import Json
from tasks.kinds.text import clean_line
from tasks.models import Assignment, MicroTask
from web.api import Refusal, chosen, public_id_of
from web.moments import RowSerializer

MOST_IDS = 500
MOST_TO_REJECT = 100
STATES = ("submitted", "approved", "rejected", "expired")
CONSENT = ("waiting", "granted", "refused", "lapsed")
AGREEMENT = (review_filters.SAME, review_filters.DIFFERENT, review_filters.ALONE)


class AnswerShown(RowSerializer[Assignment]):
    """One answer. Of a rejected one the content is not given: no payment, no data."""

    id = serializers.CharField(source="public_id")
    micro_task = serializers.CharField(source="micro_task.public_id")
    item = serializers.CharField(source="micro_task.item.name")
    worker = serializers.SerializerMethodField(help_text="A name of this worker in all of your jobs, and nowhere else.")
    late = serializers.SerializerMethodField(help_text="Came after somebody had taken the place; the platform paid.")
    redo = serializers.SerializerMethodField(help_text="Its worker’s second answer, after a rejection.")
    consent = serializers.SerializerMethodField(
        help_text="Where you asked for an auditor’s consent to reject it: how that stands."
    )
    answer = serializers.SerializerMethodField()
    price_micros = serializers.IntegerField(help_text="What it pays, or paid: the price when it was submitted.")

    class Meta:
        model = Assignment
        fields = [
            "id",
            "micro_task",
            "item",
            "worker",
            "state",
            "late",
            "redo",
            "consent",
            "answer",
            "price_micros",
            "submitted_at",
            "decided_at",
            "reject_code",
            "reject_words",
        ]

    def get_worker(self, assignment: Assignment) -> str:
        return worker_code(requester_id=assignment.job.requester_id, worker_id=assignment.worker_id or 0)

    def get_late(self, assignment: Assignment) -> bool:
        return assignment.state == Assignment.State.EXPIRED

    @extend_schema_field({"type": "object", "additionalProperties": True, "nullable": True})
    def get_answer(self, assignment: Assignment) -> Json | None:
        return withheld.content_for_requester(assignment)

    def get_redo(self, assignment: Assignment) -> bool:
        return assignment.redo_of_id is not None

    @extend_schema_field({"type": "string", "enum": [*CONSENT], "nullable": True})
    def get_consent(self, assignment: Assignment) -> str | None:
        asked = getattr(assignment, "rejection_request", None)
        if asked is None:
            return None
        if asked.is_granted is None:
            return "waiting" if assignment.state == Assignment.State.SUBMITTED else "lapsed"
        return "granted" if asked.is_granted else "refused"


class Rejection(serializers.Serializer[Any]):
    """Why an answer is rejected."""

    code = serializers.ChoiceField(choices=Assignment.RejectCode.choices)
    words = serializers.CharField(max_length=1000, help_text="What is wrong, and how it would be right.")


class AnswerRejected(AnswerShown):
    """An answer after its rejection, and whether somebody else may answer in its place.

    Beyond what you may reject alone it waits, and `consent` is “waiting”: an auditor was asked.
    """

    replacement = serializers.BooleanField(help_text="False when the job is closed, or your money didn’t reach.")

    class Meta(AnswerShown.Meta):
        fields = [*AnswerShown.Meta.fields, "replacement"]


class AnswersToApprove(serializers.Serializer[Any]):
    """Answers of one job, by their ids."""

    ids = serializers.ListField(child=serializers.CharField(max_length=16), min_length=1, max_length=MOST_IDS)


class AnswersToReject(AnswersToApprove):
    """Answers of one job that are rejected for one reason."""

    ids = serializers.ListField(child=serializers.CharField(max_length=16), min_length=1, max_length=MOST_TO_REJECT)
    code = serializers.ChoiceField(choices=Assignment.RejectCode.choices)
    words = serializers.CharField(max_length=1000, help_text="What is wrong, and how it would be right.")


class AnswersRejected(serializers.Serializer[Any]):
    """What became of each."""

    replaced = serializers.ListField(child=serializers.CharField(), help_text="Rejected; a replacement is open.")
    not_replaced = serializers.ListField(child=serializers.CharField(), help_text="Rejected, without a replacement.")
    asked = serializers.ListField(child=serializers.CharField(), help_text="They wait: an auditor was asked.")
    left_out = serializers.ListField(
        child=serializers.CharField(), help_text="Not an answer of this job, decided on before, or to be kept."
    )


class AnswersApproved(serializers.Serializer[Any]):
    """What was decided."""

    approved = serializers.ListField(child=serializers.CharField())
    left_out = serializers.ListField(
        child=serializers.CharField(), help_text="Not an answer of this job, or one that was rejected or came late."
    )


@extend_schema_view(
    list=extend_schema(
        operation_id="answers",
        summary="The answers to a job, newest first",
        parameters=[
            OpenApiParameter("state", enum=STATES, description="“expired”: those that came late."),
            OpenApiParameter("worker", description="A worker’s name in your jobs, as the answers give it."),
            OpenApiParameter("says", description="A label, or words of a text. Never finds what is withheld."),
            OpenApiParameter(
                "agreement", enum=AGREEMENT, description="How it stands to the other answers of its micro-task."
            ),
        ],
    )
)
class Answers(mixins.ListModelMixin, viewsets.GenericViewSet[Assignment]):
    """The answers to a requester's own jobs."""

    permission_classes = [IsRequester]
    serializer_class = AnswerShown

    def get_queryset(self) -> QuerySet[Assignment]:
        if getattr(self, "swagger_fake_view", False):
            return Assignment.objects.none()
        job = own_job(self.request, self.kwargs["public_id"])
        answers = answers_shown().filter(job=job).order_by("-submitted_at", "-pk")
        state = chosen(self.request, "state", STATES)
        sought = review_filters.Sought(
            worker=self.request.query_params.get("worker", "")[:16],
            says=clean_line(self.request.query_params.get("says", ""))[:100],
            agreement=chosen(self.request, "agreement", AGREEMENT),
        )
        found = review_filters.narrowed(answers, job=job, sought=sought, at=now())
        return found.filter(state=state) if state else found

    @extend_schema(
        operation_id="approve_many",
        summary="Approve several answers",
        request=AnswersToApprove,
        responses=AnswersApproved,
    )
    def approve_many(self, request: Request, public_id: str) -> Response:
        """Approve and pay up to 500 answers of a job; tell those that can’t be. Repeated, it pays nothing."""
        job = own_job(request, public_id)
        sent = AnswersToApprove(data=request.data)
        sent.is_valid(raise_exception=True)
        ids = [text.lower() for text in sent.validated_data["ids"]]
        found = dict(Assignment.objects.filter(job=job, public_id__in=ids).values_list("public_id", "pk"))
        reviewing.approve(job=job, assignment_ids=list(found.values()), decided_by_id=person(request).pk, at=now())
        approved = set(
            Assignment.objects.filter(pk__in=found.values(), state=Assignment.State.APPROVED).values_list(
                "public_id", flat=True
            )
        )
        return Response(
            {
                "approved": [one for one in dict.fromkeys(ids) if one in approved],
                "left_out": [one for one in dict.fromkeys(ids) if one not in approved],
            }
        )

    @extend_schema(
        operation_id="reject_many",
        summary="Reject several answers for one reason",
        request=AnswersToReject,
        responses=AnswersRejected,
    )
    def reject_many(self, request: Request, public_id: str) -> Response:
        """Reject up to 100 answers of a job, each as if alone. Repeated, it changes nothing."""
        job = own_job(request, public_id)
        sent = AnswersToReject(data=request.data)
        sent.is_valid(raise_exception=True)
        ids = [text.lower() for text in sent.validated_data["ids"]]
        found = list(Assignment.objects.filter(job=job, public_id__in=ids, submitted_at__isnull=False).order_by("pk"))
        done = consents.reject_many(
            assignments=found,
            code=sent.validated_data["code"],
            words=sent.validated_data["words"],
            decided_by=person(request),
            at=now(),
        )
        known = {one.public_id for one in found}
        left_out = [*done.left, *(one for one in dict.fromkeys(ids) if one not in known)]
        return Response(
            {
                "replaced": done.replaced,
                "not_replaced": done.not_replaced,
                "asked": done.asked,
                "left_out": left_out,
            }
        )


class Review(viewsets.GenericViewSet[Assignment]):
    """Decisions on single answers."""

    permission_classes = [IsRequester]
    serializer_class = AnswerShown

    @extend_schema(operation_id="approve", summary="Approve an answer", request=None, responses=AnswerShown)
    def approve(self, request: Request, public_id: str) -> Response:
        """Approve and pay an answer. Repeated, it pays nothing."""
        answer = _own_answer(request, public_id)
        if answer.state in (Assignment.State.REJECTED, Assignment.State.EXPIRED):
            raise not_decidable()
        reviewing.approve(job=answer.job, assignment_ids=[answer.pk], decided_by_id=person(request).pk, at=now())
        return Response(AnswerShown(_own_answer(request, public_id)).data)

    @extend_schema(operation_id="reject", summary="Reject an answer", request=Rejection, responses=AnswerRejected)
    def reject(self, request: Request, public_id: str) -> Response:
        """Reject an answer: it leaves your results. A replacement is opened against fresh money of yours.

        Beyond what you may reject alone an auditor is asked, and the answer waits; if none decides in time, it
        approves itself.
        """
        sent = Rejection(data=request.data)
        sent.is_valid(raise_exception=True)
        answer = _own_answer(request, public_id)
        try:
            outcome = consents.reject_or_ask(
                assignment=answer, decided_by=person(request), at=now(), **sent.validated_data
            )
        except reviewing.NotDecidable:
            raise not_decidable() from None
        except consents.ConsentRefused as refused:
            words = _("An auditor has refused this rejection: “%(words)s” The answer can be approved.")
            raise Refusal("consent_refused", words % {"words": refused.request.decision_words}) from None
        is_replaced = outcome is consents.Outcome.REPLACED
        return Response({**AnswerShown(_own_answer(request, public_id)).data, "replacement": is_replaced})


def answers_shown() -> QuerySet[Assignment]:
    """Submitted assignments with all that an answer shows."""
    return Assignment.objects.filter(submitted_at__isnull=False).select_related(
        "job", "answer", "micro_task__item", "rejection_request", "appeal"
    )


def _own_answer(request: Request, public_id: str) -> Assignment:
    answer = answers_shown().filter(job__requester=person(request), public_id=public_id_of(public_id)).first()
    if answer is None:
        raise exceptions.NotFound
    return answer


def not_decidable() -> Refusal:
    return Refusal("not_decidable", _("This answer waits for no decision: it was decided, or came late and is paid."))


class TallyShown(serializers.Serializer[Any]):
    """How often one value was answered."""

    value = serializers.CharField()
    count = serializers.IntegerField()


class ResultShown(serializers.Serializer[results.TaskResult]):
    """What the approved answers to one micro-task come to."""

    micro_task = serializers.CharField(source="micro_task.public_id")
    item = serializers.CharField(source="micro_task.item.name")
    payload = serializers.DictField(source="micro_task.payload")
    answers = serializers.ListField(child=serializers.DictField())
    value = serializers.CharField(
        source="result.value", allow_null=True, help_text="Null while answers tie, or can’t be reduced to one."
    )
    tallies = TallyShown(source="result.tallies", many=True)


@extend_schema_view(
    list=extend_schema(operation_id="results", summary="What the approved answers come to, micro-task by micro-task")
)
class Results(mixins.ListModelMixin, viewsets.GenericViewSet[MicroTask]):
    """The results of a requester's own job, in the order of its items."""

    permission_classes = [IsRequester]
    serializer_class = ResultShown  # type: ignore[assignment]  # a page of micro-tasks becomes one of results
    queryset = MicroTask.objects.none()

    def list(self, request: Request, public_id: str) -> Response:
        job = own_job(request, public_id)
        page = self.paginate_queryset(results.micro_tasks_of(job=job)) or []
        found = results.results_of(job=job, micro_tasks=list(page))
        return self.get_paginated_response(self.get_serializer(found, many=True).data)

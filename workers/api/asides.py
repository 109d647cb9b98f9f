"""What a worker's program says beside the work: a question, a problem; and the answers it reads."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import IsWorker, person
from tasks.domain import questions, reporting
from tasks.domain.submitting import LeaseLost
from tasks.models import Question, Report
from web.api import Refusal, public_id_of
from web.moments import RowSerializer
from workers.api.assignments import own_assignment
from workers.api.shapes import Returned
from workers.domain import finding


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


class QuestionRead(RowSerializer[Question]):
    """A question and its answer. Who asked is told to nobody."""

    id = serializers.CharField(source="public_id")
    job = serializers.CharField(source="job.public_id")

    class Meta:
        model = Question
        fields = ["id", "job", "words", "asked_at", "answer", "answered_at"]


class OwnQuestion(QuestionRead):
    """A question of one's own, hidden or not."""

    class Meta(QuestionRead.Meta):
        fields = [*QuestionRead.Meta.fields, "hidden_at", "hidden_because"]


class QuestionToAsk(serializers.Serializer[Any]):
    """A question that all workers of the job will read with its answer."""

    words = serializers.CharField(max_length=1000, help_text="Plain text, nothing private.")


class Ask(APIView):
    """A question about a micro-task."""

    permission_classes = [IsWorker]

    @extend_schema(operation_id="ask", summary="Ask the requester", request=QuestionToAsk, responses={201: OwnQuestion})
    def post(self, request: Request, public_id: str) -> Response:
        """Ask about the micro-task of an assignment of yours; the work goes on. The same words make no second one."""
        assignment = own_assignment(request, public_id)
        sent = QuestionToAsk(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            question = questions.ask(assignment=assignment, worker=person(request), at=now(), **sent.validated_data)
        except questions.PrivateWords:
            sentence = _("Take the e-mail address or the telephone number out: everybody will read it.")
            raise exceptions.ValidationError({"words": [sentence]}) from None
        except questions.TooManyQuestions:
            raise Refusal("too_many", _("You have asked as much as you can for now. Ask later.")) from None
        return Response(OwnQuestion(question).data, status=201)


@extend_schema_view(list=extend_schema(operation_id="read_questions", summary="Questions and answers of a job"))
class ReadQuestions(mixins.ListModelMixin, viewsets.GenericViewSet[Question]):
    """What was asked about a job and answered, the newest answer first."""

    permission_classes = [IsWorker]
    serializer_class = QuestionRead

    def get_queryset(self) -> QuerySet[Question]:
        if getattr(self, "swagger_fake_view", False):
            return Question.objects.none()
        job = finding.published_jobs().filter(public_id=public_id_of(self.kwargs["public_id"])).first()
        if job is None:
            raise exceptions.NotFound
        return questions.answered(job=job).select_related("job")


@extend_schema_view(list=extend_schema(operation_id="my_questions", summary="What you asked, newest first"))
class MyQuestions(mixins.ListModelMixin, viewsets.GenericViewSet[Question]):
    """A worker's own questions with their answers."""

    permission_classes = [IsWorker]
    serializer_class = OwnQuestion

    def get_queryset(self) -> QuerySet[Question]:
        if getattr(self, "swagger_fake_view", False):
            return Question.objects.none()
        return questions.of_asker(worker=person(self.request))

"""What workers asked about a requester's job, and the answers."""

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
from tasks.domain import questions
from tasks.models import Question
from web.api import Refusal, chosen, public_id_of
from web.moments import RowSerializer

STATES = ("waiting", "answered")


class QuestionShown(RowSerializer[Question]):
    """One question and its answer. Who asked is told to nobody."""

    id = serializers.CharField(source="public_id")
    micro_task = serializers.CharField(source="micro_task.public_id")
    item = serializers.CharField(source="micro_task.item.name")

    class Meta:
        model = Question
        fields = ["id", "micro_task", "item", "words", "asked_at", "answer", "answered_at"]


class AnswerToQuestion(serializers.Serializer[Any]):
    """An answer, for all workers of the job."""

    words = serializers.CharField(max_length=2000, help_text="Plain text, nothing private.")


@extend_schema_view(
    list=extend_schema(
        operation_id="questions",
        summary="What workers asked, newest first",
        parameters=[OpenApiParameter("state", enum=STATES)],
    )
)
class Questions(mixins.ListModelMixin, viewsets.GenericViewSet[Question]):
    """Questions about a requester's own job."""

    permission_classes = [IsRequester]
    serializer_class = QuestionShown

    def get_queryset(self) -> QuerySet[Question]:
        if getattr(self, "swagger_fake_view", False):
            return Question.objects.none()
        found = questions.of_job(job=own_job(self.request, self.kwargs["public_id"])).order_by("-asked_at", "-pk")
        state = chosen(self.request, "state", STATES)
        return found.filter(answered_at__isnull=state == "waiting") if state else found


class QuestionAnswers(viewsets.GenericViewSet[Question]):
    """Answers to single questions."""

    permission_classes = [IsRequester]
    queryset = Question.objects.none()
    serializer_class = QuestionShown

    @extend_schema(
        operation_id="answer_question",
        summary="Answer a question",
        request=AnswerToQuestion,
        responses=QuestionShown,
    )
    def answer(self, request: Request, public_id: str) -> Response:
        """Answer for all workers of the job. Repeated with the same words, it changes nothing."""
        mine = Question.objects.filter(job__requester=person(request), hidden_at__isnull=True)
        question = mine.select_related("micro_task__item").filter(public_id=public_id_of(public_id)).first()
        if question is None:
            raise exceptions.NotFound
        sent = AnswerToQuestion(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            questions.answer(question=question, at=now(), **sent.validated_data)
        except questions.PrivateWords:
            raise exceptions.ValidationError(
                {"words": [_("Take the e-mail address or the telephone number out.")]}
            ) from None
        except questions.AlreadyAnswered:
            raise Refusal("already_answered", _("Another answer was given before; workers have read it.")) from None
        return Response(QuestionShown(question).data)

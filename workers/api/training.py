"""Training before a job: the next task, an answer and what was right about it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import IsWorker, person
from tasks.domain import training
from tasks.domain.desk_view import media_url_of, thumb_url_of
from tasks.kinds.base import AnswerRefused
from tasks.models import TrainingAnswer
from web.api import Refusal, public_id_of
from web.moments import RowSerializer
from workers.api.beginning import published_job, refusing
from workers.domain import starting


class TrainingTaskShown(serializers.Serializer[Any]):
    """A training task in the worker's hands."""

    id = serializers.CharField()
    job = serializers.CharField()
    kind = serializers.CharField()
    payload = serializers.DictField(help_text="What is worked on.")
    media_url = serializers.CharField(allow_null=True)
    thumb_url = serializers.CharField(allow_null=True)
    settings = serializers.DictField(help_text="The job’s labels and other choices.")
    price_micros = serializers.IntegerField(help_text="Paid for whatever you answer.")


class TrainingAnswerToSubmit(serializers.Serializer[Any]):
    """An answer to a training task."""

    answer = serializers.DictField(help_text="As the job’s `answer_schema` says.")


class TrainingTold(serializers.Serializer[Any]):
    """What was right, and what was paid."""

    is_right = serializers.BooleanField(allow_null=True, help_text="Null where answers can’t be compared exactly.")
    right_answer = serializers.DictField()
    words = serializers.CharField(help_text="What the requester says about it.")
    paid_micros = serializers.IntegerField()
    is_finished = serializers.BooleanField(help_text="Whether that was the last one: the job is open to you now.")


class TrainingReturned(serializers.Serializer[Any]):
    """A training task that was given back; it comes again."""

    repeat = serializers.BooleanField(help_text="It was back already; nothing changed.")


class OwnTraining(RowSerializer[TrainingAnswer]):
    """One training task that the worker took in hand."""

    id = serializers.CharField(source="public_id")
    job = serializers.CharField(source="training.job.public_id")
    title = serializers.CharField(source="training.job.title")
    paid_micros = serializers.IntegerField(help_text="0 before it is answered.")
    seconds = serializers.FloatField(allow_null=True, help_text="Null while it is in hand.")

    class Meta:
        model = TrainingAnswer
        fields = ["id", "job", "title", "is_right", "paid_micros", "seconds", "shown_at", "submitted_at", "returned_at"]


@extend_schema_view(
    list=extend_schema(operation_id="my_training", summary="Every training task you took in hand, newest first")
)
class MyTraining(mixins.ListModelMixin, viewsets.GenericViewSet[TrainingAnswer]):
    """A worker's own training tasks."""

    permission_classes = [IsWorker]
    serializer_class = OwnTraining

    def get_queryset(self) -> QuerySet[TrainingAnswer]:
        if getattr(self, "swagger_fake_view", False):
            return TrainingAnswer.objects.none()
        return training.of_worker(worker=person(self.request))


class Train(APIView):
    """The next training task of a job."""

    permission_classes = [IsWorker]

    @extend_schema(
        operation_id="train",
        summary="The next training task",
        request=None,
        responses={200: TrainingTaskShown, 204: OpenApiResponse(description="Nothing is left to train.")},
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Get the next training task of a job that wants training first; what you hold already comes first."""
        job, at = published_job(public_id), now()
        try:
            with refusing(job):
                shown = starting.train(job=job, worker=person(request), at=at)
        except training.NoPlaceLeft:
            raise Refusal("no_place_left", starting.no_place_sentence()) from None
        if shown is None:
            return Response(status=204)
        micro_task = shown.task.micro_task
        media, thumb = media_url_of(micro_task=micro_task, at=at), thumb_url_of(micro_task=micro_task, at=at)
        return Response(
            {
                "id": shown.public_id,
                "job": job.public_id,
                "kind": job.kind,
                "payload": micro_task.payload,
                "media_url": request.build_absolute_uri(media) if media else None,
                "thumb_url": request.build_absolute_uri(thumb) if thumb else None,
                "settings": job.settings,
                "price_micros": job.training_price_micros,
            }
        )


class TrainSubmit(APIView):
    """An answer to a training task."""

    permission_classes = [IsWorker]

    @extend_schema(
        operation_id="train_submit",
        summary="Answer a training task",
        request=TrainingAnswerToSubmit,
        responses=TrainingTold,
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Answer a training task and learn what was right. It is paid whatever you answer, once."""
        sent = TrainingAnswerToSubmit(data=request.data)
        sent.is_valid(raise_exception=True)
        shown, worker = _own(request, public_id), person(request)
        try:
            kept = training.submit(shown=shown, worker=worker, answer=sent.validated_data["answer"], at=now())
        except AnswerRefused as refused:
            raise Refusal("answer_refused", refused.sentence, 400, fields={"answer": [refused.sentence]}) from None
        except training.NotInHand:
            raise not_in_hand() from None
        return Response(
            {
                "is_right": kept.is_right,
                "right_answer": kept.task.answer,
                "words": kept.task.words,
                "paid_micros": kept.training.job.training_price_micros,
                "is_finished": training.standing(job=kept.training.job, worker=worker).is_finished,
            }
        )


class TrainReturn(APIView):
    """Giving a training task back."""

    permission_classes = [IsWorker]

    @extend_schema(
        operation_id="train_return", summary="Give a training task back", request=None, responses=TrainingReturned
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Leave the training for now, without penalty. Your place is kept."""
        try:
            moved = training.give_back(shown=_own(request, public_id), worker=person(request), at=now())
        except training.NotInHand:
            raise not_in_hand() from None
        return Response({"repeat": not moved})


def _own(request: Request, public_id: str) -> TrainingAnswer:
    try:
        return training.find_for(public_id=public_id_of(public_id), worker=person(request))
    except TrainingAnswer.DoesNotExist:
        raise Http404 from None


def not_in_hand() -> Refusal:
    return Refusal("not_in_hand", _("You have given this one back or answered it before; this answer was not kept."))

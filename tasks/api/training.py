"""Training tasks of a draft: list, add, answer otherwise, take away, and how many workers may train."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import IsRequester
from tasks.api.examples import MOST_NUMBER, micro_task_of
from tasks.api.fields import AnswerField
from tasks.api.jobs import not_a_draft, own_job
from tasks.domain import fitting, training_tasks
from tasks.domain.desk_view import media_url_of, thumb_url_of
from tasks.domain.jobs import NotADraft
from tasks.kinds.base import AnswerRefused, Json
from tasks.models import Job, MicroTask, TrainingTask
from web.api import Refusal, public_id_of


class KnownTask(serializers.Serializer[Any]):
    """A micro-task whose right answer its requester has given."""

    id = serializers.CharField()
    payload = serializers.DictField(help_text="What is worked on.")
    media_url = serializers.CharField(allow_null=True, help_text="Good for some minutes.")
    thumb_url = serializers.CharField(allow_null=True)
    answer = serializers.DictField(help_text="The right one.")
    words = serializers.CharField(help_text="What a worker reads after the answer.")
    fits = serializers.BooleanField(help_text="Whether the answer is one that the job still accepts.")


class TrainingOfAJob(serializers.Serializer[Any]):
    """What every new worker does first, and how many of them may."""

    places = serializers.IntegerField(help_text="How many workers may train. Their pay is set aside on publishing.")
    tasks = KnownTask(many=True)


class TrainingPlaces(serializers.Serializer[Any]):
    """How many workers may train."""

    places = serializers.IntegerField(min_value=1, max_value=training_tasks.MOST_PLACES)


class KnownAnswer(serializers.Serializer[Any]):
    """The right answer, and what a worker reads after their own."""

    answer = AnswerField()
    words = serializers.CharField(max_length=600, required=False, allow_blank=True, default="")


class KnownTaskToAdd(KnownAnswer):
    """A micro-task of the job by its number, with its right answer."""

    number = serializers.IntegerField(
        min_value=1,
        max_value=MOST_NUMBER,
        help_text="Which micro-task of the job, counted from 1 among those that are no training tasks yet.",
    )


class TrainingTasks(viewsets.GenericViewSet[TrainingTask]):
    """Training tasks of a requester's own job. Frozen when it is published."""

    permission_classes = [IsRequester]
    queryset = TrainingTask.objects.none()
    serializer_class = TrainingOfAJob
    pagination_class = None

    @extend_schema(operation_id="training", summary="The training of a job", responses=TrainingOfAJob)
    def retrieve(self, request: Request, public_id: str) -> Response:
        """At most twelve tasks, in the order of the micro-tasks."""
        return Response(_told(request, own_job(request, public_id)))

    @extend_schema(
        operation_id="add_training_task",
        summary="Make a micro-task of a draft training",
        request=KnownTaskToAdd,
        responses={201: TrainingOfAJob},
    )
    def create(self, request: Request, public_id: str) -> Response:
        """Take one more micro-task out of the work, and say what its right answer is. Answers with all of them."""
        job = own_job(request, public_id)
        sent = KnownTaskToAdd(data=request.data)
        sent.is_valid(raise_exception=True)
        _mark(job, micro_task_of(job, sent.validated_data["number"]), sent.validated_data)
        return Response(_told(request, job), status=201)

    @extend_schema(
        operation_id="set_training_places",
        summary="Say how many workers may train",
        request=TrainingPlaces,
        responses=TrainingOfAJob,
    )
    def update(self, request: Request, public_id: str) -> Response:
        """Each new worker takes one place. Without training tasks nobody trains, and it stays at none."""
        job = own_job(request, public_id)
        sent = TrainingPlaces(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            training_tasks.set_places(job=job, places=sent.validated_data["places"])
        except NotADraft:
            raise not_a_draft() from None
        return Response(_told(request, job))

    @extend_schema(
        operation_id="change_training_task",
        summary="Give another right answer to a training task",
        request=KnownAnswer,
        responses=TrainingOfAJob,
    )
    def change(self, request: Request, public_id: str, task_id: str) -> Response:
        """Answer a training task otherwise, or say something else about it."""
        job, task = _found(request, public_id, task_id)
        sent = KnownAnswer(data=request.data)
        sent.is_valid(raise_exception=True)
        _mark(job, task.micro_task, sent.validated_data)
        return Response(_told(request, job))

    @extend_schema(
        operation_id="remove_training_task", summary="Put a training task back among the work", responses={204: None}
    )
    def destroy(self, request: Request, public_id: str, task_id: str) -> Response:
        """Put a training task of a draft back: workers are asked about it as about the others."""
        job, task = _found(request, public_id, task_id)
        try:
            training_tasks.unmark(job=job, task=task)
        except NotADraft:
            raise not_a_draft() from None
        return Response(status=204)


def _mark(job: Job, micro_task: MicroTask, sent: Json) -> None:
    try:
        training_tasks.mark(job=job, micro_task=micro_task, answer=sent["answer"], words=sent["words"])
    except NotADraft:
        raise not_a_draft() from None
    except AnswerRefused as refused:
        raise Refusal("answer_refused", refused.sentence, 400, fields={"answer": [refused.sentence]}) from None
    except training_tasks.TooManyTasks:
        sentence = _("Training has at most %(most)d tasks. Take one away first.")
        raise Refusal("too_many", sentence % {"most": training_tasks.MOST_TASKS}) from None


def _found(request: Request, public_id: str, task_id: str) -> tuple[Job, TrainingTask]:
    job = own_job(request, public_id)
    tasks = TrainingTask.objects.filter(job=job).select_related("micro_task")
    task = tasks.filter(public_id=public_id_of(task_id)).first()
    if task is None:
        raise exceptions.NotFound
    return job, task


def _told(request: Request, job: Job) -> Json:
    tasks = TrainingTask.objects.filter(job=job).select_related("micro_task__item")
    job.refresh_from_db(fields=["training_places"])
    return {
        "places": job.training_places,
        "tasks": [_task(request, job, task) for task in tasks.order_by("micro_task__position")],
    }


def _task(request: Request, job: Job, task: TrainingTask) -> Json:
    at = now()
    media, thumb = media_url_of(micro_task=task.micro_task, at=at), thumb_url_of(micro_task=task.micro_task, at=at)
    return {
        "id": task.public_id,
        "payload": task.micro_task.payload,
        "media_url": request.build_absolute_uri(media) if media else None,
        "thumb_url": request.build_absolute_uri(thumb) if thumb else None,
        "answer": task.answer,
        "words": task.words,
        "fits": fitting.training_fits(job=job, task=task),
    }

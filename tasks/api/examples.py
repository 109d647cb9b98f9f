"""Examples right and wrong of a draft: list, add, move, take away."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, viewsets
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import IsRequester
from tasks.api.fields import AnswerField
from tasks.api.jobs import not_a_draft, own_job
from tasks.domain import examples
from tasks.domain.jobs import NotADraft
from tasks.domain.media.refusals import MediaRefused
from tasks.domain.results import micro_tasks_of
from tasks.kinds.base import AnswerRefused, Json
from tasks.models import Example, Job, MicroTask
from web.api import Refusal, public_id_of
from web.json_body import JsonBody

MOST_NUMBER = 2**31 - 1


class ExampleShown(serializers.Serializer[Any]):
    """One case beside the instructions."""

    id = serializers.CharField()
    right = serializers.BooleanField(help_text="Whether to do it like this, or not to.")
    why = serializers.CharField()
    words = serializers.CharField(help_text="Markdown; empty when the case is shown by a picture or an item alone.")
    payload = serializers.DictField(help_text="What is shown: its text, its size, its seconds; empty for words alone.")
    media_url = serializers.CharField(allow_null=True, help_text="Good for some minutes.")
    thumb_url = serializers.CharField(allow_null=True)
    answer = serializers.DictField(allow_null=True, help_text="The answer that is right or wrong.")


class ExampleToAdd(serializers.Serializer[Any]):
    """A case: a micro-task of the job by its number (with an answer), a picture, or words."""

    right = serializers.BooleanField()
    why = serializers.CharField(max_length=600)
    words = serializers.CharField(max_length=5000, required=False, allow_blank=True, help_text="Markdown.")
    number = serializers.IntegerField(
        min_value=1, max_value=MOST_NUMBER, required=False, help_text="Which micro-task of the job, counted from 1."
    )
    answer = AnswerField(required=False, help_text="An answer to that micro-task.")


class ExampleWithPicture(ExampleToAdd):
    """The same as a form, with a picture."""

    picture = serializers.FileField(required=False)


class ExampleMove(serializers.Serializer[Any]):
    """Where an example goes."""

    places = serializers.IntegerField(min_value=-12, max_value=12, help_text="Down; up when it is below zero.")


class Examples(viewsets.GenericViewSet[Example]):
    """Examples right and wrong of a requester's own job. Frozen when it is published."""

    permission_classes = [IsRequester]
    parser_classes = [JsonBody, MultiPartParser]
    queryset = Example.objects.none()
    serializer_class = ExampleShown
    pagination_class = None

    @extend_schema(operation_id="examples", summary="The examples of a job", responses=ExampleShown(many=True))
    def list(self, request: Request, public_id: str) -> Response:
        """At most twelve, in their order."""
        return Response(_told(request, own_job(request, public_id)))

    @extend_schema(
        operation_id="add_example",
        summary="Add an example to a draft",
        request={"application/json": ExampleToAdd, "multipart/form-data": ExampleWithPicture},
        responses={201: ExampleShown(many=True)},
    )
    def create(self, request: Request, public_id: str) -> Response:
        """Show one more case, after the others. Answers with all of them."""
        job = own_job(request, public_id)
        sent = ExampleWithPicture(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            _add(job, sent.validated_data)
        except NotADraft:
            raise not_a_draft() from None
        except AnswerRefused as refused:
            raise Refusal("answer_refused", refused.sentence, 400, fields={"answer": [refused.sentence]}) from None
        except MediaRefused as refused:
            raise Refusal("file_refused", refused.sentence, 400, fields={"picture": [refused.sentence]}) from None
        except examples.NothingShown:
            raise exceptions.ValidationError({"words": [_("Send words, a picture or a number.")]}) from None
        except examples.TooManyExamples:
            sentence = _("A job has at most %(most)d examples.") % {"most": examples.MOST_EXAMPLES}
            raise Refusal("too_many", sentence) from None
        return Response(_told(request, job), status=201)

    @extend_schema(
        operation_id="move_example",
        summary="Move an example of a draft",
        request=ExampleMove,
        responses=ExampleShown(many=True),
    )
    def partial_update(self, request: Request, public_id: str, example_id: str) -> Response:
        """Move an example down or up, at most to the end."""
        job, example = _found(request, public_id, example_id)
        sent = ExampleMove(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            examples.move(job=job, example=example, **sent.validated_data)
        except NotADraft:
            raise not_a_draft() from None
        return Response(_told(request, job))

    @extend_schema(operation_id="remove_example", summary="Take an example away", responses={204: None})
    def destroy(self, request: Request, public_id: str, example_id: str) -> Response:
        """Take an example of a draft away."""
        job, example = _found(request, public_id, example_id)
        try:
            examples.remove(job=job, example=example)
        except NotADraft:
            raise not_a_draft() from None
        return Response(status=204)


def _found(request: Request, public_id: str, example_id: str) -> tuple[Job, Example]:
    job = own_job(request, public_id)
    example = Example.objects.filter(job=job, public_id=public_id_of(example_id)).first()
    if example is None:
        raise exceptions.NotFound
    return job, example


def _add(job: Job, sent: Json) -> None:
    said = {"is_right": sent["right"], "why": sent["why"]}
    if "number" in sent:
        examples.add_item(job=job, micro_task=micro_task_of(job, sent["number"]), answer=sent.get("answer"), **said)
        return
    picture = sent.get("picture")
    file = {"picture": picture.file, "name": picture.name or "", "size": picture.size or 0} if picture else {}
    examples.add_case(job=job, words=sent.get("words", ""), **said, **file)


def micro_task_of(job: Job, number: int) -> MicroTask:
    """A micro-task by its number, counted from 1; those for training aren't counted. Raises ValidationError."""
    found = micro_tasks_of(job=job)[number - 1 : number].first()
    if found is None:
        raise exceptions.ValidationError({"number": [_("The job has no micro-task of this number.")]})
    return found


def _told(request: Request, job: Job) -> list[Json]:
    return [case.told(request.build_absolute_uri) for case in examples.shown(job=job, at=now())]

"""Appeals for programs: what both sides read of one, and what a requester says."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import exceptions, mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import IsRequester, person
from tasks.api.jobs import own_job
from tasks.appeal_forms import MOST_WORDS
from tasks.domain import appeal_lists, appeals
from tasks.domain.appeal_view import SIDES, said_in
from tasks.models import Appeal
from web.api import Refusal, public_id_of
from web.moments import RowSerializer


class AppealSaid(serializers.Serializer[Any]):
    """One thing that was said or done."""

    became = serializers.ChoiceField(source="step.became", choices=Appeal.State.choices)
    by = serializers.ChoiceField(choices=SIDES)
    words = serializers.CharField(source="step.words")
    at = serializers.DateTimeField(source="step.at")


class AppealShown(RowSerializer[Appeal]):
    """An appeal against a rejection, with what was said so far."""

    id = serializers.CharField(source="public_id")
    answer = serializers.CharField(source="assignment.public_id")
    said = serializers.SerializerMethodField()

    class Meta:
        model = Appeal
        fields = ["id", "answer", "state", "filed_at", "reply_until", "decide_until", "decided_at", "said"]

    @extend_schema_field(AppealSaid(many=True))
    def get_said(self, appeal: Appeal) -> Any:
        return AppealSaid(said_in(appeal), many=True).data


class Reply(serializers.Serializer[Any]):
    """What the requester says."""

    words = serializers.CharField(max_length=MOST_WORDS, help_text="The worker and the auditor read this.")


class GivingIn(serializers.Serializer[Any]):
    """What the requester adds, if anything."""

    words = serializers.CharField(max_length=MOST_WORDS, required=False, allow_blank=True, default="")


@extend_schema_view(
    list=extend_schema(operation_id="appeals", summary="Appeals about the answers to a job, newest first")
)
class Appeals(mixins.ListModelMixin, viewsets.GenericViewSet[Appeal]):
    """The appeals against a requester's own rejections."""

    permission_classes = [IsRequester]
    serializer_class = AppealShown

    def get_queryset(self) -> QuerySet[Appeal]:
        if getattr(self, "swagger_fake_view", False):
            return Appeal.objects.none()
        job = own_job(self.request, self.kwargs["public_id"])
        return appeal_lists.of_job(job=job).order_by("-filed_at", "-pk")

    @extend_schema(operation_id="reply", summary="Answer an appeal", request=Reply, responses=AppealShown)
    def reply(self, request: Request, public_id: str) -> Response:
        """Say why the rejection is right; an auditor decides then. The same words again change nothing."""
        appeal, sent = _own_appeal(request, public_id), Reply(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            appeals.reply(appeal=appeal, person=person(request), words=sent.validated_data["words"], at=now())
        except appeals.AlreadyDecided:
            raise already_decided() from None
        return Response(AppealShown(_own_appeal(request, public_id)).data)

    @extend_schema(operation_id="give_in", summary="Approve after all", request=GivingIn, responses=AppealShown)
    def give_in(self, request: Request, public_id: str) -> Response:
        """Take the rejection back: the answer is approved and its worker paid at once."""
        appeal, sent = _own_appeal(request, public_id), GivingIn(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            appeals.give_in(appeal=appeal, person=person(request), words=sent.validated_data["words"], at=now())
        except appeals.AlreadyDecided:
            raise already_decided() from None
        return Response(AppealShown(_own_appeal(request, public_id)).data)


def _own_appeal(request: Request, public_id: str) -> Appeal:
    appeal = appeal_lists.one(public_id=public_id_of(public_id))
    if appeal is None or appeal.assignment is None or appeal.against_id != person(request).pk:
        raise exceptions.NotFound
    return appeal


def already_decided() -> Refusal:
    return Refusal("already_decided", _("You have answered this, or it is decided already; nothing was changed."))

"""Appeals of a worker's program: writing one, reading what was said."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import now
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import IsWorker, person
from tasks.domain import appeal_lists, appeals
from tasks.domain.appeal_view import SIDES, said_in
from tasks.models import Appeal
from web.api import Refusal
from web.moments import RowSerializer
from workers.api.assignments import own_assignment
from workers.domain import appeal_words


class SaidToWorker(serializers.Serializer[Any]):
    """One thing that was said or done."""

    became = serializers.ChoiceField(source="step.became", choices=Appeal.State.choices)
    by = serializers.ChoiceField(choices=SIDES)
    words = serializers.CharField(source="step.words")
    at = serializers.DateTimeField(source="step.at")


class OwnAppeal(RowSerializer[Appeal]):
    """An appeal of yours, with what was said so far. Without an assignment it is against your suspension."""

    id = serializers.CharField(source="public_id")
    assignment = serializers.SerializerMethodField()
    said = serializers.SerializerMethodField()
    is_new = serializers.BooleanField(source="is_new_to_worker", help_text="Something you haven’t read on its page.")

    class Meta:
        model = Appeal
        fields = [
            "id", "assignment", "state", "filed_at", "reply_until", "decide_until", "decided_at", "is_new", "said",
        ]  # fmt: skip

    def get_assignment(self, appeal: Appeal) -> str | None:
        return appeal.assignment.public_id if appeal.assignment else None

    @extend_schema_field(SaidToWorker(many=True))
    def get_said(self, appeal: Appeal) -> Any:
        return SaidToWorker(said_in(appeal), many=True).data


class AppealToWrite(serializers.Serializer[Any]):
    """Why a decision is wrong."""

    words = serializers.CharField(max_length=2000, help_text="Both sides read this, and it stays as you write it.")


class FileAppeal(APIView):
    """An appeal against a rejection."""

    permission_classes = [IsWorker]

    @extend_schema(
        operation_id="appeal", summary="Appeal a rejection", request=AppealToWrite, responses={201: OwnAppeal}
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Say why the rejection of your answer is wrong. Its pay stays set aside until somebody has decided.

        The same words again change nothing.
        """
        assignment = own_assignment(request, public_id)
        sent = AppealToWrite(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            filed = appeals.file(assignment=assignment, worker=person(request), at=now(), **sent.validated_data)
        except appeal_words.REFUSALS as refusal:
            raise refused(refusal) from None
        return Response(OwnAppeal(appeal_lists.one(public_id=filed.public_id)).data, status=201)


class AppealSuspension(APIView):
    """An appeal against a suspension."""

    permission_classes = [IsWorker]

    @extend_schema(
        operation_id="appeal_suspension",
        summary="Appeal your suspension",
        request=AppealToWrite,
        responses={201: OwnAppeal},
    )
    def post(self, request: Request) -> Response:
        """Say why your suspension is wrong; another auditor decides. The same words again change nothing."""
        sent = AppealToWrite(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            filed = appeals.file_against_suspension(worker=person(request), at=now(), **sent.validated_data)
        except appeal_words.REFUSALS as refusal:
            raise refused(refusal) from None
        return Response(OwnAppeal(appeal_lists.one(public_id=filed.public_id)).data, status=201)


def refused(refusal: Exception) -> Refusal:
    """One of `appeal_words.REFUSALS`, as programs read it."""
    return Refusal(appeal_words.CODES[type(refusal)], appeal_words.sentence_of(refusal))


@extend_schema_view(list=extend_schema(operation_id="my_appeals", summary="Your appeals, newest first"))
class MyAppeals(mixins.ListModelMixin, viewsets.GenericViewSet[Appeal]):
    """A worker's own appeals."""

    permission_classes = [IsWorker]
    serializer_class = OwnAppeal

    def get_queryset(self) -> QuerySet[Appeal]:
        if getattr(self, "swagger_fake_view", False):
            return Appeal.objects.none()
        return appeal_lists.of_worker(worker=person(self.request))

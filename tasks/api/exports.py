"""Archives of approved answers, written in the background, taken away by token."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, serializers, viewsets
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import IsRequester, person
from tasks import background
from tasks.api.jobs import own_job
from tasks.domain import progress
from tasks.domain.exports import ask_for_export
from tasks.domain.media import storage
from tasks.models import Export
from web.api import REFUSAL_REFERENCE, Refusal, public_id_of
from web.moments import RowSerializer


class ExportShown(RowSerializer[Export]):
    """One archive of a job's approved answers, with its labour statement."""

    id = serializers.CharField(source="public_id")
    job = serializers.CharField(source="job.public_id")
    percent = serializers.SerializerMethodField()
    download_url = serializers.SerializerMethodField(help_text="Needs your token; null until the archive is ready.")

    class Meta:
        model = Export
        fields = [
            "id",
            "job",
            "format",
            "state",
            "percent",
            "answers_written",
            "size",
            "created_at",
            "done_at",
            "download_url",
        ]

    def get_percent(self, export: Export) -> int:
        return progress.export_percent(export)

    def get_download_url(self, export: Export) -> str | None:
        if export.state != Export.State.DONE:
            return None
        address: str = self.context["request"].build_absolute_uri(
            reverse("tasks-api:download-export", args=[export.public_id])
        )
        return address


class ExportToAsk(serializers.Serializer[Any]):
    """In which form the answers are taken away."""

    format = serializers.ChoiceField(choices=Export.Format.choices)


@extend_schema_view(list=extend_schema(operation_id="exports", summary="The archives of a job, newest first"))
class Exports(mixins.ListModelMixin, viewsets.GenericViewSet[Export]):
    """Archives of a requester's own jobs."""

    permission_classes = [IsRequester]
    serializer_class = ExportShown

    def get_queryset(self) -> QuerySet[Export]:
        exports = Export.objects.filter(job__requester_id=self.request.user.pk).select_related("job")
        if "job_id" not in self.kwargs or getattr(self, "swagger_fake_view", False):
            return exports
        return exports.filter(job=own_job(self.request, self.kwargs["job_id"])).order_by("-pk")

    @extend_schema(
        operation_id="ask_for_export",
        summary="Ask for an archive",
        request=ExportToAsk,
        responses={202: ExportShown},
    )
    def create(self, request: Request, job_id: str) -> Response:
        """Have the approved answers written in the background. One that waits already is given again."""
        job = own_job(request, job_id)
        sent = ExportToAsk(data=request.data)
        sent.is_valid(raise_exception=True)
        export = ask_for_export(job=job, asked_by=person(request), file_format=sent.validated_data["format"], at=now())
        background.ask_to_write(export_id=export.pk)
        return Response(self.get_serializer(export).data, status=202)

    @extend_schema(operation_id="export", summary="An archive", responses=ExportShown)
    def retrieve(self, request: Request, public_id: str) -> Response:
        """How far an archive is, and where it can be taken."""
        return Response(self.get_serializer(self._own_export(public_id)).data)

    @extend_schema(
        operation_id="download_export",
        summary="Take an archive away",
        responses={
            (200, "application/zip"): OpenApiTypes.BINARY,
            409: OpenApiResponse(REFUSAL_REFERENCE, description="It is not written yet; `code` is not_ready."),
        },
    )
    def download(self, request: Request, public_id: str) -> FileResponse:
        """The archive itself: answers, results and the labour statement."""
        export = self._own_export(public_id)
        if export.state != Export.State.DONE:
            raise Refusal("not_ready", _("This archive is not ready. Ask again in a while."))
        name = f"{export.job.public_id}-{export.format}.zip"
        return FileResponse(storage.open(export.key), as_attachment=True, filename=name, content_type="application/zip")

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[BaseRenderer, str]:
        """Whoever takes an archive away may ask for `application/zip`; a refusal comes as JSON all the same."""
        return super().perform_content_negotiation(request, force or self.action == "download")

    def _own_export(self, public_id: str) -> Export:
        export = self.get_queryset().filter(public_id=public_id_of(public_id)).first()
        if export is None:
            raise exceptions.NotFound
        return export

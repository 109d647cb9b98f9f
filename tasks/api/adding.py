"""What was added to a running job: publish it, or take it back."""

from __future__ import annotations

from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import IsRequester
from ledger.domain.transfers import InsufficientFunds
from tasks import background
from tasks.api import shapes
from tasks.api.jobs import own_job, publication_refused
from tasks.api.running import not_running
from tasks.domain import additions, jobs, splitting
from tasks.domain.pausing import NotRunning
from tasks.models import Upload
from web import api

NOT_PUBLISHED = (jobs.StillCutting, jobs.NothingToPublish, jobs.CostChanged, InsufficientFunds)


class PublishAdded(APIView):
    """What was added, as a part of the job."""

    permission_classes = [IsRequester]

    @extend_schema(
        operation_id="publish_added",
        summary="Publish what was added",
        request=shapes.Publication,
        responses=shapes.JobInFull,
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Set the cost aside and open what was added to workers. Repeated without anything new, it moves nothing."""
        job, at = own_job(request, public_id), now()
        sent = shapes.Publication(data=request.data)
        sent.is_valid(raise_exception=True)
        if not job.is_running:
            raise not_running()
        addition = additions.waiting(job=job)
        try:
            if addition is not None and additions.publish(addition=addition, at=at, **sent.validated_data):
                additions.open_some(job=job, at=at)
                background.ask_to_split(job_id=job.pk)
        except NotRunning:
            raise not_running() from None
        except additions.RestFirst:
            raise api.Refusal("rest_first", _("The job is in its pilot. Publish the rest of it first.")) from None
        except NOT_PUBLISHED as trouble:
            raise publication_refused(trouble) from None
        job.refresh_from_db()
        return Response(shapes.in_full(job, at=at))


class CancelAdded(APIView):
    """What was added, taken back."""

    permission_classes = [IsRequester]

    @extend_schema(
        operation_id="cancel_added",
        summary="Take back what was added",
        request=None,
        responses=shapes.JobInFull,
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Remove what was added to a running job and not published; it has cost nothing. Safe to repeat."""
        job = own_job(request, public_id)
        addition = additions.waiting(job=job)
        try:
            for upload in Upload.objects.filter(job=job, addition=addition, addition__isnull=False).order_by("pk"):
                splitting.cancel_upload(upload=upload)
        except jobs.NotADraft:
            raise api.Refusal("published", _("It was published at the same moment; nothing was taken back.")) from None
        return Response(shapes.in_full(job, at=now()))

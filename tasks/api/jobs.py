"""A requester's jobs: post, fill, publish, watch, close."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, viewsets
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import IsRequester, person
from ledger.domain.transfers import InsufficientFunds
from tasks.api import shapes
from tasks.api.intake import key_reused, take_in
from tasks.domain import drafts, jobs
from tasks.domain.floor_policy import BelowFloor
from tasks.kinds.base import Json
from tasks.models import Job, Refusal
from web import api
from web.domain.formatting import format_micros
from web.json_body import LongJsonBody

KEY_LENGTH = 64
KEY_HEADER = OpenApiParameter(
    "Idempotency-Key",
    location=OpenApiParameter.HEADER,
    description=f"Names what is sent, so that a repetition changes nothing; at most {KEY_LENGTH} characters.",
)


NOT_PUBLISHED = (
    jobs.PilotFirst,
    jobs.Incomplete,
    jobs.StillCutting,
    jobs.NothingToPublish,
    jobs.CostChanged,
    BelowFloor,
    InsufficientFunds,
)


def own_job(request: Request, public_id: str) -> Job:
    """The requester's own job; anybody else's is not found."""
    job = Job.objects.filter(requester=person(request), public_id=api.public_id_of(public_id)).first()
    if job is None:
        raise exceptions.NotFound
    return job


@extend_schema_view(list=extend_schema(operation_id="jobs", summary="Your jobs, newest first"))
class Jobs(mixins.ListModelMixin, viewsets.GenericViewSet[Job]):
    """A requester's own jobs."""

    permission_classes = [IsRequester]
    parser_classes = [LongJsonBody, MultiPartParser]
    serializer_class = shapes.JobInList

    def get_queryset(self) -> QuerySet[Job]:
        return Job.objects.filter(requester_id=self.request.user.pk).order_by("-pk")

    @extend_schema(
        operation_id="post_job",
        summary="Post a job",
        parameters=[KEY_HEADER],
        request={"application/json": shapes.JobToPost, "multipart/form-data": shapes.JobWithFiles},
        responses={201: shapes.JobPosted, 200: shapes.JobPosted},
    )
    def create(self, request: Request) -> Response:
        """Make a draft and take in its files or items; the background cuts them. Repeated with one key: 200."""
        sent = shapes.JobToPost(data=_fields(request))
        sent.is_valid(raise_exception=True)
        key, at = sent_key(request) or sent.validated_data.get("client_key"), now()
        job = _draft_of(request, sent, key, at)
        is_new = job.created_at == at
        try:
            taken = take_in(job=job, files=_files(request), items=sent.validated_data.get("items", []), key=key, at=at)
        except jobs.NotADraft:
            raise key_reused(job) from None
        return Response({**shapes.in_full(job, at=at), **taken.as_json}, status=201 if is_new else 200)

    @extend_schema(operation_id="job", summary="A job and where it stands", responses=shapes.JobInFull)
    def retrieve(self, request: Request, public_id: str) -> Response:
        """State, cutting, answers, cost and money, counted now."""
        return Response(shapes.in_full(own_job(request, public_id), at=now()))

    @extend_schema(
        operation_id="change_job",
        summary="Change a draft",
        request={"application/json": shapes.JobChanges},
        responses=shapes.JobInFull,
    )
    def partial_update(self, request: Request, public_id: str) -> Response:
        """Change what was sent; the rest stays. A published job stays as workers agreed to it."""
        job = own_job(request, public_id)
        sent = shapes.JobChanges(job, data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        try:
            with transaction.atomic():
                jobs.describe(job=job, **sent.words(job))
                jobs.set_terms(job=job, terms=sent.terms(job))
                if "settings" in sent.validated_data:
                    jobs.choose_settings(job=job, settings_of_kind=sent.validated_data["settings"])
                if "language" in sent.validated_data:
                    drafts.name_language(job=job, language=sent.validated_data["language"])
                _warn(job, sent.validated_data)
        except jobs.NotADraft:
            raise not_a_draft() from None
        return Response(shapes.in_full(job, at=now()))

    @extend_schema(operation_id="discard_job", summary="Throw a draft away", responses={204: None})
    def destroy(self, request: Request, public_id: str) -> Response:
        """Remove a draft and everything cut of it. A published job stays."""
        try:
            drafts.discard(job=own_job(request, public_id), at=now())
        except jobs.NotADraft:
            raise not_a_draft() from None
        except drafts.StillArriving:
            raise api.Refusal("still_arriving", _("A file is just arriving. Try again in a moment.")) from None
        return Response(status=204)

    @extend_schema(
        operation_id="add_files",
        summary="More files or items for a draft or a running job",
        parameters=[KEY_HEADER],
        request={"multipart/form-data": shapes.FilesToAdd, "application/json": shapes.ItemsToAdd},
        responses={201: shapes.FilesTaken},
    )
    def add_files(self, request: Request, public_id: str) -> Response:
        """Take in more files (as a form) or items (as JSON). A file of no use is told; the others are kept.

        Of a running job they cost nothing and reach nobody until you publish what was added.
        """
        job, files = own_job(request, public_id), _files(request)
        sent = shapes.ItemsToAdd(data=_fields(request), partial=bool(files))
        sent.is_valid(raise_exception=True)
        items = sent.validated_data.get("items", [])
        try:
            taken = take_in(job=job, files=files, items=items, key=sent_key(request), at=now(), adds=job.is_running)
        except jobs.NotADraft:
            raise closed() from None
        return Response(taken.as_json, status=201)

    @extend_schema(
        operation_id="publish", summary="Publish a draft", request=shapes.Publication, responses=shapes.JobInFull
    )
    def publish(self, request: Request, public_id: str) -> Response:
        """Set the greatest cost aside and open the job to workers. Repeated, it moves nothing."""
        job, at = own_job(request, public_id), now()
        sent = shapes.Publication(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            jobs.publish(job=job, at=at, **sent.validated_data)
        except NOT_PUBLISHED as trouble:
            raise publication_refused(trouble) from None
        return Response(shapes.in_full(job, at=at))

    @extend_schema(operation_id="close", summary="Close a job", request=None, responses=shapes.JobInFull)
    def close(self, request: Request, public_id: str) -> Response:
        """Take no more answers and get back what nobody can earn any more. Work in hand may be finished and is paid."""
        job, at = own_job(request, public_id), now()
        if job.is_draft:
            raise api.Refusal("not_published", _("This job is a draft: nobody works on it."))
        jobs.close(job=job, at=at)
        return Response(shapes.in_full(job, at=at))


@extend_schema_view(list=extend_schema(operation_id="refusals", summary="What could not be used, and why"))
class Refusals(mixins.ListModelMixin, viewsets.GenericViewSet[Refusal]):
    """What of a job's uploads could not be used."""

    permission_classes = [IsRequester]
    serializer_class = shapes.RefusalShown

    def get_queryset(self) -> QuerySet[Refusal]:
        if getattr(self, "swagger_fake_view", False):
            return Refusal.objects.none()
        job = own_job(self.request, self.kwargs["public_id"])
        return Refusal.objects.filter(upload__job=job).exclude(upload__state="cancelled").order_by("pk")


def publication_refused(trouble: Exception) -> api.Refusal:
    """Why a draft was not published; nothing was set aside."""
    match trouble:
        case jobs.Incomplete():
            fields = {name: [_("Fill this in first.")] for name in trouble.fields}
            return api.Refusal("incomplete", _("Something is missing: see “fields”."), fields=fields)
        case jobs.PilotFirst():
            return api.Refusal(
                "pilot_first", _("On this site a job of this size begins with a pilot. Start one first.")
            )
        case jobs.StillCutting():
            return api.Refusal("still_cutting", _("What you sent is still being cut. Publish when that is done."))
        case jobs.CostChanged():
            sentence = _("It costs %(amount)s now. Look again, and publish.") % {
                "amount": format_micros(trouble.total_micros)
            }
            return api.Refusal("cost_changed", sentence, facts={"total_micros": trouble.total_micros})
        case BelowFloor():
            sentence = _(
                "This site publishes nothing below the wage floor. At the seconds you expect, an answer must pay at "
                "least %(price)s."
            ) % {"price": format_micros(trouble.price_micros)}
            return api.Refusal("below_floor", sentence, facts={"price_micros": trouble.price_micros})
        case InsufficientFunds():
            sentence = _("Your account lacks %(amount)s.") % {"amount": format_micros(trouble.missing_micros)}
            return api.Refusal("insufficient_funds", sentence, facts={"missing_micros": trouble.missing_micros})
    return api.Refusal("nothing_to_publish", _("There is nothing to work on yet. Send files or items first."))


def _draft_of(request: Request, sent: shapes.JobToPost, key: str | None, at: datetime) -> Job:
    """The new draft, or the one that the same key made before. Raises Refusal when that one reads otherwise."""
    asked: Json = sent.validated_data
    with transaction.atomic():
        job = jobs.create_draft(
            requester=person(request),
            kind=asked["kind"],
            settings_of_kind=asked["settings"],
            at=at,
            client_key=key,
        )
        if job.created_at == at:
            jobs.describe(job=job, **sent.words(job))
            jobs.set_terms(job=job, terms=sent.terms(job))
            drafts.name_language(job=job, language=asked.get("language", ""))
            _warn(job, asked)
    # Of a job that is priced by the hour the time may have been measured since.
    compared = {"kind", "settings", *shapes.WORDS, *shapes.TERMS} & asked.keys()
    compared -= {"expected_seconds"} if asked.get("hour_price_micros") else set()
    if any(getattr(job, name) != asked[name] for name in compared):
        raise key_reused(job)
    return job


def _warn(job: Job, sent: Json) -> None:
    """Say what people may not want to see, where that was sent."""
    if "content_warnings" in sent:
        drafts.warn(job=job, warnings=sent["content_warnings"], words=sent.get("content_warning_words", ""))


def sent_key(request: Request) -> str | None:
    """The key that names this request. Raises ValidationError."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not 0 < len(key) <= KEY_LENGTH:
        raise exceptions.ValidationError({"Idempotency-Key": [_("Send a key of at most 64 characters.")]})
    return key


def _files(request: Request) -> list[Any]:
    return list(request.FILES.getlist("files"))


def _fields(request: Request) -> Any:
    """What was sent beside the files, with single values, whichever form it came in."""
    sent = request.data
    return sent.dict() if hasattr(sent, "dict") else sent


def closed() -> api.Refusal:
    return api.Refusal("closed", _("This job is closed: it takes nothing more. Post another one."))


def not_a_draft() -> api.Refusal:
    return api.Refusal(
        "not_a_draft",
        _("This job is published: what workers agreed to stays as it is. Close it, or post another one."),
    )

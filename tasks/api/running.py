"""What a requester may still do to a published job: pause it, go on, raise its price."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import IsRequester
from ledger.domain.transfers import InsufficientFunds
from tasks import background
from tasks.api import shapes
from tasks.api.fields import PriceField
from tasks.api.jobs import KEY_HEADER, own_job, sent_key
from tasks.api.prices import MICROS
from tasks.domain import duplicating, pausing, raising
from tasks.models.job import MOST_PRICE_MICROS
from web import api
from web.api import REFUSAL_REFERENCE
from web.domain.formatting import format_micros


class PriceToAskAbout(serializers.Serializer[Any]):
    """A higher price, as text or in micros."""

    price = PriceField(required=False, help_text="What an approved answer shall pay. Or send `price_micros`.")
    price_micros = serializers.IntegerField(
        min_value=1, max_value=MOST_PRICE_MICROS, required=False, help_text=f"In place of `price`. {MICROS}"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("price" in attrs) == ("price_micros" in attrs):
            raise serializers.ValidationError({"price": [_("Send “price” or “price_micros”, one of them.")]})
        attrs["price_micros"] = attrs.get("price_micros", attrs.pop("price", None))
        return attrs


class PriceToRaise(PriceToAskAbout):
    """A higher price, and what the requester agrees to set aside for it."""

    agreed_micros = serializers.IntegerField(
        min_value=0, required=False, help_text="The most that may be set aside. If it takes more now, nothing changes."
    )


class RaiseShown(serializers.Serializer[raising.Raise]):
    """What a higher price sets aside, for the answers that aren't submitted yet."""

    before_micros = serializers.IntegerField()
    price_micros = serializers.IntegerField()
    answer_count = serializers.IntegerField()
    pay_micros = serializers.IntegerField()
    fee_micros = serializers.IntegerField()
    freed_micros = serializers.IntegerField(help_text="Not needed any more for the guaranteed floor: it helps to pay.")
    total_micros = serializers.IntegerField()


class Price(APIView):
    """The price of a running job."""

    permission_classes = [IsRequester]

    @extend_schema(
        operation_id="raise_cost",
        summary="What a higher price would set aside",
        parameters=[PriceToAskAbout],
        responses={
            200: RaiseShown,
            409: OpenApiResponse(REFUSAL_REFERENCE, description="Not running, or not higher; `code` says which."),
        },
    )
    def get(self, request: Request, public_id: str) -> Response:
        """Ask without changing anything."""
        job = own_job(request, public_id)
        sent = PriceToAskAbout(data=request.query_params)
        sent.is_valid(raise_exception=True)
        try:
            return Response(RaiseShown(raising.quote(job=job, at=now(), **sent.validated_data)).data)
        except (pausing.NotRunning, raising.NotRaised) as trouble:
            raise _not_raised(trouble) from None

    @extend_schema(
        operation_id="raise_price", summary="Raise the price", request=PriceToRaise, responses=shapes.JobInFull
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Pay more for every answer that isn’t submitted yet, those in hand too. Repeated, it moves nothing."""
        job, at = own_job(request, public_id), now()
        sent = PriceToRaise(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            raising.raise_price(job=job, at=at, **sent.validated_data)
        except (pausing.NotRunning, raising.NotRaised, raising.RaiseCostsMore, InsufficientFunds) as trouble:
            raise _not_raised(trouble) from None
        return Response(shapes.in_full(job, at=at))


class Pause(APIView):
    """Handing out, stopped for a while."""

    permission_classes = [IsRequester]

    @extend_schema(operation_id="pause", summary="Pause a job", request=None, responses=shapes.JobInFull)
    def post(self, request: Request, public_id: str) -> Response:
        """Hand out nothing more for a while. Work in hand may be finished and is paid. Repeated, it changes nothing."""
        job, at = own_job(request, public_id), now()
        try:
            pausing.pause(job=job, at=at)
        except pausing.NotRunning:
            raise not_running() from None
        return Response(shapes.in_full(job, at=at))


class Resume(APIView):
    """Handing out again."""

    permission_classes = [IsRequester]

    @extend_schema(operation_id="resume", summary="Go on with a paused job", request=None, responses=shapes.JobInFull)
    def post(self, request: Request, public_id: str) -> Response:
        """Hand out a paused job again. Repeated, it changes nothing."""
        job, at = own_job(request, public_id), now()
        try:
            pausing.resume(job=job, at=at)
        except pausing.NotRunning:
            raise not_running() from None
        return Response(shapes.in_full(job, at=at))


def not_running() -> api.Refusal:
    return api.Refusal("not_running", _("This job is a draft or closed: nobody works on it."))


def _not_raised(trouble: Exception) -> api.Refusal:
    match trouble:
        case pausing.NotRunning():
            return not_running()
        case raising.RaiseCostsMore():
            sentence = _("It takes %(amount)s now. Look again, and raise the price.") % {
                "amount": format_micros(trouble.total_micros)
            }
            return api.Refusal("cost_changed", sentence, facts={"total_micros": trouble.total_micros})
        case InsufficientFunds():
            sentence = _("Your account lacks %(amount)s.") % {"amount": format_micros(trouble.missing_micros)}
            return api.Refusal("insufficient_funds", sentence, facts={"missing_micros": trouble.missing_micros})
    return api.Refusal("not_raised", _("Workers saw the present price: a new one must be higher."))


class CopyWanted(serializers.Serializer[Any]):
    """What a copy of a job takes along."""

    with_files = serializers.BooleanField(default=False, help_text="Its files too, which are cut again.")
    client_key = serializers.CharField(
        max_length=64, required=False, help_text="Repeated with it, one copy is made. Or send `Idempotency-Key`."
    )


class Duplicate(APIView):
    """A copy of a job."""

    permission_classes = [IsRequester]

    @extend_schema(
        operation_id="duplicate",
        summary="Begin a draft like a job",
        parameters=[KEY_HEADER],
        request=CopyWanted,
        responses={201: shapes.JobInFull, 200: shapes.JobInFull},
    )
    def post(self, request: Request, public_id: str) -> Response:
        """A draft with the words, examples, settings and terms of a job, without its answers. Repeated: 200."""
        job, at = own_job(request, public_id), now()
        sent = CopyWanted(data=request.data)
        sent.is_valid(raise_exception=True)
        key = sent_key(request) or sent.validated_data.get("client_key") or uuid.uuid4().hex
        draft = duplicating.duplicate(job=job, at=at, client_key=key, with_files=sent.validated_data["with_files"])
        if draft.is_draft and sent.validated_data["with_files"]:
            background.ask_to_split(job_id=draft.pk)
        return Response(shapes.in_full(draft, at=at), status=201 if draft.created_at == at else 200)

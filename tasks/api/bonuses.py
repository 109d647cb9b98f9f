"""Bonuses of a requester's own job."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import IsRequester
from ledger.domain.transfers import InsufficientFunds
from tasks.api.fields import PriceField
from tasks.api.jobs import KEY_HEADER, own_job, sent_key
from tasks.api.prices import MICROS
from tasks.domain import bonuses
from tasks.domain.pseudonyms import worker_code
from tasks.models import Assignment, Bonus, Job
from web.api import Refusal
from web.domain.formatting import format_micros
from web.moments import RowSerializer

MOST_MICROS = 10**15


class BonusShown(RowSerializer[Bonus]):
    """One bonus. It came from your money and reached the worker whole."""

    id = serializers.CharField(source="public_id")
    worker = serializers.SerializerMethodField(help_text="A name of this worker in all of your jobs, and nowhere else.")
    answer = serializers.CharField(
        source="assignment.public_id", allow_null=True, default=None, help_text="The answer that it is for, if any."
    )

    class Meta:
        model = Bonus
        fields = ["id", "worker", "answer", "amount_micros", "words", "given_at"]

    def get_worker(self, bonus: Bonus) -> str:
        return worker_code(requester_id=bonus.job.requester_id, worker_id=bonus.worker_id)


class BonusToGive(serializers.Serializer[Any]):
    """Who gets a bonus and how much: workers by their codes, or the workers of some answers."""

    amount = PriceField(required=False, help_text="What each gets. Or send `amount_micros`.")
    amount_micros = serializers.IntegerField(
        min_value=1, max_value=MOST_MICROS, required=False, help_text=f"In place of `amount`. {MICROS}"
    )
    workers = serializers.ListField(
        child=serializers.CharField(max_length=16), required=False, max_length=bonuses.MOST_AT_ONCE
    )
    answers = serializers.ListField(
        child=serializers.CharField(max_length=16), required=False, max_length=bonuses.MOST_AT_ONCE
    )
    per_answer = serializers.BooleanField(
        default=False, help_text="With `workers`: once for each of their approved answers."
    )
    words = serializers.CharField(max_length=bonuses.MOST_WORDS, help_text="What it is for; the worker reads it.")
    client_key = serializers.CharField(
        max_length=64, required=False, help_text="Repeated with it, it is given once. Or send `Idempotency-Key`."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("amount" in attrs) == ("amount_micros" in attrs):
            raise serializers.ValidationError({"amount": [_("Send “amount” or “amount_micros”, one of them.")]})
        if bool(attrs.get("workers")) == bool(attrs.get("answers")):
            raise serializers.ValidationError({"workers": [_("Send “workers” or “answers”, one of them.")]})
        attrs["amount_micros"] = attrs.get("amount_micros", attrs.pop("amount", None))
        if not attrs["amount_micros"]:
            raise serializers.ValidationError({"amount": [_("A bonus is more than nothing.")]})
        return attrs


class BonusesGiven(serializers.Serializer[Any]):
    """What was given."""

    bonuses = BonusShown(many=True)
    total_micros = serializers.IntegerField()


@extend_schema_view(list=extend_schema(operation_id="bonuses", summary="The bonuses of a job, newest first"))
class Bonuses(mixins.ListModelMixin, viewsets.GenericViewSet[Bonus]):
    """Bonuses of a requester's own job."""

    permission_classes = [IsRequester]
    serializer_class = BonusShown

    def get_queryset(self) -> QuerySet[Bonus]:
        if getattr(self, "swagger_fake_view", False):
            return Bonus.objects.none()
        return bonuses.of_job(job=own_job(self.request, self.kwargs["public_id"])).select_related("job")

    @extend_schema(
        operation_id="give_bonus",
        summary="Give a bonus",
        parameters=[KEY_HEADER],
        request=BonusToGive,
        responses={201: BonusesGiven, 200: BonusesGiven},
    )
    def give(self, request: Request, public_id: str) -> Response:
        """Pay workers beyond the price, from your own money; no fee is taken. All or none. Repeated: 200."""
        job, at = own_job(request, public_id), now()
        sent = BonusToGive(data=request.data)
        sent.is_valid(raise_exception=True)
        key = sent_key(request) or sent.validated_data.get("client_key") or uuid.uuid4().hex
        try:
            given = bonuses.give(
                job=job, gifts=_gifts(job, sent.validated_data), words=sent.validated_data["words"],
                client_key=key, at=at,
            )  # fmt: skip
        except REFUSED as trouble:
            raise _refusal(trouble) from None
        body = {"bonuses": given, "total_micros": sum(each.amount_micros for each in given)}
        is_new = all(each.given_at == at for each in given)
        return Response(BonusesGiven(body).data, status=201 if is_new else 200)


REFUSED = (
    bonuses.Wordless, bonuses.TooManyAtOnce, bonuses.TooMuch, bonuses.NotTheirAnswers, bonuses.KeyReused,
    InsufficientFunds,
)  # fmt: skip


def _gifts(job: Job, sent: dict[str, Any]) -> list[bonuses.Gift]:
    """Raises NotTheirAnswers and ValidationError."""
    micros = sent["amount_micros"]
    if answers := sent.get("answers"):
        named = {public_id.lower() for public_id in answers}
        found = Assignment.objects.filter(job=job, public_id__in=named, submitted_at__isnull=False)
        rows = list(found.order_by("pk").values_list("worker_id", "pk"))
        if len(rows) != len(named):
            raise bonuses.NotTheirAnswers
        return [bonuses.Gift(worker_id or 0, micros, pk) for worker_id, pk in rows]
    people = {one.code: one for one in bonuses.workers_of(job=job)}
    if not set(sent["workers"]) <= people.keys():
        raise bonuses.NotTheirAnswers
    chosen = [people[code] for code in dict.fromkeys(sent["workers"])]
    gifts = bonuses.gifts_for(chosen=chosen, amount_micros=micros, per_answer=sent["per_answer"])
    if not gifts:
        raise exceptions.ValidationError({"per_answer": [_("None of these has an approved answer yet.")]})
    return gifts


def _refusal(trouble: Exception) -> Exception:
    match trouble:
        case InsufficientFunds():
            sentence = _("Your account lacks %(amount)s.") % {"amount": format_micros(trouble.missing_micros)}
            return Refusal("insufficient_funds", sentence, facts={"missing_micros": trouble.missing_micros})
        case bonuses.TooMuch():
            most = settings.BONUS_MOST_MICROS
            sentence = _("On this site one worker gets at most %(most)s at once.") % {"most": format_micros(most)}
            return Refusal("too_much", sentence, facts={"most_micros": most})
        case bonuses.KeyReused():
            return Refusal("key_reused", _("This key named another bonus before. Nothing moved."))
        case bonuses.Wordless():
            return exceptions.ValidationError({"words": [_("Say what it is for.")]})
        case bonuses.TooManyAtOnce():
            return Refusal("too_many", _("Choose fewer workers at once. Nothing moved."))
    return Refusal("not_their_answers", _("One of these gave no answer to this job. Nothing moved."))

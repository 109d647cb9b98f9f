"""What a draft should pay: for programs."""

from __future__ import annotations

from django.conf import settings
from django.utils.timezone import now
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import IsRequester
from tasks.api.jobs import own_job
from tasks.domain import drafts, price_help, pricing
from tasks.domain.floor_policy import floor_hourly_micros
from tasks.domain.measured_time import Measured
from tasks.models import Job


class MeasuredShown(serializers.Serializer[Measured]):
    """What finished answers took and paid."""

    measured_on = serializers.ChoiceField(source="source", choices=Job.ExpectedFrom.choices)
    job_count = serializers.IntegerField()
    answer_count = serializers.IntegerField(source="wages.answer_count")
    worker_count = serializers.IntegerField(source="wages.worker_count")
    median_seconds = serializers.FloatField(source="wages.median_seconds")
    low_seconds = serializers.FloatField(
        source="wages.interval.low", allow_null=True, help_text="The true median lies above, with 95% confidence."
    )
    high_seconds = serializers.FloatField(source="wages.interval.high", allow_null=True, help_text="And below this.")
    hourly_micros = serializers.IntegerField(allow_null=True, help_text="What an hour of it paid.")


class OfferShown(serializers.Serializer[price_help.Offer]):
    """One price, and what it comes to."""

    aim = serializers.ChoiceField(choices=[aim.value for aim in price_help.Aim])
    price_micros = serializers.IntegerField()
    hourly_micros = serializers.IntegerField(help_text="What an hour pays at `seconds` an answer.")
    total_micros = serializers.IntegerField(source="cost.total_micros", help_text="The greatest the job can cost.")


class PriceHelpShown(serializers.Serializer[price_help.PriceHelp]):
    """The time that prices are reckoned with, whence it is known, and the prices."""

    seconds = serializers.IntegerField(help_text="Measured, rounded up; else as you expect.")
    measured = MeasuredShown(allow_null=True, help_text="Null below 11 answers of 3 workers.")
    floor_hourly_micros = serializers.IntegerField(help_text="0 when no floor is known.")
    living_hourly_micros = serializers.IntegerField(
        source="living_wage.hourly_micros", allow_null=True, default=None, help_text="Null when none is known."
    )
    living_source = serializers.CharField(source="living_wage.source", allow_null=True, default=None)
    offers = OfferShown(many=True)


class Prices(APIView):
    """Prices for a job."""

    permission_classes = [IsRequester]

    @extend_schema(operation_id="price_help", summary="What a job should pay", responses=PriceHelpShown)
    def get(self, request: Request, public_id: str) -> Response:
        """The time measured in your pilot or on like jobs, and the prices that meet the floor and a living wage."""
        job, at = own_job(request, public_id), now()
        measured = price_help.measured_for(job=job)
        estimate = (
            drafts.estimate(job=job, at=at)
            if job.is_draft
            else pricing.Estimate(
                pricing.cost_of(job=job, fee_permille=settings.FEE_PERMILLE),
                job.expected_seconds,
                floor_hourly_micros(at=at),
            )
        )
        return Response(PriceHelpShown(price_help.help_with(estimate=estimate, measured=measured)).data)

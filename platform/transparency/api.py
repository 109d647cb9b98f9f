"""A job's real pay for programs: its requester's and its workers' read the same."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from transparency.domain.appealing import Share
from transparency.domain.job_pay import JobPay
from web.moments import MomentField


class ShareShown(serializers.Serializer[Share]):
    """A share with its 95 % interval (Wilson)."""

    value = serializers.FloatField(help_text="0 to 1.")
    low = serializers.FloatField()
    high = serializers.FloatField()
    n = serializers.IntegerField(source="whole")


class MeasuredPay(serializers.Serializer[JobPay]):
    """What was measured on eleven people or more; each name's metric stands in its help."""

    hourly_micros = serializers.IntegerField(source="measure.hourly_micros", help_text="M13b, a ratio of sums.")
    hourly_p10_micros = serializers.IntegerField(source="measure.hourly_p10_micros", allow_null=True)
    hourly_median_micros = serializers.IntegerField(
        source="measure.hourly_median_micros", allow_null=True, help_text="Half of the workers made no more an hour."
    )
    hourly_p90_micros = serializers.IntegerField(source="measure.hourly_p90_micros", allow_null=True)
    hourly_median_low_micros = serializers.IntegerField(
        source="median_interval.low", allow_null=True, default=None, help_text="Lower end of its 95 % interval."
    )
    hourly_median_high_micros = serializers.IntegerField(source="median_interval.high", allow_null=True, default=None)
    worker_count = serializers.IntegerField(source="measure.worker_count")
    answer_count = serializers.IntegerField(source="measure.answer_count")
    unpaid_minutes_per_paid_hour = serializers.FloatField(
        source="measure.unpaid_minutes", allow_null=True, help_text="M21."
    )
    p10_seconds = serializers.FloatField(source="measure.p10_seconds", allow_null=True, help_text="M10.")
    median_seconds = serializers.FloatField(source="measure.median_seconds", allow_null=True)
    p90_seconds = serializers.FloatField(source="measure.p90_seconds", allow_null=True)
    estimate_ratio = serializers.FloatField(
        source="measure.estimate_ratio", allow_null=True, help_text="M36: measured over announced time."
    )
    pay_hours_p50 = serializers.FloatField(source="measure.pay_hours_p50", allow_null=True, help_text="M25.")
    pay_hours_p95 = serializers.FloatField(source="measure.pay_hours_p95", allow_null=True)
    at_floor = ShareShown(allow_null=True, help_text="Workers at the floor or above (M19).")
    rejected = ShareShown(allow_null=True, help_text="Of decided answers (M27).")
    measured_at = MomentField(source="measure.measured_at")


class RealPay(serializers.Serializer[JobPay]):
    """What a job really pays. `measured` is null until eleven people are behind it."""

    announced_seconds = serializers.IntegerField()
    price_micros = serializers.IntegerField()
    measured = serializers.SerializerMethodField()

    @extend_schema_field(MeasuredPay(allow_null=True))
    def get_measured(self, pay: JobPay) -> dict[str, Any] | None:
        return dict(MeasuredPay(pay).data) if pay.is_told else None

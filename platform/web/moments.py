"""Moments as programs read them: always UTC, whatever clock the platform goes by."""

from __future__ import annotations

from datetime import UTC
from typing import Any, TypeVar

from django.db import models
from rest_framework import serializers

Row = TypeVar("Row", bound=models.Model)


class MomentField(serializers.DateTimeField):
    """A moment in UTC, ending in Z."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"default_timezone": UTC, **options})


class RowSerializer(serializers.ModelSerializer[Row]):
    """A row whose moments are in UTC."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.DateTimeField: MomentField,
    }

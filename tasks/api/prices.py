"""What an answer pays, as a program says it: by the piece or by the hour."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from tasks.api.fields import PriceField
from tasks.kinds.base import Json
from tasks.models.job import MOST_HOUR_PRICE_MICROS, MOST_PRICE_MICROS

MICROS = "Whole micros: 1 000 000 are 1 euro."
PRICES = ("price", "price_micros", "hour_price", "hour_price_micros")


class PriceSent(serializers.Serializer[Any]):
    """A price, sent in one of four ways. `price_of` reads it."""

    price = PriceField(required=False, help_text="What an approved answer pays. Or send `price_micros`.")
    price_micros = serializers.IntegerField(
        min_value=1, max_value=MOST_PRICE_MICROS, required=False, help_text=f"In place of `price`. {MICROS}"
    )
    hour_price = PriceField(
        required=False,
        help_text="What an hour shall pay, in place of `price`: until you publish, the price follows from it and the "
        "measured time of like jobs, else `expected_seconds`. Or send `hour_price_micros`.",
    )
    hour_price_micros = serializers.IntegerField(
        min_value=1, max_value=MOST_HOUR_PRICE_MICROS, required=False, help_text=f"In place of `hour_price`. {MICROS}"
    )


def price_of(attrs: Json, *, is_needed: bool) -> Json:
    """The price that was sent, by the piece or by the hour, as `price_micros` and `hour_price_micros`; {} for none.

    Takes the four ways to send it out of `attrs`. Raises ValidationError for more than one of them.
    """
    sent = {name: attrs.pop(name) for name in PRICES if name in attrs}
    if {"price", "price_micros"} <= sent.keys():
        raise serializers.ValidationError({"price": [_("Send “price” or “price_micros”, not both.")]})
    if len(sent) > 1:
        raise serializers.ValidationError({"hour_price": [_("Send a price by the piece or by the hour, one of them.")]})
    if not sent:
        if is_needed:
            raise serializers.ValidationError({"price": [_("Send “price” or “price_micros”.")]})
        return {}
    name, micros = sent.popitem()
    if name.startswith("hour"):
        if not 1 <= micros <= MOST_HOUR_PRICE_MICROS:
            raise serializers.ValidationError({"hour_price": [_("Send a price of an hour from 0.000001 to 1000.")]})
        return {"hour_price_micros": micros}
    if not 1 <= micros <= MOST_PRICE_MICROS:
        raise serializers.ValidationError({"price": [_("Send a price from 0.000001 to 100.")]})
    return {"price_micros": micros, "hour_price_micros": None}

"""`{% load labour %}{% metric "M13b" %}`: a figure's definition, one click away."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from transparency.domain import catalogue

register = template.Library()


@register.simple_tag
def metric(id: str, words: str = "") -> SafeString:
    """The name of a metric, or `words`, linked to its definition, formula and version on the methods page.

    Raises KeyError for a metric that the catalogue doesn't know.
    """
    known = catalogue.metric(id)
    return format_html('<a href="{}#{}">{}</a>', reverse("transparency:methods"), id, words or known.name)

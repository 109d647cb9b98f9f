"""`{% load charts %}{% chart drawing %}`: shows a drawing of `web.domain.charts`."""

from __future__ import annotations

import secrets
from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("web/charts/_figure.html")
def chart(drawing: Any) -> dict[str, Any]:
    """A chart with its caption, its sources and its table; nothing where there is no drawing.

    The page's head needs no more than the site's own sheet.
    """
    return {"drawing": drawing, "mark": f"chart-{secrets.token_hex(4)}"}

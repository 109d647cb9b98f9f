"""What every page of a worker says when the yearly limit comes near: `{% yearly_limit %}`."""

from typing import Any

from django import template
from django.utils.timezone import now

from ledger.domain import earned

register = template.Library()


@register.inclusion_tag("workers/_yearly_limit.html", takes_context=True)
def yearly_limit(context: dict[str, Any]) -> dict[str, Any]:
    """A notice from four fifths of the limit on; nothing before, and nothing where there is no limit."""
    return {"standing": earned.standing(worker_id=context["request"].user.pk, at=now())}

"""What My work says of the questionnaire: `{% questionnaire_invitation %}`."""

from typing import Any

from django import template
from django.utils.timezone import now

from transparency.domain.demographics import paying, sittings

register = template.Library()


@register.inclusion_tag("workers/_questionnaire_invitation.html", takes_context=True)
def questionnaire_invitation(context: dict[str, Any]) -> dict[str, Any]:
    """An invitation that can be closed, or the question whether all is still true; else nothing."""
    at = now()
    said = sittings.invitation(worker_number=context["request"].user.pk, at=at)
    return {
        "invitation": said.value,
        "hourly_micros": paying.hourly_micros(at=at) if said in ("begin", "go_on") else None,
        "csrf_token": context.get("csrf_token"),
    }

"""What stands on an auditor's pages until somebody has looked: alarms of the books, and how many alerts wait."""

from typing import Any

from django import template

from ledger.domain import checks
from transparency.domain.auditing import alerts

register = template.Library()


@register.inclusion_tag("transparency/_alarm.html")
def books_alarm() -> dict[str, Any]:
    """`{% books_alarm %}`: nothing, as long as there is nothing to look at."""
    return {"checks": list(checks.alarms()[:3])}


@register.inclusion_tag("transparency/_alerts_waiting.html")
def alerts_waiting() -> dict[str, Any]:
    """`{% alerts_waiting %}`: how many alerts nobody has looked at."""
    return {"waiting": alerts.unseen_count()}

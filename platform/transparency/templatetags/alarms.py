"""The alarm that stands on an auditor's pages until somebody has looked at what a check of the books found."""

from typing import Any

from django import template

from ledger.domain import checks

register = template.Library()


@register.inclusion_tag("transparency/_alarm.html")
def books_alarm() -> dict[str, Any]:
    """`{% books_alarm %}`: nothing, as long as there is nothing to look at."""
    return {"checks": list(checks.alarms()[:3])}

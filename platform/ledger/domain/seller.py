"""Who this platform is on paper, as its operator says in the settings."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _


def seller_facts() -> dict[str, str]:
    """Name, address with a line each, and numbers; empty where the operator didn't say."""
    return {
        "name": settings.SELLER_NAME,
        "address": "\n".join(part.strip() for part in settings.SELLER_ADDRESS.split(";")),
        "company_number": settings.SELLER_NUMBER,
        "vat_number": settings.SELLER_VAT_NUMBER,
    }


def seller() -> str:
    """The platform in lines, for the head of a paper."""
    return in_lines(seller_facts())


def in_lines(facts: Mapping[str, str]) -> str:
    """Somebody on an invoice, in lines; what isn't known is left out."""
    lines = [facts["name"], facts["address"], facts.get("country", "")]
    if facts["company_number"]:
        lines.append(_("Company number %(number)s") % {"number": facts["company_number"]})
    if facts["vat_number"]:
        lines.append(_("VAT number %(number)s") % {"number": facts["vat_number"]})
    return "\n".join(line for line in lines if line)

"""Who this platform is on paper, as its operator says in the settings."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _


def seller() -> str:
    """Name, address and numbers, a line each; what the operator didn't say is left out."""
    lines = [settings.SELLER_NAME, *(part.strip() for part in settings.SELLER_ADDRESS.split(";"))]
    if settings.SELLER_NUMBER:
        lines.append(_("Company number %(number)s") % {"number": settings.SELLER_NUMBER})
    if settings.SELLER_VAT_NUMBER:
        lines.append(_("VAT number %(number)s") % {"number": settings.SELLER_VAT_NUMBER})
    return "\n".join(line for line in lines if line)

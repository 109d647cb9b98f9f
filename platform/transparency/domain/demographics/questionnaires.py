"""Which words were put to people: each version, in each language that somebody answered in, is kept once."""

from __future__ import annotations

from django.utils.translation import get_language

from transparency.domain.demographics.questions import VERSION, content, digest
from transparency.models.demographics import Questionnaire


def remember() -> None:
    """Keep the questionnaire as the reader sees it, unless it is there already."""
    asked, locale = content(), (get_language() or "en")[:8]
    Questionnaire.objects.get_or_create(
        version=VERSION, locale=locale, sha256=digest(asked), defaults={"content": asked}
    )

"""What every page knows. Callables, so that a small part of a page pays for nothing it does not show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

# Role attribute of the person, address name, words.
DOORS = (
    ("is_worker", "work:find", gettext_lazy("Find work")),
    ("is_worker", "work:mine", gettext_lazy("My work")),
    ("is_requester", "jobs:list", gettext_lazy("Jobs")),
    ("is_requester", "jobs:new", gettext_lazy("New job")),
    ("is_auditor", "audit:jobs", gettext_lazy("Audit")),
)


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the page's head."""

    href: str
    words: str
    current: bool


def navigation(request: HttpRequest) -> list[Link]:
    """The links of this person's roles. The longest address above this page is the current one."""
    person = getattr(request, "user", None)
    open_doors = [(reverse(name), words) for role, name, words in DOORS if getattr(person, role, False)]
    above = [href for href, _ in open_doors if request.path.startswith(href)]
    current = max(above, key=len, default="")
    return [Link(href=href, words=str(words), current=href == current) for href, words in open_doors]


def languages() -> list[tuple[str, str, bool]]:
    """Code, own name and “is it in use” of each language."""
    own_names = {"en": "English", "fr": "Français"}
    now = (get_language() or settings.LANGUAGE_CODE)[:2]
    return [(code, own_names.get(code, str(name)), code == now) for code, name in settings.LANGUAGES]


def site(request: HttpRequest) -> dict[str, Any]:
    """Currency, navigation and languages for every template."""
    return {
        "currency": settings.CURRENCY,
        "navigation": partial(navigation, request),
        "languages": languages,
        "is_htmx": getattr(request, "htmx", False),
    }

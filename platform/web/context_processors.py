"""What every page knows. Callables, so that a small part of a page pays for nothing it does not show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy


@dataclass(frozen=True, slots=True)
class Door:
    """A link of the page's head for people with a role.

    It stands for its own address and those that `more` names, with all below them, and for single `pages` elsewhere.
    """

    role: str
    name: str
    words: str | Promise
    more: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()

    @property
    def addresses(self) -> list[str]:
        """The addresses above the pages that it stands for."""
        return [reverse(name) for name in (self.name, *self.more)]


DOORS = (
    Door("is_worker", "work:find", gettext_lazy("Find work")),
    Door(
        *("is_worker", "work:mine", gettext_lazy("My work")),
        more=(
            *("work:time", "work:own-log", "work:data"),
            *("work:statements", "work:tax", "work:payouts", "work:suspension", "work:questionnaire"),
        ),
        pages=("work:appeal",),
    ),
    Door("is_requester", "jobs:list", gettext_lazy("Jobs")),
    Door("is_requester", "jobs:new", gettext_lazy("New job")),
    Door("is_auditor", "audit:jobs", gettext_lazy("Audit")),
)


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the page's head. Beside the auditor's stands how much waits for them."""

    href: str
    words: str
    current: bool
    is_audit: bool


def navigation(request: HttpRequest) -> list[Link]:
    """The links of this person's roles. The one with the longest address above this page is the current one."""
    person = getattr(request, "user", None)
    doors = [door for door in DOORS if getattr(person, door.role, False)]
    above = {href: door for door in doors for href in door.addresses if request.path.startswith(href)}
    page = request.resolver_match.view_name if request.resolver_match else ""
    single = [door for door in doors if page in door.pages]
    current = single[0] if single else above[max(above, key=len)] if above else None
    return [
        Link(reverse(door.name), str(door.words), current=door is current, is_audit=door.role == "is_auditor")
        for door in doors
    ]


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

"""Languages that a requester can name, for spelling aids, fonts and reading direction on the desk."""

from __future__ import annotations

from django.conf.locale import LANG_INFO
from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext_lazy

# Not among Django's interface languages, and frequent in archives and in the field.
_MORE = {
    "la": gettext_lazy("Latin"),
    "grc": gettext_lazy("Ancient Greek"),
    "mg": gettext_lazy("Malagasy"),
    "wo": gettext_lazy("Wolof"),
    "oc": gettext_lazy("Occitan"),
}
LANGUAGE_CODES = sorted({*_MORE, *(code for code, language in LANG_INFO.items() if "name" in language)})


def language_choices() -> list[tuple[str, str | Promise]]:
    """Language tags and names in the reader's language, by name; first the choice to say nothing."""
    names = {code: str(name) for code, name in _MORE.items()}
    for code, language in LANG_INFO.items():
        if "name" in language:
            names[code] = get_language_info(code)["name_translated"]
    return [("", gettext_lazy("Not said")), *sorted(names.items(), key=lambda choice: choice[1].casefold())]


def language_name(code: str) -> str:
    """A language in the reader's language; empty for none."""
    if code in _MORE:
        return str(_MORE[code])
    return str(get_language_info(code)["name_translated"]) if code in LANG_INFO else code

"""What a question of the questionnaire is, and the choices that are too many to write down one by one."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from django.conf.locale import LANG_INFO
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

# Each question offers it, and it is kept like any other answer.
PNS = "PNS"
SELF_DESCRIBE = "self_describe"
MOST_OWN_WORDS = 40
# ISO 3166-1, with the names of the Unicode CLDR 47 in both languages (Unicode License V3, see the file beside).
COUNTRIES: dict[str, dict[str, str]] = json.loads(
    Path(__file__).with_name("countries.json").read_text(encoding="utf-8")
)
# BCP 47; "mis" stands for a language that isn't listed.
LANGUAGES = (
    "ar", "bg", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "ga", "hi", "hr", "hu", "id", "it",
    "ja", "ko", "lt", "lv", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "sw", "ta", "tr", "uk", "ur", "vi",
    "zh-hans",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be ticked. `stands_alone`: together with another it would make no sense."""

    code: str
    label: str | Promise
    stands_alone: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `most` answers may be ticked, 1 unless several make sense; all may be left out."""

    id: str
    text: str | Promise
    choices: tuple[Choice, ...]
    most: int = 1
    help: str | Promise = ""
    is_special: bool = False
    is_long: bool = False  # so many choices that they stand in a list to unfold

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(choice.code for choice in self.choices)

    @property
    def is_grid(self) -> bool:
        """Whether it is so many boxes that they stand side by side."""
        return self.is_long and self.most > 1

    @property
    def alone(self) -> frozenset[str]:
        """The codes that no other may stand beside."""
        return frozenset(choice.code for choice in self.choices if choice.stands_alone)

    def label_of(self, code: str) -> str:
        """A code in the reader's words; of an earlier version's code, the code itself."""
        return next((str(choice.label) for choice in self.choices if choice.code == code), code)


@dataclass(frozen=True, slots=True)
class Step:
    """Questions that stand on one page and are saved together."""

    id: str
    title: str | Promise
    questions: tuple[Question, ...]


def choices(*labelled: tuple[str, str | Promise], alone: tuple[str, ...] = ()) -> tuple[Choice, ...]:
    """Choices in their order, with the one not to say at the end."""
    made = (Choice(code, label, stands_alone=code in alone) for code, label in labelled)
    return (*made, Choice(PNS, _("I prefer not to say"), stands_alone=True))


def sort_key(label: str) -> str:
    """Names in the order of a dictionary: É stands beside E."""
    return unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().casefold() or label


def country_name(code: str) -> str:
    """A country in the reader's language."""
    names = COUNTRIES[code]
    return names["fr" if (get_language() or "").startswith("fr") else "en"]


def language_name(code: str) -> str:
    """A language in the reader's language."""
    return str(get_language_info(code)["name_translated"]) if code in LANG_INFO else code


_country, _language = lazy(country_name, str), lazy(language_name, str)


def countries() -> tuple[Choice, ...]:
    return choices(*((code, _country(code)) for code in COUNTRIES))


def languages() -> tuple[Choice, ...]:
    return choices(*((code, _language(code)) for code in LANGUAGES), ("mis", _("Another language")))

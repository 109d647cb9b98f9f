"""Sentences that are kept in one language and told in another."""

import json

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from web.domain import sentences

MANY = _("This image has more than %(most)s pixels. Make it smaller, or cut it, and upload it again.")
OTHER = _("This file looks like %(found)s, which we can’t use. Upload it as something else.")


def test_what_is_kept_is_the_same_whatever_language_is_active() -> None:
    with override("fr"):
        kept = sentences.kept(MANY, {"most": 50_000_000})

    assert kept == (str(MANY), {"most": 50_000_000})


def test_a_kept_sentence_is_told_in_the_language_of_the_moment_with_its_numbers() -> None:
    wording, names = sentences.kept(MANY, {"most": 50_000_000})

    with override("fr"):
        told = sentences.told(wording, json.loads(json.dumps(names)))

    assert told.startswith("Cette image dépasse 50\u202f000\u202f000 pixels.")
    assert sentences.told(wording, names).startswith("This image has more than 50,000,000 pixels.")


def test_words_of_the_catalogue_inside_a_sentence_are_told_too() -> None:
    _wording, names = sentences.kept(OTHER, {"found": [_("images"), _("recordings")]})

    with override("fr"):
        assert sentences.told("%(found)s", names) == "images / enregistrements"


def test_text_of_a_person_is_told_as_it_is() -> None:
    _wording, names = sentences.kept("%(name)s", {"name": "images"})

    with override("fr"):
        assert sentences.told("%(name)s", names) == "images"


def test_a_sentence_without_places_may_hold_a_percent_sign() -> None:
    assert sentences.told("100 % of it.", {}) == "100 % of it."

"""French: every sentence is there, set as French is set, and the pages are in it."""

import re
from collections.abc import Callable, Iterator

import polib
import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils.translation import override
from rest_framework.test import APIClient

from accounts.models import User
from config.launch import messages
from config.launch.places import ROOT
from tasks.models import Job
from web.domain import hour_bar

NO_BREAK, NARROW_NO_BREAK = "\u00a0", "\u202f"
PLACEHOLDER = re.compile(r"%d|%\(\w+\)[sd]|%%|\{\w+\}")
# What a program or a browser reads keeps its own form.
CODE = re.compile(r"<[^>]+>|Authorization: Token|\[unclear: \w+\]")
MISSET = {
    "a straight apostrophe": re.compile("'"),
    "a straight quotation mark": re.compile('"'),
    "an English quotation mark": re.compile("[“”]"),
    "three points for an ellipsis": re.compile(r"\.\.\."),
    "a mark without its narrow space": re.compile(rf"(?<!{NARROW_NO_BREAK})[;!?»]"),
    "an opening mark without its narrow space": re.compile(rf"«(?!{NARROW_NO_BREAK})"),
    "a colon without its space": re.compile(rf"(?<!{NO_BREAK}):(?=\s|$)"),
    "a unit that can slip to the next line": re.compile(r"(?:\d|\)s|\}) (?:s|min|h|%|€|Mo|Go)(?!\w)"),
    "two spaces": re.compile(r"\s\s"),
}
FRENCH = {"accept-language": "fr"}


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(ROOT / messages.CATALOGUE))


def sentences(catalogue: polib.POFile) -> Iterator[tuple[polib.POEntry, str]]:
    """Each French sentence with its entry; both forms of one that has a plural."""
    for entry in catalogue:
        if not entry.obsolete:
            for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
                yield entry, text


def misset(text: str) -> list[str]:
    """What a French typesetter would mark in `text`."""
    return [name for name, pattern in MISSET.items() if pattern.search(CODE.sub("code", text))]


def test_no_sentence_is_missing_or_doubtful(catalogue: polib.POFile) -> None:
    assert len(catalogue) > 500
    assert messages.faults(catalogue) == []


def test_every_sentence_keeps_the_values_that_are_put_into_it(catalogue: polib.POFile) -> None:
    changed = [
        text
        for entry, text in sentences(catalogue)
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    ]

    assert changed == []


def test_every_sentence_is_set_as_french_is_set(catalogue: polib.POFile) -> None:
    assert [(text, found) for _, text in sentences(catalogue) if (found := misset(text))] == []


@pytest.mark.parametrize(
    "text", ["C'est fait.", "Fait!", "Quoi ?", "«\u00a0oui\u00a0»", "“oui”", "Solde : 3", "3 s", "%(most)s Mo", "a..."]
)
def test_what_is_badly_set_is_found(text: str) -> None:
    assert misset(text)


def test_no_sentence_of_three_words_was_left_in_english(catalogue: polib.POFile) -> None:
    same = [entry.msgid for entry, text in sentences(catalogue) if text == entry.msgid]

    assert [text for text in same if len(text.split()) > 2] == []


def test_the_header_names_the_language_and_nobody(catalogue: polib.POFile) -> None:
    assert catalogue.metadata["Project-Id-Version"] == "Visible Hands"
    assert catalogue.metadata["Language"] == "fr"
    assert catalogue.metadata["Last-Translator"] == ""
    assert not catalogue.metadata_is_fuzzy


def test_a_visitor_reads_the_front_page_in_french(client: Client, db: None) -> None:
    page = client.get("/", headers=FRENCH)

    words = page.content.decode()
    assert '<html lang="fr"' in words
    assert "Derrière les données, des personnes travaillent." in words
    assert "Behind the data" not in words


def test_a_worker_finds_work_in_french_with_french_amounts(
    client: Client, open_job: Callable[..., Job], worker: User
) -> None:
    open_job()
    client.force_login(worker)

    words = client.get("/work/", headers=FRENCH).content.decode()

    assert "1 mission ouverte" in words
    assert f"0,004{NO_BREAK}€" in words
    assert "Trouver du travail" in words


def test_a_refused_page_says_why_in_french(client: Client, worker: User) -> None:
    client.force_login(worker)

    refusal = client.get("/audit/", headers=FRENCH)

    assert refusal.status_code == 403
    assert "Cette page est réservée à l’audit." in refusal.content.decode()


def test_the_api_keeps_its_code_and_says_its_sentence_in_french(db: None) -> None:
    program = APIClient(HTTP_AUTHORIZATION="Token vh_unknown", HTTP_ACCEPT_LANGUAGE="fr")

    refusal = program.post(f"/api/v1/jobs/{16 * 'a'}/claim").json()

    assert refusal["detail"].startswith("Ce jeton est inconnu ou a été révoqué.")
    assert re.fullmatch(r"[a-z_]+", refusal["code"])


def test_a_letter_is_in_french(client: Client, worker: User, mailoutbox: list[EmailMessage]) -> None:
    client.post("/account/password/reset/", {"email": worker.email}, headers=FRENCH)

    assert mailoutbox[0].subject == f"Visible Hands{NO_BREAK}: Choisir un nouveau mot de passe"
    assert mailoutbox[0].body.startswith("Bonjour,")


def test_the_hour_bar_is_one_french_sentence() -> None:
    with override("fr"):
        bar = hour_bar.hour_bar(
            paid_seconds=43 * 60, unpaid_seconds=17 * 60, hourly_micros=7_900_000, floor_micros=12_020_000
        )

    assert bar.sentence == (
        "43 minutes payées et 17 non payées\u202f; 7,90\u00a0€ l’heure\u202f; plancher 12,02\u00a0€"
    )

"""What programs watch and decide stands on cards; code without one is found here."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string

from config.celery import app
from transparency.domain.systems import automated_decision, monitored, reading, registry
from transparency.domain.systems.card import Sort
from transparency.domain.systems.cards import CARDS
from transparency.models import WorkEvent
from web.domain.formatting import format_duration

ROOT = Path(__file__).resolve().parents[2]
OURS = ("accounts.", "ledger.", "transparency.", "tasks.", "workers.", "mturk.", "web.")
# Background functions that watch nobody and decide nothing about people, and why.
DECIDE_NOTHING = {
    "accounts.background.clear_sessions": "removes sign-ins that ended by themselves",
    "tasks.background.split_job": "cuts a requester's files into micro-tasks",
    "tasks.background.sweep_splitting": "sends again what a lost message left uncut, unwritten, unapproved",
    "tasks.background.write_export": "writes the archive that a requester asked for",
    "tasks.background.sweep_files": "removes files that nothing shows any more",
    "tasks.background.issue_invoices": "writes a month's invoices to requesters from what was booked",
    "transparency.background.make_months_of_the_log": "makes empty room in the database",
    "transparency.background.study_gap": "reckons the gap between men and women of a month: aggregates alone",
    "transparency.background.sweep_studies": "sends again what a lost message left unreckoned",
    "transparency.background.seal_log": "seals what was written, so that a change would be found",
    "transparency.background.erase_what_was_kept": "destroys what the law no longer keeps of people who left",
    "transparency.background.check_log": "makes sealed blocks anew and compares",
    "workers.background.make_data_archive": "writes the archive of a worker's own data that they asked for",
    "workers.background.sweep_data_archives": "sends again what a lost message left unwritten",
    "workers.background.make_statement": "writes the archive that a worker asked for",
    "workers.background.sweep_statements": "sends again what a lost message left unwritten",
}


def background_functions() -> Iterator[tuple[str, Callable[..., object]]]:
    app.loader.import_default_modules()
    app.finalize()
    for name, task in sorted(current_app.tasks.items()):
        if name.startswith(OURS):
            yield name, task.run


def test_every_background_function_has_a_card_or_decides_nothing_about_people() -> None:
    bare = [name for name, function in background_functions() if not registry.cards_of(function)]

    assert bare == sorted(DECIDE_NOTHING), "tag it with @automated_decision, or say here why it decides nothing"


def test_every_periodic_job_is_one_of_those_functions() -> None:
    known = {name for name, _function in background_functions()}

    planned = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {name for name in planned if name.startswith(OURS)} <= known


def test_a_decision_without_a_card_stops_the_start() -> None:
    with pytest.raises(registry.UnregisteredDecision):
        automated_decision("a-score-of-speed")


def test_every_card_stands_for_code_and_names_its_parameters_as_the_code_holds_them() -> None:
    for shown in (each for sort in Sort for each in reading.cards(sort=sort)):
        assert shown.places, shown.card.id
        assert all(parameter.value for parameter in shown.parameters), shown.card.id
        for place in shown.card.elsewhere:
            import_string(place)


def test_a_parameter_changes_on_the_card_when_the_setting_does(settings: object) -> None:
    settings.LEASE_SECONDS = 90  # type: ignore[attr-defined]

    assert reading.shown(CARDS["lease"]).parameters[0].value == format_duration(90)


def test_every_type_of_event_is_told_of_once() -> None:
    told = [value for each in monitored.monitored() for value, _words in each.events]

    assert sorted(told) == sorted(WorkEvent.Type.values)


@pytest.mark.django_db
def test_the_page_tells_of_every_card_and_every_event(client: Client) -> None:
    page = client.get(reverse("transparency:systems")).content.decode()

    assert [card_id for card_id in CARDS if f'id="{card_id}"' not in page] == []
    assert [value for value in WorkEvent.Type.values if f"<code>{value}</code>" not in page] == []
    assert "tasks.domain.claiming.claim_row" in page


def test_web_processes_know_every_parameter_without_the_background() -> None:
    statement = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'; django.setup()\n"
        "import config.urls\n"
        "from transparency.domain.systems import reading\n"
        "from transparency.domain.systems.card import Sort\n"
        "print(sum(len(each.parameters) for sort in Sort for each in reading.cards(sort=sort)))"
    )

    asked = subprocess.run([sys.executable, "-c", statement], cwd=ROOT, capture_output=True, text=True)

    assert asked.stdout.strip() == str(sum(len(card.parameters) for card in CARDS.values())), asked.stderr

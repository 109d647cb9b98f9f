"""Research files: for who was agreed to, and of people who look alike."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from tests.transparency.release.conftest import IN_NOVEMBER
from transparency.domain.release import research
from transparency.models import ResearchRequest


def line(gender: str, pay: str, *, age: str = "18-34", job: str = "yes") -> dict[str, str]:
    return {"gender": gender, "age": age, "job": job, "pay_band": pay}


MANY = [line("woman", pay) for pay in ("below", "at_or_above") * 8]


def test_eleven_look_alike_and_nobody_who_does_not_is_left():
    found = research.hide_rare([*MANY, *[line("man", "below")] * 3, *[line("man", "below", job="no")] * 20])

    assert Counter(one["gender"] for one in found) == {"woman": 16}


def test_a_rare_property_is_left_unsaid_rather_than_its_people_left_out():
    mixed = [line("woman", pay, job=job) for job in ("yes", "no") for pay in ("below", "at_or_above") * 3]

    found = research.hide_rare(mixed)

    assert [one["job"] for one in found] == ["not_said"] * 12


def test_where_nobody_can_be_hidden_there_is_no_file():
    with pytest.raises(research.TooFew):
        research.hide_rare(MANY[:10])
    with pytest.raises(research.TooFew):
        research.hide_rare([line("woman", "below")] * 30)


def test_a_file_is_made_once_an_auditor_has_agreed(auditor, tmp_path, monkeypatch, capsys):
    call_command("research", "ask", name="A. Nyst", institution="A university", purpose="Pay by gender")
    number, file = str(ResearchRequest.objects.get().pk), tmp_path / "file.csv"
    monkeypatch.setattr(research, "_lines", lambda _month, _at: MANY)
    with pytest.raises(CommandError, match="No auditor has agreed"):
        call_command("research", "file", number, month="2026-10", to=file)
    assert not file.exists()

    call_command("research", "decide", number, "agree", by=auditor.email)
    call_command("research", "file", number, month="2026-10", to=file)

    assert len(list(csv.DictReader(io.StringIO(file.read_text())))) == 16


def test_a_request_is_decided_once_by_a_person(auditor):
    request = research.ask(name="A. Nyst", institution="A university", purpose="-", at=IN_NOVEMBER)
    decided = {"request": request, "words": "No.", "decided_by": auditor, "at": IN_NOVEMBER}

    refused = research.decide(is_agreed=False, **decided)

    assert (refused.state, refused.decided_by) == ("refused", auditor)
    with pytest.raises(research.AlreadyDecided):
        research.decide(is_agreed=True, **decided)
    assert ResearchRequest.objects.get().state == "refused"

"""Which wage floor holds, and how the files of floors are read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings

from ledger.domain import floor_files, floors
from ledger.models import PayFloor

HEAD = "country,currency,kind,hourly,valid_from,valid_to,multiplier,name,source\n"
pytestmark = pytest.mark.django_db


def test_the_files_are_loaded_once_however_often_they_are_read():
    first = floor_files.load()

    assert first.new >= 9
    assert floor_files.load() == floor_files.Loaded(0, 0)
    smic = PayFloor.objects.get(country="FR", valid_from=date(2026, 1, 1))
    assert (smic.hourly_micros, smic.currency, smic.kind) == (12_020_000, "EUR", "statutory")
    assert smic.source == "Décret n° 2025-1228 du 17 décembre 2025"


def test_every_shipped_floor_follows_the_one_before_it_and_names_its_source():
    floor_files.load()

    for country in set(PayFloor.objects.values_list("country", flat=True)):
        rows = list(PayFloor.objects.filter(country=country, kind="statutory").order_by("valid_from"))
        assert [row.valid_to for row in rows[:-1]] == [row.valid_from for row in rows[1:]]
        assert rows[-1].valid_to is None
        assert all(row.source for row in rows)


@pytest.mark.parametrize(
    "line",
    ["FR,EUR,statutory,12.0000001,2026-01-01,,,SMIC,x", "FR,EUR,wish,12,2026-01-01,,,SMIC,x", "FR,EUR,living,1,1,,,a,"],
)
def test_a_line_that_cannot_be_read_changes_nothing(tmp_path: Path, line: str):
    before = list(PayFloor.objects.order_by("pk").values())
    good = "XX,EUR,statutory,10,2026-01-01,,,Floor,a law\n"
    (tmp_path / "fr.csv").write_text(HEAD + good + line + "\n", encoding="utf-8")

    with pytest.raises(floor_files.BadFloorFile, match=r"fr\.csv, line 3"):
        floor_files.load(folder=tmp_path)

    assert list(PayFloor.objects.order_by("pk").values()) == before


def test_the_multiplier_of_a_row_comes_before_the_instances_own():
    PayFloor.objects.all().delete()
    values = {"country": "FR", "hourly_micros": 12_020_001, "name": "SMIC", "source": "a law"}
    PayFloor.objects.create(valid_from=date(2026, 1, 1), valid_to=date(2027, 1, 1), **values)
    PayFloor.objects.create(valid_from=date(2027, 1, 1), multiplier_permille=1000, **values)

    with override_settings(SELF_EMPLOYED_PERMILLE=1100):
        found = [floors.floor_on(country="FR", day=day).hourly_micros for day in (date(2026, 5, 1), date(2027, 5, 1))]

    assert found == [13_222_002, 12_020_001]


def test_a_floor_of_another_kind_or_currency_is_not_held_against():
    PayFloor.objects.all().delete()
    day, values = date(2026, 1, 1), {"country": "FR", "name": "x", "source": "y", "valid_from": date(2026, 1, 1)}
    PayFloor.objects.create(hourly_micros=15_000_000, kind="living", **values)
    PayFloor.objects.create(hourly_micros=9_000_000, currency="USD", **values)

    assert floors.floor_on(country="FR", day=day) is None
    with override_settings(PAY_FLOOR_KIND="living"):
        assert floors.floor_on(country="FR", day=day).hourly_micros == 15_000_000

"""Published tables as programs take them."""

from __future__ import annotations

import csv
import io
from datetime import date

from django.urls import reverse

from transparency.domain.release.tables import TABLES


def lines(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def test_a_table_is_the_same_as_csv_and_as_json(circles, client):
    circles(date(2026, 10, 1), dormant=50, regular=None)

    found = client.get(reverse("transparency:table-json", args=["circles"])).json()
    rows = lines(client.get(reverse("transparency:table-csv", args=["circles"])))

    assert [cell["n"] for cell in found["cells"]] == [50, None]
    assert found["release"] == "2026-10"
    assert [(row["row"], row["n"], row["status"], row["reason"]) for row in rows] == [
        ("dormant", "50", "published", ""),
        ("regular", "", "suppressed", "k"),
    ]


def test_an_earlier_release_is_asked_for_by_its_month(circles, client):
    circles(date(2026, 9, 1), dormant=45)
    circles(date(2026, 10, 1), dormant=50)
    address = reverse("transparency:table-json", args=["circles"])

    assert client.get(address, {"month": "2026-09"}).json()["cells"][0]["n"] == 45
    assert client.get(reverse("transparency:tables")).json()["releases"] == ["2026-10", "2026-09"]
    for wrong in ("2026-08", "yesterday", "2026-13"):
        assert client.get(address, {"month": wrong}).status_code == 404


def test_an_unknown_table_is_not_found(circles, client):
    circles(date(2026, 10, 1), dormant=50)

    assert client.get(reverse("transparency:table-csv", args=["salaries"])).status_code == 404
    assert client.get(reverse("transparency:table-csv", args=["gender"])).status_code == 404


def test_the_dictionary_says_what_every_code_and_figure_of_every_table_means(client):
    found = client.get(reverse("transparency:dictionary-json")).json()
    rows = lines(client.get(reverse("transparency:dictionary-csv")))

    assert [table["table"] for table in found["tables"]] == list(TABLES)
    for table in found["tables"]:
        described = [row for row in rows if row["table"] == table["table"]]
        codes = [code for code in (*table["rows"], *table["columns"]) if code["code"] != "total"]
        assert len(described) == len(codes) + len(table["figures"])
        assert all(row["words"] for row in described)


def test_the_dictionary_speaks_french(client):
    found = client.get(reverse("transparency:dictionary-json"), headers={"accept-language": "fr"}).json()

    kinds = next(table for table in found["tables"] if table["table"] == "kinds")

    assert {"code": "text_classification", "words": "Classification de textes"} in kinds["rows"]

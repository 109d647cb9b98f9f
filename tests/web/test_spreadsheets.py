"""Cells that a spreadsheet must not run."""

import pytest

from web.domain.spreadsheets import plain_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "\tplain",
        "\rplain",
        "\nplain",
        "  =1+1",
        "\u00a0=1+1",
        "\u200b=1+1",
        "\ufeff=cmd|' /C calc'!A0",
        " \r\n\t@x",
        "\x00=1",
        "＝1+1",
        "＠x",
    ],
)
def test_what_may_be_a_formula_gets_a_quote(text: str) -> None:
    assert plain_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "cat", "a=b", "1-2", " cat", "été", "猫", "日本 = 猫", "'=1", '{"a": 1}'])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert plain_cell(text) == text

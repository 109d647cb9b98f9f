"""Lists: tables, JSON lines and plain lines, in chunks that agree about which row is which."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.domain.media import rows
from tasks.domain.media.refusals import MediaRefused


def read(content: bytes, name: str = "list.csv", rows_per_chunk: int = 1000) -> list[rows.Row]:
    stream = io.BytesIO(content)
    plan = rows.plan(stream, name, rows_per_chunk)
    again = rows.plan_from_facts(rows.plan_facts(plan))
    return [row for chunk in plan.chunks for row in rows.read(stream, again, chunk)]


def values(content: bytes, name: str = "list.csv") -> list[str | None]:
    return [row.url or row.text for row in read(content, name)]


def refusal(content: bytes, name: str = "list.csv") -> str:
    with pytest.raises(MediaRefused) as caught:
        read(content, name)
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"url,name\nhttps://a.example/1.jpg,one\nhttps://a.example/2.jpg,two\n", "list.csv"),
        (b"name;url\r\none;https://a.example/1.jpg\r\ntwo;https://a.example/2.jpg\r\n", "list.csv"),
        (b"\xef\xbb\xbfname\turl\none\thttps://a.example/1.jpg\ntwo\thttps://a.example/2.jpg", "list.tsv"),
        (b"https://a.example/1.jpg\nhttps://a.example/2.jpg\n", "list.txt"),
        (b"https://a.example/1.jpg\nhttps://a.example/2.jpg\n", "list.csv"),
        (b'{"url": "https://a.example/1.jpg"}\n{"url": "https://a.example/2.jpg"}\n', "list.jsonl"),
    ],
)
def test_addresses_are_read_from_every_sort_of_list(content: bytes, name: str) -> None:
    assert [row.url for row in read(content, name)] == ["https://a.example/1.jpg", "https://a.example/2.jpg"]


def test_a_quoted_cell_may_hold_commas_quotes_and_line_ends() -> None:
    content = b'text,name\n"one, ""two""\nthree",first\nplain,second\n'

    assert values(content) == ['one, "two"\nthree', "plain"]


def test_blank_rows_are_not_counted_and_numbers_are_those_of_a_spreadsheet() -> None:
    found = read(b"text\none\n\n,,\ntwo\n")

    assert [(row.number, row.text) for row in found] == [(2, "one"), (5, "two")]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/1.jpg",
        "http://a.example/1.jpg",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://user:secret@a.example/1.jpg",
        "https://a.example/a b.jpg",
        "https://",
        "https://a.example/" + "x" * 2100,
    ],
)
def test_an_address_that_is_none_is_refused_and_the_others_are_safe(url: str) -> None:
    good, bad = read(f"url\nhttps://a.example/1.jpg\n{url}\n".encode())

    assert (good.url, good.error) == ("https://a.example/1.jpg", None)
    assert bad.url is None
    assert bad.error is not None
    assert bad.error.code == "url_bad"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n,,\n", "empty"),
        (b"text\n", "empty"),
        ("text\ncafé\n".encode("latin-1"), "csv_encoding"),
        (b'text\n"never closed\n', "csv_bad"),
        (b"text\na\x00b\n", "csv_bad"),
    ],
)
def test_a_list_of_which_nothing_can_be_used_is_refused(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_a_line_that_is_no_json_is_refused_alone() -> None:
    good, bad = read(b'{"text": "one"}\n{"text": \n', "list.jsonl")

    assert good.text == "one"
    assert bad.error is not None
    assert bad.error.code == "json_bad"


def test_a_list_of_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MOST_ROWS", 3)

    assert refusal(b"text\n1\n2\n3\n4\n") == "csv_too_many_rows"


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(
        st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), max_size=30).map(
            lambda text: f"a{text.strip()}".strip()
        ),
        min_size=1,
        max_size=30,
    ),
    rows_per_chunk=st.integers(1, 7),
)
def test_chunks_of_any_size_read_the_same_rows(texts: list[str], rows_per_chunk: int) -> None:
    cells = "".join('"{}"\n'.format(text.replace('"', '""')) for text in ["text", *texts])

    found = read(cells.encode(), rows_per_chunk=rows_per_chunk)

    assert [row.text for row in found] == texts
    assert [row.number for row in found] == list(range(2, len(texts) + 2))

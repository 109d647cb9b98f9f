"""Archives that lie about themselves, and honest ones."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable

import pytest

from tasks.domain.media import archives
from tasks.domain.media.refusals import MediaRefused

Edit = Callable[[zipfile.ZipInfo], None]


def packed(files: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED, edit: Edit | None = None) -> io.BytesIO:
    """An archive of `files`; `edit` changes each record before it is written."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in files.items():
            record = zipfile.ZipInfo(name)
            record.compress_type = method
            if edit:
                edit(record)
            archive.writestr(record, content)
    file.seek(0)
    return file


def codes(file: io.BytesIO) -> list[tuple[str, str]]:
    return [(name, refused.code) for name, refused in archives.entries(file).refused]


def names(file: io.BytesIO) -> list[str]:
    return [entry.name for entry in archives.entries(file).entries]


def content_of(file: io.BytesIO, entry: archives.ArchiveEntry) -> bytes:
    with archives.read_entry(file, entry) as content:
        return content.read()


def refusal(read: Callable[[], object]) -> str:
    with pytest.raises(MediaRefused) as caught:
        read()
    return caught.value.code


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_files_of_an_honest_archive_come_out_as_they_went_in(method: int) -> None:
    contents = {"a.txt": b"one", "b/c.txt": bytes(range(256)) * 1000, "é.txt": "ü".encode()}
    file = packed(contents, method=method)

    entries = archives.entries(file).entries

    assert [entry.name for entry in entries] == ["a.txt", "b › c.txt", "é.txt"]
    assert [content_of(file, entry) for entry in entries] == list(contents.values())


@pytest.mark.parametrize("size", [*range(2 * archives.STEP_BYTES, 2 * archives.STEP_BYTES + 40), 3 * 65_536 + 1])
def test_a_file_comes_out_whole_wherever_its_last_packed_byte_falls_in_a_step(size: int) -> None:
    contents = {"zeros": bytes(size), "pairs": (b"ab" * size)[:size]}
    file = packed(contents)

    entries = archives.entries(file).entries

    assert [content_of(file, entry) for entry in entries] == list(contents.values())


def test_folders_and_what_systems_leave_behind_are_left_out_without_a_word() -> None:
    rubbish = {"dir/": b"", "__MACOSX/._a.png": b"x", ".DS_Store": b"x", "Thumbs.db": b"x", "a/.git/config": b"x"}
    file = packed({**rubbish, "a.png": b"x"})

    assert (names(file), codes(file)) == (["a.png"], [])


@pytest.mark.parametrize(
    "name",
    ["../evil.png", "a/../../evil.png", "/etc/passwd", "C:evil.png", "a\\..\\evil.png", "..\\evil.png"],
)
def test_a_name_that_points_out_of_the_archive_is_refused_and_the_others_are_safe(name: str) -> None:
    file = packed({"good.png": b"x", name: b"x"})

    assert names(file) == ["good.png"]
    assert [code for _name, code in codes(file)] == ["zip_unsafe_name"]


def test_a_link_is_refused() -> None:
    def make_link(record: zipfile.ZipInfo) -> None:
        record.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert codes(packed({"passwd": b"/etc/passwd"}, edit=make_link)) == [("passwd", "zip_link")]


def test_a_locked_file_is_refused() -> None:
    content = bytearray(packed({"a.png": b"secret"}).getvalue())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert codes(io.BytesIO(bytes(content))) == [("a.png", "zip_encrypted")]


def test_a_file_packed_in_an_unusual_way_is_refused() -> None:
    assert codes(packed({"a.png": b"x" * 99}, method=zipfile.ZIP_LZMA)) == [("a.png", "zip_method")]


def test_a_file_that_swells_to_a_thousand_times_its_size_is_refused_before_it_is_unpacked() -> None:
    file = packed({"bomb.bmp": bytes(40 * 1024**2), "good.txt": b"fine"})

    assert codes(file) == [("bomb.bmp", "zip_bomb")]
    assert names(file) == ["good.txt"]


def test_a_file_that_claims_to_be_small_is_stopped_when_it_grows_past_its_claim() -> None:
    content = bytearray(packed({"bomb.bmp": bytes(30 * 1024**2)}).getvalue())
    at = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 1000)
    file = io.BytesIO(bytes(content))
    (entry,) = archives.entries(file).entries

    assert refusal(lambda: archives.read_entry(file, entry)) == "zip_bomb"


def test_files_that_share_their_bytes_are_a_bomb() -> None:
    """David Fifield's zip bomb: one kernel of bytes, named by many records."""
    file = packed({f"{n}.bin": b"same bytes" for n in range(3)}, method=zipfile.ZIP_STORED)
    content = bytearray(file.getvalue())
    at = content.index(b"PK\x01\x02")
    for _ in range(3):
        struct.pack_into("<I", content, at + 42, 0)
        at = content.find(b"PK\x01\x02", at + 4)

    assert refusal(lambda: archives.entries(io.BytesIO(bytes(content)))) == "zip_bomb"


def test_an_archive_inside_an_archive_is_refused_when_it_is_read() -> None:
    file = packed({"inner.zip": packed({"a": b"x"}).getvalue()})
    (entry,) = archives.entries(file).entries

    assert refusal(lambda: archives.read_entry(file, entry)) == "zip_nested"


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.9])
def test_an_archive_that_was_cut_off_is_refused(kept: float) -> None:
    whole = packed({"a.txt": bytes(range(256)) * 50}).getvalue()

    assert refusal(lambda: archives.entries(io.BytesIO(whole[: int(len(whole) * kept)]))) == "zip_bad"


def test_a_damaged_file_is_refused_by_its_checksum_and_its_neighbour_is_whole() -> None:
    file = packed({"a.txt": b"a" * 500, "b.txt": b"b" * 500}, method=zipfile.ZIP_STORED)
    content = bytearray(file.getvalue())
    content[60] ^= 0xFF
    broken = io.BytesIO(bytes(content))
    first, second = archives.entries(broken).entries

    assert refusal(lambda: archives.read_entry(broken, first)) == "zip_bad"
    assert content_of(broken, second) == b"b" * 500


def test_an_archive_of_too_many_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_FILES", 3)
    file = packed({f"{n}.txt": b"x" for n in range(4)})

    assert refusal(lambda: archives.entries(file)) == "zip_too_many_files"


def test_a_directory_that_would_fill_the_memory_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_DIRECTORY_BYTES", 100)
    file = packed({f"{n}.txt": b"x" for n in range(10)})

    assert refusal(lambda: archives.entries(file)) == "zip_too_many_files"


def test_an_archive_that_would_take_too_much_room_in_all_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 1500)
    file = packed({"a.txt": b"a" * 1000, "b.txt": b"b" * 1000})

    assert refusal(lambda: archives.entries(file)) == "too_large"


def test_a_shown_name_holds_no_invisible_character_and_is_short() -> None:
    file = packed({"a\u202egnp.exe": b"x", "d/" * 150 + "z.png": b"x"})

    shown = names(file)

    assert shown[0] == "agnp.exe"
    assert len(shown[1]) == 200
    assert shown[1].endswith("› z.png")

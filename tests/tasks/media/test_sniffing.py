"""What a file is, whatever its name says."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from tasks.domain.media.refusals import MediaRefused
from tasks.domain.media.sniffing import sniff


def picture(format: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(file, format)
    return file.getvalue()


def refusal(head: bytes, name: str) -> MediaRefused:
    with pytest.raises(MediaRefused) as caught:
        sniff(head, name)
    return caught.value


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_a_picture_is_one_under_any_name(format: str) -> None:
    assert sniff(picture(format), "anything.exe") == "image"


@pytest.mark.parametrize(
    "head",
    [b"RIFF\x24\x00\x00\x00WAVEfmt ", b"fLaC\x00\x00\x00\x22", b"OggS\x00\x02", b"ID3\x03\x00", b"\xff\xfb\x90\x64"],
)
def test_a_recording_is_one_under_any_name(head: bytes) -> None:
    assert sniff(head + bytes(600), "anything.png") == "audio"


@pytest.mark.parametrize(
    ("name", "medium"), [("a.csv", "csv"), ("a.tsv", "csv"), ("a.txt", "text"), ("A.JSONL", "text")]
)
def test_text_is_a_list_when_its_name_says_so(name: str, medium: str) -> None:
    assert sniff("naïve,text\n1,2\n".encode(), name) == medium


@pytest.mark.parametrize(
    "head",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\xef\xbb\xbf  <?xml version='1.0'?>\n<!-- a comment -->\n<svg>",
        b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' ''>\n<svg>",
        b"  <SVG>",
    ],
)
@pytest.mark.parametrize("name", ["drawing.svg", "drawing.png", "drawing.txt"])
def test_an_svg_is_refused_under_any_name(head: bytes, name: str) -> None:
    refused = refusal(head, name)

    assert refused.code == "svg"
    assert "export it as PNG" in refused.sentence


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "pdf"),
        (b"<!doctype html><p>", "html"),
        (b"\x7fELF\x02", "executable"),
        (b"MZ\x90\x00", "executable"),
        (b"\x00\x00\x00\x18ftypheic", "heic"),
        (b"\x00\x00\x00\x18ftypM4A ", "aac"),
        (b"\x00\x00\x00\x18ftypisom", "video"),
        (b"7z\xbc\xaf\x27\x1c", "archive"),
        (b"\xff\xfea\x00b\x00", "encoding"),
        (b"just words", "unsupported"),
        (bytes(64), "unsupported"),
    ],
)
def test_other_files_are_refused_with_what_they_look_like(head: bytes, code: str) -> None:
    assert refusal(head, "photo.jpg").code == code


def test_an_office_document_is_no_archive_of_pictures() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")

    assert refusal(file.getvalue(), "list.zip").code == "office"


def test_text_in_another_encoding_is_refused_with_what_to_do() -> None:
    assert "UTF-8" in refusal("é".encode("utf-16-le") * 5, "list.csv").sentence

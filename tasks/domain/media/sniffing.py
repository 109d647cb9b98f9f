"""What a file is, by its first bytes; its name is believed only for text."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tasks.domain.media.refusals import MediaRefused

Medium = Literal["image", "audio", "zip", "csv", "text"]

# So many bytes are enough for every decision here, leading comments of an SVG included.
HEAD_BYTES = 4096
TEXT_ENDINGS: dict[str, Medium] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "text",
    ".text": "text",
    ".jsonl": "text",
    ".ndjson": "text",
}
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_USABLE = _(
    "This file looks like %(found)s, which we can’t use. Upload JPEG, PNG or WebP images, WAV, FLAC, OGG or "
    "MP3 recordings, a ZIP of them, or a list as CSV, TSV, TXT or JSONL."
)
_REFUSED: dict[str, str | Promise] = {
    "empty": _("This file is empty. Check it and upload it again."),
    "svg": _("This is an SVG drawing. It can carry programs, so we don’t show it to workers: export it as PNG."),
    "heic": _("This is a HEIC or AVIF photograph, which many browsers can’t show. Export it as JPEG."),
    "aac": _("This is an AAC or M4A recording, which we can’t open. Convert it to MP3, OGG, FLAC or WAV."),
    "office": _("This is an office document. Save its table as CSV, or put its pictures in a ZIP, and upload that."),
    "archive": _("This is an archive of another sort than ZIP. Pack the files as ZIP and upload that."),
    "encoding": _("This text is not in UTF-8. Save it as “CSV UTF-8” or “Text, UTF-8” and upload it again."),
}
_FOUND: dict[str, Promise] = {
    "pdf": _("a PDF document"),
    "html": _("a web page"),
    "xml": _("an XML document"),
    "executable": _("a program"),
    "video": _("a video"),
    "other_audio": _("a recording in another format"),
    "other_image": _("an image in another format"),
    "text": _("text under a name that doesn’t say so"),
    "unsupported": _("a sort of file that we don’t know"),
}
# Beginnings that no text has, or that no honest list begins with.
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"fLaC", "audio"),
    (b"ID3\x02", "audio"),
    (b"ID3\x03", "audio"),
    (b"ID3\x04", "audio"),
    (b"PK\x05\x06", "zip"),
    (b"%PDF-", "pdf"),
    (b"\x7fELF", "executable"),
    (b"\xcf\xfa\xed\xfe", "executable"),
    (b"\xca\xfe\xba\xbe", "executable"),
    (b"#!/", "executable"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"BZh91AY&SY", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"\x00\x00\x01\xba", "video"),
    (b"\x00\x00\x01\xb3", "video"),
    (b"FLV\x01", "video"),
    (b"8BPS\x00", "other_image"),
    (b"\x00\x00\x00\x0cjP  ", "other_image"),
    (b"\xff\x0a", "other_image"),
    (b"\x00\x00\x01\x00", "other_image"),
    (b"MThd\x00", "other_audio"),
    (b"caff\x00", "other_audio"),
    (b"#!AMR", "other_audio"),
    (b"\xff\xfe", "encoding"),
    (b"\xfe\xff", "encoding"),
)
_RIFF = {b"WAVE": "audio", b"WEBP": "image", b"AVI ": "video"}
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
_AAC_BRANDS = (b"M4A ", b"M4B ", b"M4P ")
_OFFICE_MARKS = (
    b"[Content_Types].xml",
    b"mimetypeapplication/",
    b"META-INF/MANIFEST.MF",
    b"AndroidManifest.xml",
)


def sniff(head: bytes, name: str) -> Medium:
    """What to do with a file that begins with `head` (up to HEAD_BYTES) and is called `name`.

    Raises MediaRefused, which says what the file looks like.
    """
    found = _looks_like(head, PurePosixPath(name.lower()).suffix)
    match found:
        case "image" | "audio" | "zip":
            return found
        case "csv":
            return "csv"
        case "list":
            return "text"
    if found in _REFUSED:
        raise MediaRefused(found, _REFUSED[found])
    raise MediaRefused("unsupported" if found == "text" else found, _USABLE, found=_FOUND[found])


def _looks_like(head: bytes, ending: str) -> str:
    if not head:
        return "empty"
    found = _binary(head) or _begins(head)
    return found or _text(head, ending)


def _begins(head: bytes) -> str | None:
    return next((found for beginning, found in _BEGINNINGS if head.startswith(beginning)), None)


def _binary(head: bytes) -> str | None:
    """Formats that more than their first bytes tell apart."""
    if head[:4] == b"PK\x03\x04":
        return "office" if any(mark in head for mark in _OFFICE_MARKS) else "zip"
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "unsupported")
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "other_audio"
    if head[:5] == b"OggS\x00":
        return "video" if b"\x80theora" in head[:512] else "audio"
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return "heic" if brand in _HEIC_BRANDS else "aac" if brand in _AAC_BRANDS else "video"
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return "image"
    if head[:2] == b"MZ" and b"\x00" in head:
        return "executable"
    return _mpeg(head)


def _mpeg(head: bytes) -> str | None:
    """MPEG audio without a tag begins with eleven set bits; layer 0 is AAC's mark."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0 or head[1] == 0xFE:
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    if layer == 0 and head[1] & 0xF0 == 0xF0:
        return "aac"
    bit_rate, sample_rate = head[2] >> 4, head[2] >> 2 & 3
    return "audio" if version != 1 and layer != 0 and bit_rate != 15 and sample_rate != 3 else None


def _text(head: bytes, ending: str) -> str:
    """Text is what holds no NUL; whether it is UTF-8 throughout is for the reader of its rows to find."""
    if b"\x00" in head:
        return "encoding" if ending in TEXT_ENDINGS else "unsupported"
    begins = head.removeprefix(BYTE_ORDER_MARK).lstrip().lower()
    if begins.startswith(b"<"):
        if b"<svg" in begins:
            return "svg"
        if begins.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")) or b"<html" in begins:
            return "html"
        if begins.startswith(b"<?xml"):
            return "xml"
    medium = TEXT_ENDINGS.get(ending)
    if medium is not None:
        return "list" if medium == "text" else "csv"
    return "text" if _is_utf8(head) else "unsupported"


def _is_utf8(head: bytes) -> bool:
    """Whether `head` is UTF-8, but for a last character that it may have cut in two."""
    try:
        head[:-3].decode()
    except UnicodeDecodeError:
        return False
    return True

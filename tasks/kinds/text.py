"""Written text in one normal form, so that equal answers are equal bytes and PostgreSQL can store them."""

import unicodedata


def clean_text(text: str) -> str:
    """`text` in NFC, with plain line ends; no control characters, spaces at line ends, blank lines around."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    printable = "".join(one for one in text if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs"))
    lines = unicodedata.normalize("NFC", printable).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def clean_line(text: str) -> str:
    """`text` as one line with single spaces, in the same normal form."""
    return " ".join(clean_text(text).split())

"""Creditor references (ISO 11649) that a requester writes on a bank transfer: RF, two check digits, our own number."""

from __future__ import annotations

import re
import secrets

from stdnum import iso11649

# Letters alone: check digits find every letter that was taken for another, but not each that was taken for a digit.
# No I, L, O and U: what is read aloud or off a paper must not be mistaken.
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"
OWN_PREFIX = "VH"
OWN_LENGTH = 4 + len(OWN_PREFIX) + 10
_FOUND = re.compile(rf"RF[0-9]{{2}}{OWN_PREFIX}[A-Z]{{10}}")
_BETWEEN = re.compile(r"[^0-9A-Z]")


def new_reference() -> str:
    """A reference of 16 characters with 44 random bits: RF, check digits, VH, ten letters."""
    own = OWN_PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(10))
    # ISO 7064 mod 97-10, over the reference with its prefix moved to the end.
    digits = "".join(str(int(letter, 36)) for letter in f"{own}RF00")
    return iso11649.validate(f"RF{98 - int(digits) % 97:02d}{own}")


def references_in(words: str) -> list[str]:
    """Every valid reference of ours in free text, each once, in its order: spaces, dashes and case don't matter.

    A wrong check digit means that a character was mistyped: such a one is not given.
    """
    found = _FOUND.finditer(_BETWEEN.sub("", words.upper()))
    return list(dict.fromkeys(match[0] for match in found if iso11649.is_valid(match[0])))


def printed(reference: str) -> str:
    """A reference in groups of four, as banks print it."""
    return iso11649.format(reference)

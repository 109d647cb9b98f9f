"""Text that goes into tables which people open in a spreadsheet."""

import unicodedata

# Signs that begin a formula, also in their full-width forms, which some spreadsheets read alike.
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Control signs, invisible signs and spaces: a spreadsheet may drop them before it looks for a formula.
_INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}


def plain_cell(text: str) -> str:
    """Text that a spreadsheet will not take for a formula: a quote goes before what might be one."""
    if text[:1].isalnum():
        return text
    first = next((index for index, sign in enumerate(text) if unicodedata.category(sign) not in _INVISIBLE), len(text))
    is_control = text[:1] in ("\t", "\r", "\n")
    return f"'{text}" if is_control or text[first:].startswith(FORMULA_SIGNS) else text

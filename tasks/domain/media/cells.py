"""The content of one row: an address or a text that is fit to be shown, or the reason why it isn't."""

from __future__ import annotations

import re
from urllib.parse import unquote

from django.utils.translation import gettext_lazy as _

from tasks.domain.media.refusals import MediaRefused

MOST_URL_CHARACTERS = 2048
MOST_TEXT_CHARACTERS = 10_000
NAME_CHARACTERS = 80

# Nothing that would change how an address reads: no blank, control, direction mark, or half of a character.
_ODD = r"\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff"
_URL = re.compile(rf"(?i:https)://(?:\[[0-9A-Fa-f:.]+\]|[^/?#@:\\\[\]{_ODD}]+)(?::[0-9]{{1,5}})?(?:[/?#][^{_ODD}]*)?")
_WEB = re.compile(r"(?i)https?://")
_PLAIN_HTTP = re.compile(r"(?i)http://")
_CREDENTIALS = re.compile(r"(?i)https?://[^/?#]*@")
_ODD_CHARACTER = re.compile(f"[{_ODD}]")
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")

_EMPTY = _("This row has no address or text in the column that is read.")
_URL_TOO_LONG = _("This address has more than %(most)s characters.")
_URL_SCHEME = _("This is not a web address: it must begin with https://.")
_URL_PLAIN_HTTP = _("This address begins with http://, which browsers don’t load into our pages. Use https://.")
_URL_CREDENTIALS = _("This address holds a user name or password. Take it out: workers would see it.")
_URL_ODD = _("This address holds a blank or an invisible character. Encode it, or take it out.")
_URL_BAD = _("This address can’t be read. Check the name of the server in it.")
_TEXT_TOO_LONG = _("This text has more than %(most)s characters. Divide it into several rows.")
_TEXT_BAD = _("This text holds characters that can’t be stored. Take them out.")


def looks_like_url(content: str) -> bool:
    """Whether a person meant `content` as a web address."""
    return _WEB.match(content) is not None


def check_url(content: str) -> str:
    """`content` as the address of media, which browsers will fetch and the server never does.

    Raises MediaRefused: row_empty, url_bad.
    """
    url = content.strip()
    if len(url) <= MOST_URL_CHARACTERS and _URL.fullmatch(url):
        return url
    if not url:
        raise MediaRefused("row_empty", _EMPTY)
    if len(url) > MOST_URL_CHARACTERS:
        raise MediaRefused("url_bad", _URL_TOO_LONG, most=MOST_URL_CHARACTERS)
    if not looks_like_url(url):
        raise MediaRefused("url_bad", _URL_SCHEME)
    if _PLAIN_HTTP.match(url):
        raise MediaRefused("url_bad", _URL_PLAIN_HTTP)
    if _CREDENTIALS.match(url):
        raise MediaRefused("url_bad", _URL_CREDENTIALS)
    raise MediaRefused("url_bad", _URL_ODD if _ODD_CHARACTER.search(url) else _URL_BAD)


def check_text(content: str) -> str:
    """`content` without blanks around it. Raises MediaRefused: row_empty, text_too_long, text_bad."""
    text = content.strip()
    if not text:
        raise MediaRefused("row_empty", _EMPTY)
    if len(text) > MOST_TEXT_CHARACTERS:
        raise MediaRefused("text_too_long", _TEXT_TOO_LONG, most=MOST_TEXT_CHARACTERS)
    if _NOT_TEXT.search(text):
        raise MediaRefused("text_bad", _TEXT_BAD)
    return text


def name_of_url(url: str) -> str:
    """The last part of an address, as a person would call the file."""
    path = url.split("?", 1)[0].split("#", 1)[0].rstrip("/")
    return short_name(unquote(path.rpartition("/")[2], errors="replace"))


def short_name(content: str) -> str:
    """The beginning of `content`, on one line."""
    name = " ".join(_NOT_TEXT.sub("", content[: 4 * NAME_CHARACTERS]).split())
    return name if len(name) <= NAME_CHARACTERS else name[: NAME_CHARACTERS - 1] + "…"

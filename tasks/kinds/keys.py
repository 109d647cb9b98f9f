"""The keys of a desk, declared once: the scripts, the hints beside buttons and the list of all keys read them here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What stands on a key, where it isn't what the browser calls it.
_NAMES: dict[str, str | Promise] = {
    "Control": pgettext_lazy("key", "Ctrl"),
    "Shift": "⇧",
    "Enter": "⏎",
    "Escape": pgettext_lazy("key", "Esc"),
    "Delete": pgettext_lazy("key", "Del"),
    "-": "−",
}


@dataclass(frozen=True)
class Key:
    """Something that keys do at a desk, and `words` for it.

    `doing` names it to the scripts. `presses` are the keys as browsers call them, after "Control+", "Alt+" or "Shift+"
    where these are held; `aliases` do the same and are not shown. `shown` stands for presses that are too many to list.
    """

    doing: str
    words: str | Promise
    presses: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    shown: tuple[str | Promise, ...] = ()

    @property
    def names(self) -> list[str]:
        """What stands on the keys: "Ctrl Z"."""
        return [str(name) for name in self.shown] or [_name(press) for press in self.presses]


def _name(press: str) -> str:
    parts = re.split(r"\+(?=.)", press)
    return " ".join(str(_NAMES.get(part, part.upper() if len(part) == 1 else part)) for part in parts)


def doings(keys: Iterable[Key]) -> dict[str, str]:
    """What each press does, for the scripts."""
    return {press: key.doing for key in keys for press in (*key.presses, *key.aliases)}


_ARROWS = ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown")
_SHOWN_ARROWS = "← ↑ ↓ →"


def arrows(doing: str, words: str | Promise, *held: str) -> Key:
    """The four arrow keys, alone and with Shift, which takes larger steps."""
    before = "".join(f"{name}+" for name in held)
    presses = tuple(f"{before}{shift}{arrow}" for shift in ("", "Shift+") for arrow in _ARROWS)
    shown = " ".join([*(str(_NAMES[name]) for name in held), _SHOWN_ARROWS])
    return Key(doing, words, presses, shown=(shown,))


def between(doing: str, words: str | Promise) -> Key:
    """The four arrow keys, which go from one thing on the screen to the next."""
    return Key(doing, words, _ARROWS, shown=(_SHOWN_ARROWS,))


def numbers(doing: str, words: str | Promise) -> Key:
    """The keys 1 to 9."""
    return Key(doing, words, tuple("123456789"), shown=(_("1 to 9"),))


def numbers_with_alt(doing: str, words: str | Promise) -> Key:
    """Alt with 1 to 9, where the numbers themselves are typed."""
    return Key(doing, words, tuple(f"Alt+{digit}" for digit in "123456789"), shown=(_("Alt 1 to 9"),))


# At every desk.
GENERAL = (
    Key("submit", _("Submit"), ("Control+Enter",)),
    Key("undo_answer", _("Take the last answer back, for ten seconds"), ("Alt+z",)),
    Key("keys", _("Show this list"), ("?", "Control+/")),
    Key("ask", _("Ask the requester a question"), ("F9",)),
    Key("report", _("Report a problem with this one"), ("Shift+F9",)),
)
# Where the job warns of what it shows. The page's own script follows it.
VEIL = Key("veil", _("Show or hide what the job warns of"), ("Alt+v",))
# Where a picture can be brought nearer; with Alt also while one types.
ZOOM = (
    Key("zoom_in", _("Bring the picture nearer"), ("Alt++",), ("Alt+=",)),
    Key("zoom_out", _("Move it farther away"), ("Alt+-",)),
    Key("zoom_fit", _("Show all of it"), ("Alt+0",)),
)
LISTENING = (
    Key("play", _("Play and pause"), ("Escape",)),
    Key("back", _("Go 2 seconds back"), ("F1",)),
    Key("forward", _("Go 2 seconds forward"), ("F2",)),
    Key("slower", _("Play slower"), ("F3",)),
    Key("faster", _("Play faster"), ("F4",)),
    Key("loop", _("Play in a loop, or no longer"), ("F8",)),
    Key("from", _("Begin the loop here"), ("Shift+F1",)),
    Key("to", _("End the loop here"), ("Shift+F2",)),
)
BY_TOUCH = _(
    "Two fingers bring the picture nearer and move it. A long press opens what can be done with the mark under it."
)
# Where something is marked on a picture.
MARKING = (
    Key("undo", _("Undo the last change"), ("Control+z",)),
    Key("redo", _("Do it again"), ("Control+y",), ("Control+Shift+z",)),
    Key("zoom_in", _("Bring the picture nearer"), ("+",), ("=", "Alt++", "Alt+=")),
    Key("zoom_out", _("Move it farther away"), ("-",), ("Alt+-",)),
    Key("zoom_fit", _("Show all of it"), ("0",), ("Alt+0",)),
    Key("hand", _("Hold to move the picture with the mouse"), (" ",), shown=(pgettext_lazy("key", "Space"),)),
)

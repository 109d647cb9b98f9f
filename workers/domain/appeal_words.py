"""Why an appeal isn't taken, in sentences, for the page and the program alike."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tasks.domain import appeals

# What programs read.
CODES: dict[type[Exception], str] = {
    appeals.Wordless: "wordless",
    appeals.NotRejected: "not_rejected",
    appeals.Redone: "redone",
    appeals.TooLate: "too_late",
    appeals.AlreadyAppealed: "already_appealed",
}
REFUSALS = tuple(CODES)


def sentence_of(refusal: Exception) -> str:
    """What to do about one of `REFUSALS`."""
    sentences = {
        appeals.Wordless: _("Write why the decision is wrong."),
        appeals.NotRejected: _("There is nothing to appeal here: nothing was decided against you."),
        appeals.Redone: _("You have begun to do this one again: that takes the place of an appeal."),
        appeals.TooLate: _("The time to appeal has passed, and what was set aside for this answer is free again."),
        appeals.AlreadyAppealed: _("You have appealed this already, in other words. That appeal stands; read it here."),
    }
    return sentences[type(refusal)]

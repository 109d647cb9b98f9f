"""What a requester chooses: the language to expect, and how to write down what is there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.kinds.conventions import GAP, UNCLEAR
from tasks.kinds.transcription import TranscriptionForm

CONVENTIONS = {
    "spelling": _("Keep spelling, capitals and punctuation as they are, mistakes too."),
    "lines": _("Begin a new line where the original does."),
    "hyphens": _("Keep a hyphen at the end of a line; don’t join the word."),
    "abbreviations": _("Leave abbreviations as they are; don’t write them out."),
    "crossed_out": _("Leave out what is crossed out."),
}
MARKS = {"unclear": UNCLEAR, "gap": GAP}
MARK_CHOICES = [
    ("unclear", _("[unclear: word] for what can hardly be read")),
    ("gap", _("[gap] where something is missing or can’t be read at all")),
]


class SettingsForm(TranscriptionForm):
    """Choices for writing."""

    pages = forms.BooleanField(
        required=False,
        label=_("The pictures are pages, and each line is a micro-task"),
        help_text=_(
            "In the step “Files” you then also bring where the lines are: in a table, or from a closed job in which "
            "people drew boxes around them."
        ),
    )
    field_order = ["pages"]

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self._offer(CONVENTIONS, MARK_CHOICES)

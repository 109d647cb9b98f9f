"""What a requester chooses: the language to expect, who speaks, and how to write down what is said."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.kinds.conventions import UNCLEAR, UNINTELLIGIBLE, LinesField
from tasks.kinds.transcription import TranscriptionForm

SPEAKERS_AT_MOST = 9
CONVENTIONS = {
    "verbatim": gettext_lazy("Write every word as it is said, repetitions and broken-off words too."),
    "clean": gettext_lazy("Leave out “er” and broken-off words."),
    "spelling": gettext_lazy("Use the usual spelling, capitals and punctuation."),
    "numbers": gettext_lazy("Write numbers as words."),
}
MARKS = {"unclear": UNCLEAR, "unintelligible": UNINTELLIGIBLE}
MARK_CHOICES = [
    ("unclear", gettext_lazy("[unclear: word] for what can hardly be understood")),
    ("unintelligible", gettext_lazy("[unintelligible] for words that can’t be understood at all")),
]


class SpeakersField(LinesField):
    """Who speaks, one name a line. A number alone stands for so many speakers without names."""

    def to_python(self, value: object) -> list[str]:
        names = super().to_python(value)
        if len(names) == 1 and names[0].isascii() and names[0].isdigit() and 1 <= int(names[0]) <= SPEAKERS_AT_MOST:
            return [_("Speaker %(number)d") % {"number": number} for number in range(1, int(names[0]) + 1)]
        return names


class SettingsForm(TranscriptionForm):
    """Choices for speech."""

    speakers = SpeakersField(
        most=SPEAKERS_AT_MOST,
        characters=40,
        label=gettext_lazy("Speakers"),
        help_text=gettext_lazy(
            "One name a line; or a number alone, such as 2, for Speaker 1 and Speaker 2. Workers then say who speaks, "
            "turn by turn. Leave it empty for one plain text."
        ),
    )
    field_order = ["language", "speakers"]

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self._offer(CONVENTIONS, MARK_CHOICES)

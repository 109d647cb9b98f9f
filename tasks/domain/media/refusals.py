"""The one refusal of this package: a file, or a part of one, that can't be used."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.functional import Promise


class MediaRefused(Exception):
    """`code` is stable, for programs and tests; `sentence` says to a person what is the case and what to do.

    `names` fill the %(name)s places of the sentence. It is put together when it is read, in the reader's
    language; whole numbers are grouped as that language does.
    """

    def __init__(self, code: str, sentence: str | Promise, **names: object) -> None:
        super().__init__(code)
        self.code = code
        self._sentence = sentence
        self._names = names

    @property
    def sentence(self) -> str:
        if not self._names:
            return str(self._sentence)
        return str(self._sentence) % {name: _written(value) for name, value in self._names.items()}

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"


def _written(value: object) -> str:
    return number_format(value, force_grouping=True) if isinstance(value, int) else str(value)

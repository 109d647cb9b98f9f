"""The one refusal of this package: a file, or a part of one, that can't be used."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise

from web.domain import sentences


class MediaRefused(Exception):
    """`code` is stable, for programs and tests; `sentence` says to a person what is the case and what to do.

    `names` fill the %(name)s places of the sentence. It is put together when it is read, in the reader's
    language; `kept` is what a `Refusal` needs to do the same later.
    """

    def __init__(self, code: str, sentence: str | Promise, **names: Any) -> None:
        super().__init__(code)
        self.code = code
        self._sentence = sentence
        self._names = names

    @property
    def sentence(self) -> str:
        return sentences.told(self._sentence, self._names)

    def kept(self) -> dict[str, Any]:
        """The fields of a `Refusal` that say why."""
        wording, names = sentences.kept(self._sentence, self._names)
        return {"code": self.code, "wording": wording, "names": names}

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"

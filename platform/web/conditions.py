"""Conditions for the check constraints of busy tables, in few words.

PostgreSQL reads the text of each check anew in every statement that writes to the table. Django spells `^` and `__in`
out at length: on the table of assignments that took a third of a submission's time.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import BooleanField, Expression, F, Func, Value
from django.db.models.lookups import Exact, IsNull


class OneOf(Func):
    """Whether a column of text holds one of `words`."""

    template = "(%(expressions)s::text[]))"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, column: str, words: Sequence[str]) -> None:
        super().__init__(F(column), Value("{" + ",".join(words) + "}"))


def same(one: Expression, other: Expression) -> Exact[bool]:
    """Both conditions hold, or neither does."""
    return Exact(one, other)


def has_value(column: str) -> IsNull:
    """Whether a column isn't null."""
    return IsNull(F(column), False)

"""R1 and R2: from how many people on a figure is shown, and when one of them is too much of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from transparency.domain.anonymity import LEAST_WORKERS

LEAST_REQUESTERS = 3
# INSEE's rule for tables: nobody is more than so much of a sum.
MOST_PERCENT = 85


@dataclass(frozen=True, slots=True)
class Part:
    """What some people's work adds up to: the sum, how many they are, and the two largest of them.

    `requesters` is how many people gave that work; None where a figure says nothing of them.
    """

    amount: float
    people: int
    largest: float
    second: float
    requesters: int | None = None

    @classmethod
    def of(cls, contributions: Iterable[float], *, requesters: int | None = None) -> Part:
        """The sum of one contribution a person; who contributes nothing is not counted."""
        found = sorted((one for one in contributions if one > 0), reverse=True)
        first, second, *_rest = [*found, 0.0, 0.0]
        return cls(sum(found), len(found), first, second, requesters)


def is_few(people: int) -> bool:
    """R1: below eleven people a figure could be traced to somebody."""
    return people < LEAST_WORKERS


def is_dominated(part: Part, *, p_percent: float) -> bool:
    """R2: whether one person is over 85 % of a sum, or the second could work out the first to within `p_percent` %.

    The p % rule of the ESSnet Handbook on Statistical Disclosure Control: X − x₁ − x₂ < p % of x₁. What p is set to is
    nobody's business but the operator's: who knows it can reckon with it.
    """
    if part.amount <= 0:
        return False
    rest = part.amount - part.largest - part.second
    return part.largest * 100 > MOST_PERCENT * part.amount or rest * 100 < p_percent * part.largest


def refusal(part: Part, *, p_percent: float) -> str:
    """Why a sum may not be shown, in the codes of PublishedCell.Reason; empty where it may."""
    if is_few(part.people) or (part.requesters is not None and part.requesters < LEAST_REQUESTERS):
        return "k"
    return "dominance" if is_dominated(part, p_percent=p_percent) else ""


def with_company(parts: dict[str, Part], *, hidden: Iterable[str], p_percent: float) -> set[str]:
    """R4 for the parts of one published whole: `hidden` and as many of the smallest others as keep their sum apart.

    Whoever takes the shown parts from the whole is left with the hidden ones together: they are two at least, some of
    them is of eleven people, and nobody dominates their sum even if the largest of each were the same person.
    """
    chosen = {code for code in hidden if parts[code].amount > 0}
    others = sorted((code for code in parts if code not in chosen), key=lambda code: (parts[code].amount, code))
    while chosen and others and not _covers([parts[code] for code in chosen], p_percent):
        chosen.add(others.pop(0))
    return chosen


def _covers(parts: list[Part], p_percent: float) -> bool:
    together = Part(
        sum(part.amount for part in parts),
        max(part.people for part in parts),
        sum(part.largest for part in parts),
        sum(part.second for part in parts),
    )
    return len(parts) > 1 and not refusal(together, p_percent=p_percent)

"""M07 and M08: how many people would come to work here, reckoned from how often each of them was seen.

An occasion is a day, a capture is a worker who submitted something that day. Difallah, Filatova and Ipeirotis (WSDM
2018) do so for Mechanical Turk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, sqrt

# Rounded as in the papers below.
Z95 = 1.96


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number of people, and the interval at 95 % in which it lies."""

    people: float
    low: float
    high: float


def chao1(*, seen_on: Iterable[int]) -> Estimate:
    """At least so many people, from the number of days that each of those seen was seen on.

    Chao (1984): S + f1² / 2 f2, where f1 were seen once and f2 twice; without anybody seen twice the form that corrects
    its bias, S + f1 (f1 − 1) / 2. The interval is log-normal (Chao 1987) and never below the number seen. It is a lower
    bound: people differ in how often they come, and who comes seldom is missed most. Never give it without “at least”.
    """
    days = [count for count in seen_on if count > 0]
    seen, once, twice = len(days), days.count(1), days.count(2)
    if twice:
        ratio = once / twice
        unseen = once * ratio / 2
        variance = twice * (ratio**2 / 2 + ratio**3 + ratio**4 / 4)
    else:
        unseen = once * (once - 1) / 2
        people = seen + unseen
        variance = unseen + once * (2 * once - 1) ** 2 / 4 - (once**4 / (4 * people) if people else 0)
    if not unseen or variance <= 0:
        return Estimate(seen + unseen, seen, seen + unseen)
    spread = exp(Z95 * sqrt(log(1 + variance / unseen**2)))
    return Estimate(seen + unseen, seen + unseen / spread, seen + unseen * spread)


def chapman(*, first: int, second: int, both: int) -> Estimate:
    """How many there are, where `first` were seen on one occasion, `second` on another and `both` on both.

    Chapman (1951), nearly without bias; the interval is Sadinle's (2009), on the transformed logit. It takes everybody
    as equally likely to come, which workers are not: it is too low, so it is not for publication.
    """
    people = (first + 1) * (second + 1) / (both + 1) - 1
    only_first, only_second = first - both + 0.5, second - both + 0.5
    met = both + 0.5
    spread = exp(Z95 * sqrt(1 / met + 1 / only_first + 1 / only_second + met / (only_first * only_second)))
    known, missed = first + second - both, only_first * only_second / met
    return Estimate(people, known - 0.5 + missed / spread, known - 0.5 + missed * spread)


def half_life(*, decay_a_month: float) -> float:
    """M08: the months after which half of those present are gone, where so much of them leaves in each, continuously.

    Raises ValueError where nobody leaves.
    """
    if decay_a_month <= 0:
        raise ValueError("nobody leaves: there is no half-life")
    return log(2) / decay_a_month

"""Figures from elsewhere that ours are held against, each with its source and year."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from web.domain.charts import Reference

ARTICLE = "A. Casilli, P. Tubaro, L’Humanité Dimanche, 2019"
WORKING_PAPER = "C. Le Ludec, P. Tubaro, A. Casilli, arXiv:1901.03889"
WORKING_PAPER_HREF = "https://arxiv.org/abs/1901.03889"


@dataclass(frozen=True, slots=True)
class Circle:
    """One circle of workers in France, as the article rounds it and as the working paper counts it."""

    label: str
    rounded: int
    exact: int
    words: str


def circles() -> list[Circle]:
    """The article's circles, the greatest first."""
    return [
        Circle(_("occasional"), 260_000, 266_126, _("registered on at least one platform")),
        Circle(_("regular"), 52_000, 52_337, _("at least once a month")),
        Circle(_("very active"), 15_000, 14_903, _("at least once a week")),
    ]


def gender(*, women: str, men: str) -> list[Reference]:
    """What others found of women and men in micro-work. `women` and `men` are the labels of our rows."""
    return [
        Reference(0.561, _("women on Foule Factory, France"), ARTICLE, row=women),
        Reference(0.55, _("women on Mechanical Turk in the United States"), ARTICLE, row=women),
        Reference(0.40, _("women, barely: platforms in Europe, Forde 2017"), ARTICLE, row=women),
        Reference(1 / 3, _("women in countries of the North: ILO 2018"), ARTICLE, row=women),
        Reference(0.741, _("men among French workers of Mechanical Turk"), ARTICLE, row=men),
        Reference(0.70, _("men on Mechanical Turk in India, about"), ARTICLE, row=men),
    ]


def ages(*, labels: list[str]) -> str:
    """What the article says of age, to stand below ours."""
    return _("In the article most were between 25 and 44 (%(labels)s here). Source: %(source)s.") % {
        "labels": ", ".join(labels), "source": ARTICLE,
    }  # fmt: skip


def main_job() -> str:
    return _("In the article about 60 %% had a main job besides. Source: %(source)s.") % {"source": ARTICLE}


def children() -> str:
    return _("In the article women had children more often than men: 55 %%. Source: %(source)s.") % {"source": ARTICLE}


def part_time() -> str:
    return _("In the article women’s main jobs were more often part-time. Source: %(source)s.") % {"source": ARTICLE}


def domestic() -> str:
    return _("In the article women gave much more time to domestic work. Source: %(source)s.") % {"source": ARTICLE}


def unpaid_minutes() -> str:
    return _(
        "A study of 100 workers elsewhere found a median of $3.76 an hour without, and $2.83 with the time that nobody "
        "pays: 33 %% of paid time. Source: %(source)s."
    ) % {"source": "C. Toxtli, S. Suri, S. Savage, CSCW 2021"}


def hourly() -> str:
    return _(
        "On Mechanical Turk a study of 2,676 workers found a median of about $2 an hour, and 4 %% of them above $7.25. "
        "Source: %(source)s."
    ) % {"source": "K. Hara et al., CHI 2018"}

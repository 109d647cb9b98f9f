"""What a metric is: a figure's definition, and the function that computes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, reduce
from importlib import import_module
from typing import Any, cast

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Audience(models.TextChoices):
    """Who sees a figure. What tells of people is shown to others than themselves for eleven of them or more."""

    WORKER = "worker", _("the worker it is about")
    WORKERS = "workers", _("all workers")
    REQUESTER = "requester", _("the requester, of their own jobs")
    AUDITOR = "auditor", _("auditors")
    PUBLIC = "public", _("everybody")


@dataclass(frozen=True)
class Metric:
    """One figure: what it is, in what unit, how it is reckoned, by whom it was thought of, and who sees it.

    `function` names what computes it, from `transparency` on. Another formula is another `version`.
    """

    id: str
    name: Words
    unit: Words
    formula: Words
    source: Words
    seen_by: tuple[Audience, ...]
    function: str
    version: int = 1

    @cached_property
    def computed_by(self) -> Callable[..., Any] | property:
        """The function itself. Some of their modules take long to load, so they are loaded when asked for."""
        module, _colon, names = self.function.partition(":")
        found: Any = reduce(getattr, names.split("."), import_module(f"transparency.{module}"))
        return cast(Callable[..., Any] | property, found)


HARA = "Hara, Adams, Milland, Savage, Callison-Burch, Bigham, CHI 2018"
TOXTLI = "Toxtli, Suri, Savage, CSCW 2021"
CASILLI = "Casilli, Tubaro, L’Humanité Dimanche 2019"
DIFALLAH = "Difallah, Filatova, Ipeirotis, WSDM 2018"
EIGE = "EIGE 2020/21"
FAIRWORK = "Fairwork"
DIRECTIVE = _("Directive (EU) 2024/2831")
OURS = _("this site’s own definition")

PEOPLE = _("people")
SHARE = _("share, 0 to 1")
HOURLY = _("money an hour")
MONEY = _("money")
SECONDS = _("seconds")
HOURS = _("hours")

ALL = (Audience.WORKERS, Audience.REQUESTER, Audience.AUDITOR, Audience.PUBLIC)
EVERYBODY = (Audience.AUDITOR, Audience.PUBLIC)
OWN_AND_EVERYBODY = (Audience.WORKER, Audience.AUDITOR, Audience.PUBLIC)

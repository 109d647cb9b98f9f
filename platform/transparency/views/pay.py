"""Pay as an auditor explores it: how it is spread over people, what lies below the floor, what nobody paid for."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, auditor_required
from accounts.models import User
from ledger.domain.floors import Floor
from transparency.domain import reports
from transparency.domain.auditing import explore, kept, labour_report
from transparency.domain.auditing.groups import Group, Grouping
from transparency.domain.auditing.scope import Asked
from transparency.models import JobFact
from transparency.pay_forms import PayForm
from web.domain.charts import Caption, Reference
from web.domain.charts.histogram import Bin, Histogram, histogram
from web.domain.formatting import format_hourly_amount, format_number


@require_safe
@auditor_required
def pay(request: PersonRequest) -> HttpResponse:
    """Pay of the days and the work that the address names, drawn, and as a table by kind, requester, job or month."""
    form = PayForm(request.GET)
    asked = form.asked()
    if form.is_valid():
        # The days that were taken where none were asked for.
        taken = {"since": asked.first, "until": asked.last, "country": form.country_held()}
        form.data = {**request.GET.dict(), **taken}
    floor, by = form.floor(asked.last), form.grouping()
    floor_micros = floor.hourly_micros if floor else 0
    shown = kept.shown(asked=asked, floor_hourly_micros=floor_micros, by=by, page=_page(request))
    found, fee = shown.pay, shown.fee_micros
    return render(
        request,
        "transparency/audit/pay.html",
        {
            "form": form,
            "asked": asked,
            "floor": floor,
            "pay": found,
            "hourly": found.hourly[asked.measure.value],
            "histogram": _drawn(asked, found, floor),
            "below": shown.below,
            "delays": shown.delays,
            "fee_micros": fee,
            "fee_share": fee / (fee + found.earned_micros) if fee + found.earned_micros > 0 else None,
            "by": by.value,
            "half_years": [str(each) for each in labour_report.latest(at=now())],
            "page": shown.groups,
            "lines": named(list(shown.groups), by=by),
        },
    )


def _page(request: PersonRequest) -> int:
    number = request.GET.get("page", "")
    return int(number) if number.isdecimal() and len(number) < 10 else 1


def named(groups: list[Group], *, by: Grouping) -> list[tuple[str, str, Group]]:
    """Each group with its name, and what filters call it by: a job's mark, a requester's address, a kind."""
    keys = [group.key for group in groups]
    if by is Grouping.REQUESTER:
        people = User.objects.in_bulk(keys)
        return [(str(people[group.key]), people[group.key].email, group) for group in groups]
    if by is Grouping.JOB:
        facts = JobFact.objects.in_bulk(keys)
        return [(facts[group.key].title, facts[group.key].public_id, group) for group in groups]
    if by is Grouping.MONTH:
        return [(date_format(group.key, "F Y"), "", group) for group in groups]
    return [(reports.kind_name(group.key), group.key, group) for group in groups]


def _drawn(asked: Asked, found: explore.Pay, floor: Floor | None) -> Histogram | None:
    if found.spread is None:
        return None
    write: Any = lambda micros: format_hourly_amount(round(micros))  # noqa: E731 (it is handed on)
    references = [Reference(found.spread.median, _("median"))]
    if floor is not None:
        references.append(Reference(floor.hourly_micros, _("wage floor"), floor.source))
    people = ngettext("%(count)s worker", "%(count)s workers", found.people_count)
    return histogram(
        caption=Caption(
            _("Hourly pay of workers"),
            _("workers in each range; the last bar holds all beyond"),
            "n = " + people % {"count": format_number(found.people_count)},
            definition=asked.measure.value,
            definition_href=f"{reverse('transparency:methods')}#{asked.measure.value}",
        ),
        bins=[Bin(each.low, each.high, each.count) for each in found.bins],
        write=write,
        references=references,
    )

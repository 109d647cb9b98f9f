"""The front page: what this is, and what its work really pays."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from ledger.domain.floors import floor_on
from transparency.domain.figures import hours, pay
from transparency.domain.release import reading


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this is in one sentence, the hour bar of the latest release, two doors, and why.

    Its figures are those that were published: before the first release, and where too few people stand behind them,
    it says so, and the bar shows the floor alone.
    """
    release = reading.latest_release()
    tables = reading.tables(["unpaid", "hourly_pay"], release) if release else {}
    hourly = pay.hourly(tables)
    return render(
        request,
        "transparency/front.html",
        {
            "release": release,
            "unpaid": hours.unpaid(tables),
            "at_work": hourly[0] if hourly else None,
            "hourly_micros": hourly[0].pooled if hourly else None,
            "hourly": hourly,
            "floor": None if release else floor_on(country=settings.PAY_FLOOR_COUNTRY, day=localdate()),
        },
    )

"""Who works here, how long, for how much: the public pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from transparency.domain.figures import answers, hours, pay, people, trend
from transparency.domain.release import reading


@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """The published figures, from released tables only."""
    release = reading.latest_release()
    tables = reading.tables(release=release) if release else {}
    floor = release.floor_hourly_micros if release else None
    return render(
        request,
        "transparency/public/who.html",
        {
            "release": release,
            "of_article": people.of_article(),
            "activity": people.activity(tables),
            "pool": people.pool(tables),
            "people": people.charts(tables),
            "floor_micros": floor,
            "pay": pay.charts(tables, floor_micros=floor),
            "money": pay.money_figures(tables),
            "unpaid": hours.unpaid(tables),
            "hours": hours.charts(tables),
            "work": pay.answers(tables),
            "answers": answers.charts(tables),
            "more_answers": answers.more(tables),
            "downloads": [(table_id, view.title) for table_id, view in tables.items()],
            "trend": trend.charts() if release else [],
        },
    )

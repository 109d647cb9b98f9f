"""The front page: what this is, and what its work really pays."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from transparency.domain import reports
from transparency.domain.anonymity import LEAST_WORKERS


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this is in one sentence, the hour bar of this instance, two doors, and why.

    While fewer than eleven people have worked here, a figure would speak of them: it says so instead.
    """
    pay = reports.public_pay()
    return render(
        request,
        "transparency/front.html",
        {
            "pay": pay,
            "is_publishable": pay.worker_count >= LEAST_WORKERS,
            "least_workers": LEAST_WORKERS,
            "floor": reports.floor_of_day(at=now()),
        },
    )

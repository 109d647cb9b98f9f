"""How every figure is made: definitions, formulas, how time is measured, what may be shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from transparency.domain import catalogue, presence, reported_time
from transparency.domain.anonymity import LEAST_WORKERS


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """Every metric of the catalogue under its own anchor, and the rules that hold for all of them."""
    return render(
        request,
        "transparency/public/methods.html",
        {
            "silence": presence.SILENCE,
            "look_beyond": reported_time.LOOK_BEYOND,
            "least_workers": LEAST_WORKERS,
            "metrics": catalogue.METRICS.values(),
        },
    )

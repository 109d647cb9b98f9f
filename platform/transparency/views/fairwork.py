"""Fairwork's ten points, as this site scores itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from transparency.domain.systems import fairwork as scoring


@require_safe
def fairwork(request: HttpRequest) -> HttpResponse:
    """Each point with what the checks find now, met or not."""
    found = scoring.points(at=now())
    return render(
        request,
        "transparency/public/fairwork.html",
        {"points": found, "met_count": sum(point.is_met for point in found), "count": len(found)},
    )

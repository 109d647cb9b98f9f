"""What programs here watch and decide: the system cards."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from transparency.domain.systems import monitored, reading
from transparency.domain.systems.card import Sort


@require_safe
def systems(request: HttpRequest) -> HttpResponse:
    """Each automated monitoring and decision, and every type of event that is written down (Art. 9)."""
    return render(
        request,
        "transparency/public/systems.html",
        {
            "sorts": [(sort, reading.cards(sort=sort)) for sort in Sort],
            "monitored": monitored.monitored(),
        },
    )

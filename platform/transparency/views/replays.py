"""Work on Mechanical Turk, reckoned as ours is. For auditors."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, auditor_required
from transparency.domain.replay import replaying
from transparency.domain.replay.result_files import MICROS
from transparency.models import Replay

BATCHES_A_PAGE = 30
REPLAYS_A_PAGE = 30


@require_safe
@auditor_required
def replays(request: PersonRequest) -> HttpResponse:
    """Every replay, the latest first."""
    page = Paginator(replaying.replays(), REPLAYS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "transparency/replays.html", {"page": page})


@require_safe
@auditor_required
def replay(request: PersonRequest, number: int) -> HttpResponse:
    """What the batches of one replay took and paid: all together on top, each named below."""
    kept = get_object_or_404(Replay, pk=number)
    everything, batches = replaying.lines_of(kept)
    page = Paginator(batches, BATCHES_A_PAGE).get_page(request.GET.get("page"))
    context = {"replay": kept, "floor": kept.floor_hourly_micros / MICROS, "all": everything, "page": page}
    return render(request, "transparency/replay.html", context)

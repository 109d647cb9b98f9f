"""Time at work: heartbeats of the desk’s pages, and Stop. What a page may tell is listed here, and no more is heard."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, worker_required
from tasks.domain import desk
from tasks.domain.floor_policy import floor_hourly_micros
from transparency.domain import attention, presence
from workers.domain import earnings

TAB = re.compile(r"[A-Za-z0-9_-]{1,22}", re.ASCII)
MOST_BEATS = 200
MOST_BODY_BYTES = 64 * 1024
# The whole of a beat: whose work it was for, which stretch, when it began, how long.
COUNTERS = {
    "seq": 1_000_000,
    "began_ms": 1 << 43,
    "visible_ms": 86_400_000,
    "active_ms": 86_400_000,
    "media_ms": 86_400_000,
}
BEAT = {"assignment", *COUNTERS}


@dataclass(frozen=True, slots=True)
class Heard:
    """What one page told."""

    tab: str
    beats: list[desk.Beat]


@require_POST
@worker_required
def heartbeat(request: PersonRequest) -> JsonResponse:
    """Pages are still looked at: keep the greatest counters, extend the leases of what is in use."""
    heard = _heard(request)
    if heard is None:
        sentence = _("Send “tab” and “beats”, each with its assignment and whole numbers of milliseconds.")
        return JsonResponse({"code": "invalid", "sentence": sentence}, status=400)
    at, worker = now(), request.user
    leases = desk.hear(worker=worker, tab=heard.tab, beats=heard.beats, at=at)
    today = earnings.today(worker=worker, at=at)
    context = {"today": today, "floor_micros": floor_hourly_micros(at=at)}
    return JsonResponse(
        {
            "now_ms": attention.milliseconds(at),
            "leases": {public_id: _seconds_left(due_at, at) for public_id, due_at in leases.items()},
            "today": render_to_string("workers/_day.html", context, request=request),
        }
    )


def _seconds_left(due_at: datetime | None, at: datetime) -> int | None:
    """None for what is in nobody's hands any more, or in somebody else's."""
    return None if due_at is None else max(0, int((due_at - at).total_seconds()))


@require_POST
@worker_required
def stop(request: PersonRequest) -> HttpResponse:
    """The worker stops. A page that can tells its last counters with it; nothing is measured until the next Start."""
    at, worker = now(), request.user
    heard = _heard(request)
    if heard is not None:
        desk.hear(worker=worker, tab=heard.tab, beats=heard.beats, at=at)
    presence.stop(worker_number=worker.pk, at=at)
    if heard is not None:
        return HttpResponse(status=204)
    messages.success(request, _("You have stopped. Nothing is measured until you start again."))
    response = HttpResponseRedirect(resolve_url("work:mine"))
    response.status_code = 303
    return response


def _heard(request: PersonRequest) -> Heard | None:
    """What the page told, if every part of it is one that may be told."""
    if request.content_type != "application/json" or len(request.body) > MOST_BODY_BYTES:
        return None
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(sent, dict) or set(sent) != {"tab", "beats"}:
        return None
    tab, beats = sent["tab"], sent["beats"]
    if not isinstance(tab, str) or not TAB.fullmatch(tab) or not isinstance(beats, list) or len(beats) > MOST_BEATS:
        return None
    read = [_beat(beat) for beat in beats]
    known = [beat for beat in read if beat is not None]
    return Heard(tab, known) if len(known) == len(read) else None


def _beat(sent: object) -> desk.Beat | None:
    if not isinstance(sent, Mapping) or set(sent) != BEAT or not isinstance(sent["assignment"], str):
        return None
    counters = {name: sent[name] for name in COUNTERS}
    if not all(type(value) is int and 0 <= value <= COUNTERS[name] for name, value in counters.items()):
        return None
    return desk.Beat(assignment=sent["assignment"].replace("\x00", ""), **counters)

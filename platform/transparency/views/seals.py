"""The seals of the log, for everybody: the chain, the keys, and the program that checks what this site says."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from transparency.domain.sealing import blocks, dump, keys, receipts, verification
from transparency.domain.sealing.waiting import count_waiting
from transparency.models import Block

BLOCKS_A_PAGE = 25
BLOCKS_A_FILE = 1000
VERIFY = Path(__file__).resolve().parents[1] / "verify" / "verify.py"


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """How far the log is sealed, what that proves and what it doesn't, and every block."""
    at = now()
    waiting_count, waiting_since = count_waiting(at=at)
    newest = blocks.latest()
    return render(
        request,
        "transparency/public/log.html",
        {
            "latest": newest,
            "latest_hash": blocks.header_hash(newest).hex() if newest else "",
            "sealed_age": verification.sealed_age(at=at),
            "waiting_count": waiting_count,
            "waiting_since": waiting_since,
            "check": verification.last_verification(),
            "page": Paginator(Block.objects.order_by("-height"), BLOCKS_A_PAGE).get_page(request.GET.get("page")),
            "keys": [(key, bytes(key.public_key).hex()) for key in keys.public_keys()],
            "is_open": keys.is_open(),
            "address": settings.SITE_ADDRESS,
        },
    )


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """The newest block. Whoever keeps it can tell later whether the chain was written anew."""
    newest = blocks.latest()
    if newest is None:
        return JsonResponse({"detail": "Nothing is sealed yet."}, status=404)
    return JsonResponse(receipts.signed_block(newest).as_json(), json_dumps_params={"indent": 2})


@require_safe
def block(request: HttpRequest, height: int) -> HttpResponse:
    """One block as it is signed."""
    found = get_object_or_404(Block, pk=height)
    return JsonResponse(receipts.signed_block(found).as_json(), json_dumps_params={"indent": 2})


@require_safe
def chain(request: HttpRequest) -> HttpResponse:
    """A thousand blocks from `?from=` on, with the keys, as `verify.py chain` reads them."""
    asked = request.GET.get("from", "0")
    first = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    found = dump.signed_headers(first=first, most=BLOCKS_A_FILE)
    return JsonResponse({"keys": dump.public_keys(), "blocks": found})


@require_safe
def public_keys(request: HttpRequest) -> HttpResponse:
    """Every key that this site ever signed with."""
    return JsonResponse({"keys": dump.public_keys()}, json_dumps_params={"indent": 2})


@require_safe
def verify(request: HttpRequest) -> FileResponse:
    """The program that checks receipts, the chain and labour statements, to read and to run anywhere."""
    return FileResponse(VERIFY.open("rb"), as_attachment=True, filename="verify.py", content_type="text/x-python")

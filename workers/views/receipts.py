"""A worker's receipts: proof of each line of their pay, and of any event of theirs, to keep and to check anywhere."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, worker_required
from transparency.domain.sealing import receipts


@require_safe
@worker_required
def receipt(request: PersonRequest, event_id: int) -> HttpResponse:
    """The receipt of one event, as a file. It comes with the next block, within a minute of what it proves."""
    try:
        found = receipts.receipt_of(event_id, request.user.pk)
    except receipts.NoSuchRow:
        raise Http404 from None
    except receipts.NotSealedYet:
        return render(request, "workers/receipt_to_come.html", {"event_id": event_id}, status=404)
    name = f"receipt-{event_id}.json"
    return JsonResponse(
        found,
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

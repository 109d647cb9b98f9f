"""The auditor's page of wage floors: which hold, from where, what is done about them, what the guarantee came to."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, auditor_required
from ledger.domain.floors import in_force
from ledger.models import PayFloor
from tasks.domain import floor_policy, floor_report
from transparency.domain import reports
from transparency.domain.reports import worker_mark

OWED_A_PAGE = 50
PAID_A_PAGE = 50


@require_safe
@auditor_required
def floors(request: PersonRequest) -> HttpResponse:
    """Every floor with its source and validity; the policy; sums owed and paid up to the floor."""
    rows = PayFloor.objects.order_by("country", "kind", "-valid_from")
    page = Paginator(floor_report.paid(), PAID_A_PAGE).get_page(request.GET.get("page"))
    owed = Paginator(floor_report.owed(), OWED_A_PAGE).get_page(request.GET.get("owed"))
    return render(
        request,
        "tasks/oversight_floors.html",
        {
            "tab": "floors",
            "held": reports.floor_of_day(at=now()),
            "policy": floor_policy.policy().value,
            "self_employed_permille": settings.SELF_EMPLOYED_PERMILLE,
            "floors": [(row, in_force(row)) for row in rows],
            "currency_code": settings.CURRENCY,
            "totals": floor_report.totals(),
            "owed_page": owed,
            "owed": [(pay, worker_mark(job_number=pay.job_id, worker_number=pay.worker_id)) for pay in owed],
            "page": page,
            "paid": [(pay, worker_mark(job_number=pay.job_id, worker_number=pay.worker_id)) for pay in page],
        },
    )

"""An auditor looks at one worker by name, which that worker is told; suspends them, or lifts it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.doors import PersonRequest, auditor_required
from accounts.models import User
from ledger.domain import payees
from tasks.domain import suspending
from tasks.models import Assignment
from workers.audit_forms import LookForm, StandingForm
from workers.domain import earnings, looks


@require_http_methods(["GET", "HEAD", "POST"])
@auditor_required
def find(request: PersonRequest) -> HttpResponse:
    """Ask for one worker by address and say why: the look is kept, and shown to them."""
    form = LookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            look = looks.take(auditor=request.user, at=now(), **form.cleaned_data)
        except looks.NoSuchWorker:
            form.add_error("email", _("No worker has this e-mail address. Check the spelling."))
        except looks.Wordless:
            form.add_error("why", _("Say why: the worker reads that."))
        else:
            return redirect("audit-people:person", look.pk)
    found = looks.opened_by(auditor=request.user, at=now()).order_by("-at")
    return render(request, "workers/people.html", {"form": form, "looks": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@auditor_required
def person(request: PersonRequest, number: int) -> HttpResponse:
    """What an open look shows of a worker; suspending them, and lifting it."""
    look = get_object_or_404(looks.opened_by(auditor=request.user, at=now()), pk=number)
    form = StandingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _decide(request, look.worker, form.cleaned_data["reason"])
        return redirect("audit-people:person", look.pk)
    worker, history = look.worker, list(suspending.of(worker=look.worker))
    context = {
        "look": look,
        "form": form,
        "worker": worker,
        "history": history,
        "current": next((one for one in history if one.lifted_at is None), None),
        "counts": _counts(worker),
        "balance_micros": earnings.balance_micros(worker=worker),
        "payee": payees.of(worker_id=worker.pk),
        "is_self": worker.pk == request.user.pk,
    }
    return render(request, "workers/person.html", context)


def _counts(worker: User) -> dict[str, int]:
    """How many of the worker's answers stand how."""
    State = Assignment.State
    counted: dict[str, int] = Assignment.objects.filter(worker=worker, submitted_at__isnull=False).aggregate(
        approved=Count("pk", filter=Q(state=State.APPROVED)),
        rejected=Count("pk", filter=Q(state=State.REJECTED)),
        overturned=Count("pk", filter=Q(overturned_at__isnull=False)),
        waiting=Count("pk", filter=Q(state=State.SUBMITTED)),
    )
    return counted


def _decide(request: PersonRequest, worker: User, reason: str) -> None:
    at, history = now(), suspending.of(worker=worker)
    current = history.filter(lifted_at__isnull=True).first()
    try:
        if request.POST.get("do") == "lift":
            if current is not None:
                suspending.lift(suspension=current, lifted_by=request.user, because=reason, at=at)
            messages.success(request, _("Lifted. The worker can take new work again."))
        else:
            suspending.suspend(worker=worker, decided_by=request.user, reason=reason, at=at)
            messages.success(request, _("Suspended. The worker reads your reason, and their balance is paid out."))
    except suspending.AppealIsOpen:
        messages.error(request, _("The worker has appealed: decide that appeal, with your reasons."))
    except suspending.AlreadySuspended:
        messages.info(request, _("This worker is suspended already; nothing was changed."))
    except (suspending.NotAnAuditor, suspending.NotAWorker):
        messages.error(request, _("Nobody can suspend themselves, or somebody who doesn’t work here."))

"""The buttons of the review: answers approved, or rejected with a reason, one by one or many at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, requester_required
from tasks.domain import consents, review_list, reviewing
from tasks.domain.consents import Outcome
from tasks.models import Job
from tasks.review_forms import RejectForm
from tasks.views.answers import ANSWERS_A_PAGE, answer_of, answers_page, back, line_part
from tasks.views.published import published_job
from web.domain.formatting import format_micros, format_number


@require_POST
@requester_required
def approve(request: PersonRequest, public_id: str) -> HttpResponse:
    """Approve and pay the answer whose button was pressed, or else those that were ticked."""
    job = published_job(request, public_id)
    chosen = [request.POST["one"]] if "one" in request.POST else request.POST.getlist("assignment")
    numbers = review_list.numbers_of(job=job, public_ids=chosen[:ANSWERS_A_PAGE])
    at = now()
    approved = reviewing.approve(job=job, assignment_ids=numbers, decided_by_id=request.user.pk, at=at)
    if request.htmx and "one" in request.POST:
        said = "" if approved else decided_sentence()
        return line_part(request, job, chosen[0], said=said)
    if not chosen:
        messages.warning(request, _("No answer was ticked. Tick those to approve first."))
        return back(request, job)
    if approved:
        amount = format_micros(review_list.paid_micros(job=job, assignment_ids=numbers, decided_at=at))
        paid = {"count": format_number(approved), "amount": amount}
        words = ngettext(
            "%(count)s answer is approved; its worker was paid %(amount)s.",
            "%(count)s answers are approved; their workers were paid %(amount)s in all.",
            approved,
        )
        messages.success(request, words % paid)
    _tell_left(request, len(chosen) - approved)
    return back(request, job)


def _tell_left(request: PersonRequest, count: int) -> None:
    if not count:
        return
    words = ngettext(
        "%(count)s of them had been decided on already; nothing was changed there.",
        "%(count)s of them had been decided on already; nothing was changed there.",
        count,
    )
    messages.info(request, words % {"count": format_number(count)})


def decided_sentence() -> str:
    """That nothing was changed, for somebody, or time, was quicker."""
    return _("This answer had been decided on already; nothing was changed.")


@require_POST
@requester_required
def reject(request: PersonRequest, public_id: str, assignment_id: str) -> HttpResponse:
    """Reject one answer with a reason and words; a replacement is opened when there is money for it.

    Beyond what a requester decides alone, an auditor is asked.
    """
    job = published_job(request, public_id)
    assignment = answer_of(job, assignment_id)
    form = RejectForm(request.POST, auto_id=f"{assignment.public_id}_%s")
    if not form.is_valid():
        if request.htmx:
            return line_part(request, job, assignment_id, form=form)
        return answers_page(request, job, refused=form, refused_id=assignment.public_id)
    try:
        outcome = consents.reject_or_ask(assignment=assignment, decided_by=request.user, at=now(), **form.cleaned_data)
    except reviewing.NotDecidable:
        said = decided_sentence()
    except consents.ConsentRefused as refusal:
        said = refused_sentence(refusal)
    else:
        said = _what_follows(job, outcome)
    if request.htmx:
        return line_part(request, job, assignment_id, said=said)
    messages.info(request, said)
    return back(request, job)


def refused_sentence(refusal: consents.ConsentRefused) -> str:
    """That an auditor looked at the answer and refused its rejection, and why."""
    return _("An auditor has refused this rejection: “%(words)s” The answer can be approved.") % {
        "words": refusal.request.decision_words
    }


def asked_sentence() -> str:
    """That a rejection waits for an auditor, and what happens when none decides in time."""
    return _(
        "You have rejected as many answers of this job as you may alone. An auditor was asked for consent; if none "
        "decides in time, the answer approves itself and is paid."
    )


def _what_follows(job: Job, outcome: Outcome) -> str:
    cost = {"amount": format_micros(reviewing.replacement_cost_micros(job=job))}
    if outcome is Outcome.ASKED:
        return asked_sentence()
    if outcome is Outcome.REPLACED:
        return _("The answer is rejected. A replacement is open; %(amount)s were set aside for it.") % cost
    if job.is_running:
        return _("The answer is rejected. Your money lacks the %(amount)s that a replacement takes.") % cost
    return _("The answer is rejected. The job is closed, so no replacement was opened.")


@require_POST
@requester_required
def reject_many(request: PersonRequest, public_id: str) -> HttpResponse:
    """Reject the ticked answers for one reason; where an auditor has to consent, they are asked for the rest."""
    job = published_job(request, public_id)
    chosen = request.POST.getlist("assignment")[:ANSWERS_A_PAGE]
    form = RejectForm(request.POST, auto_id="many_%s")
    if not chosen:
        messages.warning(request, _("No answer was ticked. Tick those to reject first."))
        return back(request, job)
    if not form.is_valid():
        return answers_page(request, job, refused=form, ticked=tuple(chosen))
    found = review_list.all_answers(job=job).filter(public_id__in=[one.lower() for one in chosen]).order_by("pk")
    done = consents.reject_many(assignments=list(found), decided_by=request.user, at=now(), **form.cleaned_data)
    _tell_rejected(request, job, done)
    return back(request, job)


def _tell_rejected(request: PersonRequest, job: Job, done: consents.Outcomes) -> None:
    rejected = len(done.replaced) + len(done.not_replaced)
    if rejected:
        words = ngettext("%(count)s answer is rejected.", "%(count)s answers are rejected.", rejected)
        messages.success(request, words % {"count": format_number(rejected)})
    if done.replaced:
        words = ngettext("%(count)s replacement is open.", "%(count)s replacements are open.", len(done.replaced))
        messages.info(request, words % {"count": format_number(len(done.replaced))})
    if done.not_replaced and job.is_running:
        cost = format_micros(len(done.not_replaced) * reviewing.replacement_cost_micros(job=job))
        words = _("Your money does not reach for the other replacements: they take %(amount)s more.")
        messages.warning(request, words % {"amount": cost})
    if done.asked:
        words = ngettext(
            "For %(count)s of them an auditor was asked for consent: you have rejected as many as you may alone.",
            "For %(count)s of them an auditor was asked for consent: you have rejected as many as you may alone.",
            len(done.asked),
        )
        messages.info(request, words % {"count": format_number(len(done.asked))})
    _tell_left(request, len(done.left))


@require_POST
@requester_required
def replacements(request: PersonRequest, public_id: str) -> HttpResponse:
    """Open the replacements that lacked money when their answers were rejected."""
    job = published_job(request, public_id)
    opened = reviewing.open_missing_replacements(job=job, at=now())
    left = reviewing.missing_replacements(job=job).count() if job.is_running else 0
    if opened:
        words = ngettext("%(count)s replacement is open.", "%(count)s replacements are open.", opened)
        messages.success(request, words % {"count": format_number(opened)})
    if left:
        lacking = format_micros(left * reviewing.replacement_cost_micros(job=job))
        messages.warning(
            request, _("Your money does not reach for all of them: they take %(amount)s more.") % {"amount": lacking}
        )
    return back(request, job)

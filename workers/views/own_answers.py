"""What a worker said of themselves: to read, change, correct, remove, take away, withdraw and erase."""

from __future__ import annotations

import csv
from itertools import groupby

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import PersonRequest
from transparency.domain.demographics import answers, consents, erasing, exporting, paying, sittings
from transparency.domain.demographics.asking import Question
from transparency.domain.demographics.consents import Purpose
from transparency.domain.demographics.questions import QUESTIONS
from web.domain.spreadsheets import plain_cell
from workers.questionnaire_forms import ChangeForm
from workers.views.questionnaire import own_pages

RECEIPT = "receipt of the questionnaire"


@require_safe
@own_pages
def own(request: PersonRequest) -> HttpResponse:
    """Every answer with its history, and every consent."""
    at, worker = now(), request.user.pk
    agreed = consents.of(worker_number=worker)
    by_question = groupby(answers.own_history(worker_number=worker), key=lambda one: one.question)
    found = [(QUESTIONS.get(question), list(said)) for question, said in by_question]
    return render(
        request,
        "workers/answers.html",
        {
            "found": found,
            "consents": [
                (asked, asked.purpose in agreed, erasing.is_last(purpose=asked.purpose, agreed=agreed))
                for asked in consents.ASKED
            ],
            "progress": sittings.progress(worker_number=worker, at=at),
            "paid_micros": paying.paid_micros(worker_number=worker, at=at),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@own_pages
def change(request: PersonRequest, question: str) -> HttpResponse:
    """Another answer to one question: a change from a day on, or a correction."""
    asked, said = _asked(question), answers.own_answers(worker_number=request.user.pk)
    form = ChangeForm(request.POST if request.method == "POST" else None, question=asked, said=said)
    if request.method == "POST" and form.is_valid() and _keep(request, asked, form):
        return redirect(f"{reverse('work:answers')}#{asked.id}")
    return render(
        request,
        "workers/answer_change.html",
        {"form": form, "question": asked, "fields": form.shown()},
    )


def _asked(question: str) -> Question:
    if question not in QUESTIONS:
        raise Http404
    return QUESTIONS[question]


def _keep(request: PersonRequest, asked: Question, form: ChangeForm) -> bool:
    worker, at, said = request.user.pk, now(), form.said()
    if asked.id not in said:
        form.add_error(asked.id, _("Choose an answer, or go back and remove the one you gave."))
        return False
    try:
        if form.is_correction:
            answers.correct(
                worker_number=worker, question=asked.id, codes=said[asked.id], own_words=form.own_words(), at=at
            )
        else:
            answers.keep(worker_number=worker, answers=said, own_words=form.own_words(), since=form.since_day, at=at)
    except answers.NotThen:
        form.add_error("since", _("Choose a day from your earlier answer’s until today."))
        return False
    except answers.NotAgreed:
        form.add_error(asked.id, _("These questions concern health: agree to be asked first, on the page before."))
        return False
    messages.success(request, _("Kept, with what you said before."))
    return True


@require_POST
@own_pages
def remove(request: PersonRequest, question: str) -> HttpResponse:
    """Erase one answer with its history."""
    answers.remove(worker_number=request.user.pk, question=_asked(question).id)
    messages.success(request, _("Removed, with its history."))
    return redirect("work:answers")


@require_POST
@own_pages
def grant(request: PersonRequest, purpose: str) -> HttpResponse:
    """Agree to one purpose."""
    consents.grant(worker_number=request.user.pk, purposes=[_purpose(purpose)], at=now())
    messages.success(request, _("Agreed. You can take it back at any time, here."))
    return redirect("work:answers")


@require_POST
@own_pages
def withdraw(request: PersonRequest, purpose: str) -> HttpResponse:
    """Take a consent back at once, with a receipt."""
    try:
        receipt = erasing.withdraw(worker_number=request.user.pk, purpose=_purpose(purpose), at=now())
    except erasing.NotGiven:
        messages.info(request, _("You hadn’t agreed to that; nothing was changed."))
        return redirect("work:answers")
    return _to_receipt(receipt)


@require_POST
@own_pages
def erase(request: PersonRequest) -> HttpResponse:
    """Erase everything that was said, with a receipt."""
    return _to_receipt(erasing.erase(worker_number=request.user.pk, at=now()))


def _purpose(name: str) -> Purpose:
    if name not in Purpose:
        raise Http404
    return Purpose(name)


def _to_receipt(receipt: erasing.Receipt) -> HttpResponse:
    """The receipt travels in the address: this site keeps its hash alone."""
    word = signing.dumps(receipt.as_json, salt=RECEIPT)
    return redirect(f"{reverse('work:receipt')}?{urlencode({'of': word})}")


@require_safe
@own_pages
def receipt(request: PersonRequest) -> HttpResponse:
    """The receipt to keep, as a page or as a file."""
    word = request.GET.get("of", "")
    try:
        said = signing.loads(word, salt=RECEIPT)
    except signing.BadSignature:
        return redirect("work:answers")
    if "file" in request.GET:
        response = JsonResponse(said, json_dumps_params={"indent": 2, "ensure_ascii": False})
        response["Content-Disposition"] = f'attachment; filename="visible-hands-receipt-{said["sha256"][:8]}.json"'
        return response
    return render(request, "workers/answers_receipt.html", {"receipt": said, "word": word})


@require_safe
@own_pages
def as_json(request: PersonRequest) -> HttpResponse:
    """All that was said and agreed to, for programs."""
    said = exporting.as_json(worker_number=request.user.pk, at=now())
    response = JsonResponse(said, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="my-answers.json"'
    return response


@require_safe
@own_pages
def as_csv(request: PersonRequest) -> HttpResponse:
    """The answers with their history, for a spreadsheet."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-answers.csv"'
    writer = csv.writer(response)
    writer.writerow(exporting.COLUMNS)
    writer.writerows([plain_cell(cell) for cell in row] for row in exporting.rows(worker_number=request.user.pk))
    return response

"""The gallery: every component on one page, for those who build and check the look. Development only."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from web import gallery_charts
from web.forms import LineListField, MoneyField

FLOOR_MICROS = 12_020_000
# Paid seconds, unpaid seconds, micros an hour.
HOURS = [
    (43 * 60, 17 * 60, 7_900_000),
    (58 * 60, 2 * 60, 13_400_000),
    (20 * 60, 40 * 60, 2_300_000),
    (60 * 60, 0, 24_000_000),
    (None, None, 4_800_000),
    (None, None, None),
]


class GalleryForm(forms.Form):
    """One field of each sort."""

    title = forms.CharField(help_text="What a worker reads first.")
    purpose = forms.CharField(widget=forms.Textarea, required=False)
    price = MoneyField(help_text="For one approved answer, from €0.000001.")
    kind = forms.ChoiceField(choices=[("images", "Image classification"), ("audio", "Audio transcription")])
    how = forms.ChoiceField(choices=[("one", "One label"), ("many", "Many labels")], widget=forms.RadioSelect)
    labels = LineListField(help_text="One a line.")
    who = forms.MultipleChoiceField(
        choices=[("cat", "Cat"), ("dog", "Dog")], widget=forms.CheckboxSelectMultiple, required=False
    )
    photographs = forms.FileField(required=False)
    agreed = forms.BooleanField(label="I have the right to use these files")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show each component in each of its states."""
    messages.success(request, "Your job is published. €240.00 moved to its escrow.")
    messages.error(request, "This file is not an image that we can open. Your other 11 files are safe.")
    at = now()
    return render(
        request,
        "web/gallery.html",
        {
            "form": GalleryForm(initial={"title": "Birds", "price": 4_000, "how": "one"}),
            "refused": GalleryForm({"title": "", "price": "0.0000001", "how": "one", "labels": "cat, dog"}),
            "hours": HOURS,
            "charts": gallery_charts.drawings(),
            "floor_micros": FLOOR_MICROS,
            "page": Paginator(range(400), 20).get_page(request.GET.get("page", 7)),
            "at": at,
            "earlier": at - timedelta(minutes=12),
            "text": "## Look closely\n\nChoose **one** label.\n\n1. A cat has whiskers.\n2. `unsure` is an answer too.",
        },
    )


@require_safe
def gallery_desk(request: HttpRequest) -> HttpResponse:
    """Show the desk's frame with a made-up micro-task."""
    return render(request, "web/gallery_desk.html", {"floor_micros": FLOOR_MICROS})


@require_safe
def gallery_error(request: HttpRequest, number: int) -> HttpResponse:
    """Show the page of an error."""
    if number == 403:
        raise PermissionDenied
    if number == 404:
        raise Http404
    return render(request, f"{number if number in {400, 500} else 404}.html", status=200)

"""Released data sets: what work is inside them, for everybody, with a badge."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from transparency.domain.rollup.kinds import Kind
from transparency.domain.statement import released, released_rows, shape
from transparency.models import ReleasedDataset
from web.domain.formatting import parse_micros

DATASETS_A_PAGE = 30
# Advance widths of letters differ by font: so much for each is never too little for the badge's own.
LETTER_WIDTH = 7
PADDING = 8


@require_safe
def datasets(request: HttpRequest) -> HttpResponse:
    """Every released data set, the latest first."""
    page = Paginator(released_rows.released(), DATASETS_A_PAGE).get_page(request.GET.get("page"))
    shown = [released.shown(row) for row in page.object_list]
    return render(request, "transparency/public/datasets.html", {"page": page, "datasets": shown})


@require_safe
def dataset(request: HttpRequest, public_id: str) -> HttpResponse:
    """One data set's statement, for people. Withdrawn, it says so."""
    row = get_object_or_404(ReleasedDataset, pk=public_id.lower())
    if row.withdrawn_at:
        return render(request, "transparency/public/dataset_withdrawn.html", {"row": row}, status=410)
    shown = released.shown(row)
    by_kind = shown.statement.hours_unpaid.by_kind or {}
    context = {
        "shown": shown,
        "s": shown.statement,
        "amounts": _amounts(shown.statement),
        "people": [
            (line.question, line.code, float(line.share), float(line.ci95[0]), float(line.ci95[1]))
            for line in (*shown.statement.workers_by_country, *shown.statement.annotator_demographics)
        ],
        "kinds": [(Kind(kind).label, measure) for kind, measure in by_kind.items()],
        "badge": request.build_absolute_uri(reverse("transparency:badge", args=[row.pk])),
        "here": request.build_absolute_uri(),
    }
    return render(request, "transparency/public/dataset.html", context)


def _amounts(statement: shape.Statement) -> dict[str, int]:
    """The money of a statement in micros, as pages show it."""
    told = {name: getattr(statement, name) for name in ("pay_total", "top_up_total", "bonus_total", "fee_total")}
    told["price"] = statement.task_kinds[0].price_per_task
    if statement.floor:
        told["floor"] = statement.floor.hourly
    return {name: parse_micros(amount) for name, amount in told.items()}


@require_safe
def document(request: HttpRequest, public_id: str) -> HttpResponse:
    """The signed statement, to the sign as it stands in the archive."""
    row = get_object_or_404(released_rows.released(), pk=public_id.lower())
    return HttpResponse(row.document, content_type="application/ld+json")


@require_safe
def badge(request: HttpRequest, public_id: str) -> HttpResponse:
    """A small picture with the real hourly pay inside a data set, for a README."""
    row = get_object_or_404(released_rows.released(), pk=public_id.lower())
    statement = released.shown(row).statement
    hourly = statement.hourly.all_tasks.value
    name = pgettext("badge", "human work")
    told = (
        _("%(pay)s %(currency)s/h") % {"pay": f"{float(hourly):.2f}", "currency": statement.currency}
        if hourly
        else _("paid, fewer than 11 people")
    )
    left, right = (len(words) * LETTER_WIDTH + 2 * PADDING for words in (name, told))
    context = {"name": name, "told": told, "left": left, "right": right, "width": left + right}
    context |= {"left_middle": left / 2, "right_middle": left + right / 2}
    response = render(request, "transparency/public/badge.svg", context, content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def namespace(request: HttpRequest) -> HttpResponse:
    """What the words of a statement mean: the address that `lab:` stands for."""
    return render(request, "transparency/public/namespace.html", {"terms": shape.terms(), "version": shape.VERSION})


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of statements."""
    return HttpResponse(shape.schema_text(), content_type="application/schema+json")

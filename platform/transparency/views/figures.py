"""Published tables for programs: what anybody may take away, without signing in."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from transparency.domain.release import files, reading
from transparency.domain.release.reading import TableView
from transparency.models import Release

# A release changes once a month, and a reader who waits five minutes for it loses nothing.
KEPT_SECONDS = 300


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def tables(request: HttpRequest) -> JsonResponse:
    """Which tables there are, of which releases."""
    release = _release(request)
    found = reading.tables(release=release) if release else {}
    return JsonResponse(
        {
            "release": str(release) if release else None,
            "releases": [str(one) for one in reading.releases()],
            "tables": [{"table": view.id, "title": str(view.title), "status": view.status} for view in found.values()],
        }
    )


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def table_json(request: HttpRequest, table_id: str) -> JsonResponse:
    """One table, of the latest release or of the month that is asked for."""
    return JsonResponse(files.table_json(_table(request, table_id)))


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def table_csv(request: HttpRequest, table_id: str) -> HttpResponse:
    """The same, as a file for a spreadsheet."""
    view = _table(request, table_id)
    return _file(files.table_csv(view), f"{view.release}-{view.id}.csv")


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def dictionary_json(request: HttpRequest) -> JsonResponse:
    """What every table, code and figure means."""
    return JsonResponse(files.dictionary_json())


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def dictionary_csv(request: HttpRequest) -> HttpResponse:
    """The same, as a file for a spreadsheet."""
    return _file(files.dictionary_csv(), "dictionary.csv")


def _table(request: HttpRequest, table_id: str) -> TableView:
    try:
        view = reading.table(table_id, _release(request))
    except KeyError:
        view = None
    if view is None:
        raise Http404
    return view


def _release(request: HttpRequest) -> Release | None:
    """The latest release, or that of `?month=2026-10`."""
    named = request.GET.get("month", "")
    if not named:
        return reading.latest_release()
    try:
        month = datetime.strptime(named, "%Y-%m").date()  # noqa: DTZ007 (a month has no time zone)
    except ValueError:
        raise Http404 from None
    release = reading.release_of(month=month)
    if release is None:
        raise Http404
    return release


def _file(text: str, name: str) -> HttpResponse:
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

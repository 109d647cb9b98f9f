"""The auditor's tables as files, with the filters of the page."""

from __future__ import annotations

import json
import tempfile
from functools import partial

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, auditor_required
from transparency.domain.auditing import files, labour_report, report_words
from transparency.domain.auditing.groups import Group, Grouping, Groups
from transparency.domain.auditing.sheets import Sheet, jobs_sheet, pay_sheet
from transparency.forms import AuditForm
from transparency.pay_forms import PayForm
from transparency.views.pay import named
from web.domain.formatting import format_number


@require_safe
@auditor_required
def take(request: PersonRequest, table: str, form: str) -> HttpResponseBase:
    """All rows of a table as CSV, XLSX or Parquet."""
    if form not in files.MEDIA_TYPES or table not in ("jobs", "pay"):
        raise Http404
    name, sheet = f"{table}-{localdate()}.{form}", _sheet(request, table)
    if form == "csv":
        parts = files.csv_parts(sheet=sheet)
        return _named(StreamingHttpResponse(parts, content_type=files.MEDIA_TYPES[form]), name)
    spool = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    try:
        (files.write_xlsx if form == "xlsx" else files.write_parquet)(sheet=sheet, file=spool)
    except files.TooMany:
        spool.close()
        return _refused(request, table)
    spool.seek(0)
    return _named(FileResponse(spool, content_type=files.MEDIA_TYPES[form]), name)


@require_safe
@auditor_required
def half_year(request: PersonRequest, period: str, form: str) -> HttpResponse:
    """The report of half a year on platform work, to read or for a program."""
    try:
        told = labour_report.report(period=labour_report.read_period(period), at=now())
    except labour_report.NotAHalfYear:
        raise Http404 from None
    if form == "md":
        response = HttpResponse(report_words.as_markdown(told), content_type="text/markdown; charset=utf-8")
    elif form == "json":
        response = HttpResponse(json.dumps(told, indent=2), content_type="application/json")
    else:
        raise Http404
    _named(response, f"labour-report-{told['period']}.{form}")
    return response


def _sheet(request: PersonRequest, table: str) -> Sheet:
    if table == "jobs":
        return jobs_sheet(table=AuditForm(request.GET).chosen(at=now()))
    form = PayForm(request.GET)
    asked, by = form.asked(), form.grouping()
    return pay_sheet(
        groups=Groups(asked, by), by=by.value, first=asked.first, last=asked.last, naming=partial(_plainly, by=by)
    )


def _plainly(found: list[Group], *, by: Grouping) -> list[tuple[str, str, Group]]:
    """Names that are the same in every language."""
    if by is Grouping.KIND:
        return [(group.key, group.key, group) for group in found]
    if by is Grouping.MONTH:
        return [(f"{group.key:%Y-%m}", "", group) for group in found]
    return named(found, by=by)


def _refused(request: PersonRequest, table: str) -> HttpResponseBase:
    most = format_number(files.MOST_ROWS)
    messages.error(
        request, _("These are more than %(most)s rows. Take them as CSV, or ask for fewer.") % {"most": most}
    )
    return redirect(f"{reverse('audit:' + table)}?{request.GET.urlencode()}")


def _named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response

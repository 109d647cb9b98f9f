"""To be written."""

from django.http import HttpRequest, HttpResponse


def preview(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)

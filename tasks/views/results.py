"""To be written."""

from django.http import HttpRequest, HttpResponse


def results(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)

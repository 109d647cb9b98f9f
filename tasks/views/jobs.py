"""To be written."""

from django.http import HttpRequest, HttpResponse


def listing(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def job(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def progress(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def close(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)

"""To be written."""

from django.http import HttpRequest, HttpResponse


def exports(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def ask(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def cancel(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def download(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)

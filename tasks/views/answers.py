"""To be written."""

from django.http import HttpRequest, HttpResponse


def answers(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def approve(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def approve_all(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def reject(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def replacements(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)

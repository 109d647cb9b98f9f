"""To be written."""

from django.http import HttpRequest, HttpResponse


def new(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def kind(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def words(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def terms(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def summary(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def publish(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def discard(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)

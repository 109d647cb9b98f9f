"""To be written."""

from django.http import HttpRequest, HttpResponse


def upload(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def receive(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def cutting(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def retry(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def cancel(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)


def refusals(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=501)

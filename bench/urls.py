"""The site's own addresses, and an empty view to measure against."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as site


def empty(request: HttpRequest) -> HttpResponse:
    """What any view costs: the server, Django, and every middleware of the project."""
    return HttpResponse(b"")


urlpatterns = [path("bench/empty", empty), path("api/v1/bench/empty", empty), *site]

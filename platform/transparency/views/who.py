"""Who works here, how long, for how much: the public pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """The published figures, from released tables only."""
    return render(request, "transparency/public/who.html")

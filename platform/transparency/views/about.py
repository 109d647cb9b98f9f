"""Why this site is as it is: the article's argument, and where each of its claims can be seen here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from transparency.domain.figures import claims, people


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """The argument in our own words, a table of claims, critics, sources."""
    return render(
        request,
        "transparency/public/about.html",
        {"claims": claims.claims(), "sources": claims.sources(), "of_article": people.of_article()},
    )

"""The last address of the API."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.views import APIView


@extend_schema(exclude=True)
class NothingHere(APIView):
    """Every address that there is not: a program gets a refusal in its own form, not a page."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise exceptions.NotFound(gettext("There is no such address. /api/docs/ shows those there are."))

"""The program's addresses of the work, below /api/v1/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

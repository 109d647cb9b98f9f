"""The program's addresses of workers, below /api/v1/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""The program's addresses of workers, below /api/v1/."""

from django.urls import path

from workers.api import assignments

app_name = "workers-api"
urlpatterns = [
    path("jobs/<str:public_id>/claim", assignments.Claim.as_view(), name="claim"),
    path("assignments/<str:public_id>", assignments.One.as_view(), name="assignment"),
    path("assignments/<str:public_id>/submit", assignments.Submit.as_view(), name="submit"),
    path("assignments/<str:public_id>/return", assignments.Return.as_view(), name="return"),
    path("assignments/<str:public_id>/heartbeat", assignments.Heartbeat.as_view(), name="heartbeat"),
    path("assignments/<str:public_id>/draft", assignments.SaveDraft.as_view(), name="draft"),
]

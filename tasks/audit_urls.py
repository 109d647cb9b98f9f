"""The auditor's addresses about the work itself, below /audit/."""

from django.urls import path

from tasks.views import books, consents, floors, judging, oversight

app_name = "audit-work"
urlpatterns = [
    path("floors/", floors.floors, name="floors"),
    path("books/check/", books.check, name="check-books"),
    path("appeals/", judging.listing, name="appeals"),
    path("appeals/<str:appeal_id>/", judging.appeal, name="appeal"),
    path("reports/", oversight.reports, name="reports"),
    path("rejections/", consents.rejections, name="rejections"),
    path("rejections/<str:request_id>/", consents.decide, name="decide-rejection"),
    path("questions/", oversight.questions, name="questions"),
    path("questions/<str:question_id>/hide/", oversight.hide, name="hide-question"),
]

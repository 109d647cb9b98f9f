"""The auditor's addresses, below /audit/."""

from django.urls import path

from transparency.views import audit, money

app_name = "audit"
urlpatterns = [
    path("", audit.jobs, name="jobs"),
    path("jobs/<str:public_id>/", audit.job, name="job"),
    path("books/", money.books, name="books"),
    path("money/", money.money, name="money"),
]

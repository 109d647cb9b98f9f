"""The auditor's addresses about single workers, below /audit/."""

from django.urls import path

from workers.views import people

app_name = "audit-people"
urlpatterns = [
    path("people/", people.find, name="find"),
    path("people/<int:number>/", people.person, name="person"),
]

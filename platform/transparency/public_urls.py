"""What everybody may read about the labour here, below /transparency/."""

from django.urls import path

from transparency.views import who

app_name = "transparency"
urlpatterns = [
    path("", who.who, name="who"),
]

"""What everybody may read about the labour here, below /transparency/."""

from django.urls import path

from transparency.views import methods, systems, who

app_name = "transparency"
urlpatterns = [
    path("", who.who, name="who"),
    path("methods/", methods.methods, name="methods"),
    path("systems/", systems.systems, name="systems"),
]

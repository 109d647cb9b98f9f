"""What everybody may read about the labour here, below /transparency/."""

from django.urls import path

from transparency.views import about, fairwork, methods, systems, who

app_name = "transparency"
urlpatterns = [
    path("", who.who, name="who"),
    path("methods/", methods.methods, name="methods"),
    path("about/", about.about, name="about"),
    path("fairwork/", fairwork.fairwork, name="fairwork"),
    path("systems/", systems.systems, name="systems"),
]

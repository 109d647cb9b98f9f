from django.urls import path

from web import views

urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("desk/", views.gallery_desk, name="gallery-desk"),
    path("error/<int:number>/", views.gallery_error, name="gallery-error"),
]

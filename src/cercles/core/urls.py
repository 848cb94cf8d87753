from django.urls import path

from cercles.core import views

app_name = "core"
urlpatterns = [
    path("galerie/", views.gallery, name="gallery"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("favicon.ico", views.favicon, name="favicon"),
]

from django.urls import path

from cercles.territories import views

app_name = "territories"
urlpatterns = [
    path("", views.index, name="index"),
    path("liste/", views.listing, name="list"),
    path("trouver/", views.find, name="find"),
    path("suggestions/", views.suggest, name="suggest"),
    path("suggestions/lieux/", views.suggest_any, name="suggest_any"),
    path("<slug:kind>/<slug:code>/", views.detail, name="detail"),
]

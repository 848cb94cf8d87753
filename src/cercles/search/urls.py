from django.urls import path

from cercles.search import views

app_name = "search"
urlpatterns = [
    path("", views.results, name="results"),
    path("suggestions/", views.suggestions, name="suggestions"),
    path("index/", views.index, name="index"),
    path("index/refaire/", views.rebuild, name="rebuild"),
]

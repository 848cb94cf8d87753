from django.urls import path

from cercles.references import views

app_name = "references"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:code>/", views.vocabulary, name="vocabulary"),
]

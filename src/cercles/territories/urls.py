from django.urls import path

from cercles.territories import views

app_name = "territories"
urlpatterns = [
    path("suggestions/", views.suggest, name="suggest"),
]

"""Addresses below ``/sondages/``."""

from django.urls import path

from cercles.polls.views import polls, running

app_name = "polls"
urlpatterns = [
    path("cercle/<slug:slug>/", polls.of_circle, name="of_circle"),
    path("cercle/<slug:slug>/ouvrir/", running.open_poll, name="open"),
    path("<str:ref>/", polls.detail, name="detail"),
    path("<str:ref>/clore/", running.close, name="close"),
    path("<str:ref>/annuler/", running.cancel, name="cancel"),
    path("<str:ref>/rappeler/", running.remind, name="remind"),
    path("<str:ref>/objections/<int:pk>/", running.objection, name="objection"),
    path("<str:ref>/objections/<int:pk>/lever/", running.objection_lift, name="objection_lift"),
]

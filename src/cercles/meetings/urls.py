"""Addresses below ``/rencontres/``."""

from django.urls import path

from cercles.meetings.views import answering, reading

app_name = "meetings"
urlpatterns = [
    path("", reading.agenda, name="agenda"),
    path("<slug:ref>/", reading.detail, name="detail"),
    path("<slug:ref>/participer/", answering.register, name="register"),
    path("<slug:ref>/ne-pas-participer/", answering.decline, name="decline"),
    path("<slug:ref>/proposer/", answering.propose, name="propose"),
]

"""Every room's addresses, in French, below one prefix each."""

from django.urls import include, path

from cercles.config import api, views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("compte/", include("cercles.people.urls.account")),
    path("", include("cercles.core.urls")),
    path("", include("cercles.journal.urls")),
    path("recherche/", include("cercles.search.urls")),
    path("references/", include("cercles.references.urls")),
    path("territoires/", include("cercles.territories.urls")),
    path("", include("cercles.people.urls")),
    path("api/v1/", api.urls),
    path("organisations/", include("cercles.organisations.urls")),
    path("cercles/", include("cercles.circles.urls")),
    path("rencontres/", include("cercles.meetings.urls")),
    path("documents/", include("cercles.library.urls")),
    path("sondages/", include("cercles.polls.urls")),
    path("fiches/", include("cercles.practices.urls")),
    path("", include("cercles.pages.urls")),
]

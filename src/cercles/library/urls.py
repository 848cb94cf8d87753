"""Addresses below ``/documents/``."""

from django.urls import path

from cercles.library.views import documents, files, folders, writing

app_name = "library"
urlpatterns = [
    path("cercle/<slug:slug>/", documents.of_circle, name="of_circle"),
    path("cercle/<slug:slug>/ajouter/", writing.add, name="add"),
    path("cercle/<slug:slug>/dossier/", folders.bring, name="bring"),
    path("dossiers/<str:ref>/", folders.detail, name="folder"),
    path("dossiers/<str:ref>/arreter/", folders.stop, name="folder_stop"),
    path("<str:ref>/", documents.detail, name="detail"),
    path("<str:ref>/fichier/", files.current, name="file"),
    path("<str:ref>/versions/<int:number>/", files.former, name="version"),
    path("<str:ref>/modifier/", writing.edit, name="edit"),
    path("<str:ref>/nouvelle-version/", writing.renew, name="renew"),
    path("<str:ref>/toujours-a-jour/", writing.confirm, name="confirm"),
    path("<str:ref>/relire/", writing.reread, name="reread"),
    path("<str:ref>/retirer/", writing.remove, name="remove"),
]

"""Addresses of the room, below ``/organisations/``. A ``ref`` is ten letters: no word below can be one."""

from django.urls import path

from cercles.organisations.views import (
    claims,
    corrections,
    directory,
    duplicates,
    imports,
    links,
    organisation,
    repairs,
)

app_name = "organisations"
urlpatterns = [
    path("", directory.directory, name="list"),
    path("export/<str:flavour>/", directory.export, name="export"),
    path("nouvelle/", organisation.create, name="create"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/<str:ref>/", imports.import_run, name="import"),
    path("imports/<str:ref>/refus/", imports.refusals, name="import_refusals"),
    path("imports/<str:ref>/arreter/", imports.stop, name="import_stop"),
    path("imports/<str:ref>/reprendre/", imports.resume, name="import_resume"),
    path("demandes/", claims.waiting, name="claims"),
    path("demandes/<str:ref>/", claims.claim, name="claim"),
    path("demandes/<str:ref>/<str:verb>/", claims.answer, name="claim_answer"),
    path("proposer/", duplicates.suggest, name="suggest"),
    path("doublons/", duplicates.pair_list, name="duplicates"),
    path("doublons/chercher/", duplicates.search, name="duplicates_search"),
    path("doublons/<str:ref>/", duplicates.pair, name="duplicate"),
    path("doublons/<str:ref>/reunir/", duplicates.merge, name="duplicate_merge"),
    path("doublons/<str:ref>/deux/", duplicates.two, name="duplicate_two"),
    path("doublons/<str:ref>/plus-tard/", duplicates.later, name="duplicate_later"),
    path("liens/<str:ref>/", links.edit_link, name="link_edit"),
    path("liens/<str:ref>/terminer/", links.end_link, name="link_end"),
    path("<str:ref>/", organisation.detail, name="detail"),
    path("<str:ref>/modifier/", organisation.edit, name="edit"),
    path("<str:ref>/visibilite/", organisation.visibility, name="visibility"),
    path("<str:ref>/representer/", claims.ask, name="represent"),
    path("<str:ref>/rejoindre/", links.join, name="join"),
    path("<str:ref>/personnes/", links.add_person, name="add_person"),
    path("<str:ref>/identifiants/", repairs.identifiers, name="identifiers"),
    path("<str:ref>/registre/", corrections.register, name="register"),
    path("<str:ref>/registre/<str:column>/", corrections.take_back, name="take_back"),
    path("<str:ref>/reunir/", repairs.merge, name="merge"),
    path("<str:ref>/separer/", repairs.part, name="part"),
]

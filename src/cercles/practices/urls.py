from django.urls import path, re_path

from cercles.practices import views

app_name = "practices"
urlpatterns = [
    path("", views.sheet_list, name="list"),
    path("ecrire/<slug:slug>/", views.sheet_start, name="start"),
    path("<slug:ref>/", views.sheet_detail, name="detail"),
    path("<slug:ref>/modifier/", views.sheet_edit, name="edit"),
    path("<slug:ref>/demander-les-accords/", views.sheet_submit, name="submit"),
    re_path(
        r"^(?P<ref>[\w-]+)/(?P<verb>reprendre|abandonner|ouvrir|restreindre|confirmer)/$", views.sheet_move, name="move"
    ),
    path("<slug:ref>/archiver/", views.sheet_archive, name="archive"),
    path("<slug:ref>/accord/<int:pk>/", views.approval_answer, name="approve"),
    path("<slug:ref>/reprise/", views.reuse_declare, name="reuse"),
    path("<slug:ref>/reprises/<slug:reuse_ref>/", views.reuse_detail, name="reuse_detail"),
    path("<slug:ref>/versions/<int:number>/", views.version_detail, name="version"),
    path("<slug:ref>/fichiers/joindre/", views.file_add, name="file_add"),
    path("<slug:ref>/fichiers/<slug:file_ref>/", views.file_read, name="file"),
    path("<slug:ref>/fichiers/<slug:file_ref>/retirer/", views.file_remove, name="file_remove"),
]

from django.urls import path

from cercles.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("guide/", views.guide, name="guide"),
    path("guide/<slug:page>/", views.guide, name="guide_page"),
    path("ma-semaine/", views.week, name="week"),
    path("ma-semaine/remettre/<int:pk>/", views.word_back, name="word_back"),
    path("ma-semaine/<slug:slug>/<slug:kind>/<int:about>/", views.word, name="word"),
]

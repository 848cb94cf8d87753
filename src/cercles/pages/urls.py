from django.urls import path

from cercles.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("guide/", views.guide, name="guide"),
    path("guide/<slug:page>/", views.guide, name="guide_page"),
    path("ma-semaine/", views.week, name="week"),
]

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "cercles.pages"
    label = "pages"

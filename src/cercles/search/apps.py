from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "cercles.search"
    label = "search"

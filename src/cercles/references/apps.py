from django.apps import AppConfig


class ReferencesConfig(AppConfig):
    name = "cercles.references"
    label = "references"

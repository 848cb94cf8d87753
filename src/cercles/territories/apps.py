from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "cercles.territories"
    label = "territories"

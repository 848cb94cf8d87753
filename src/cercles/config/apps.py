from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "cercles.config"
    label = "config"

from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "cercles.practices"
    label = "practices"

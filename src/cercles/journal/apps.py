from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "cercles.journal"
    label = "journal"

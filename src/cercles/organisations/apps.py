from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "cercles.organisations"
    label = "organisations"

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "cercles.people"
    label = "people"

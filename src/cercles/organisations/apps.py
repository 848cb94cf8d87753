"""What the room gives to the others."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "cercles.organisations"
    label = "organisations"

    def ready(self) -> None:
        from cercles.core import slots
        from cercles.organisations import adapters

        slots.register("audience.strings", adapters.audience_strings)

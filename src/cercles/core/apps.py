from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cercles.core"
    label = "core"

    def ready(self) -> None:
        from cercles.core import lookups, plurals

        lookups.register()
        plurals.register()

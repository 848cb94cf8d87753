from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "cercles.config"
    label = "config"

    def ready(self) -> None:
        from cercles.config import checks  # noqa: F401  its checks register themselves

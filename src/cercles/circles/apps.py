from django.apps import AppConfig

from cercles.core import audience, slots


def audience_strings(person):
    """``circle:12`` for each circle the person is in now."""
    from cercles.circles.rules import memory  # models load after apps

    return [audience.key("circle", row.circle_id) for row in memory.current_memberships(person)]


class CirclesConfig(AppConfig):
    name = "cercles.circles"
    label = "circles"

    def ready(self) -> None:
        slots.register("audience.strings", audience_strings)

from django.apps import AppConfig
from django.utils.translation import gettext as _

from cercles.core import slots
from cercles.core.components import NavItem


class TerritoriesConfig(AppConfig):
    name = "cercles.territories"
    label = "territories"

    def ready(self) -> None:
        from cercles.territories import adapters

        slots.register("nav.main", menu, order=80)
        slots.register("search.sources", adapters.sources)
        slots.register("search.facets", adapters.facets)


def menu() -> list[NavItem]:
    return [NavItem(_("Territoires"), "territories:index", "territories")]

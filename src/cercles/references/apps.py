from django.apps import AppConfig
from django.utils.translation import gettext as _

from cercles.core import slots
from cercles.core.components import NavItem


class ReferencesConfig(AppConfig):
    name = "cercles.references"
    label = "references"

    def ready(self) -> None:
        from cercles.references import adapters

        slots.register("nav.footer", footer, order=50)
        slots.register("search.sources", adapters.sources)
        slots.register("search.facets", adapters.facets)


def footer() -> list[NavItem]:
    return [NavItem(_("Les mots du site"), "references:index", "references", "quote")]

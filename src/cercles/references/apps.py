from django.apps import AppConfig
from django.utils.translation import gettext as _

from cercles.core import slots
from cercles.core.components import NavItem


class ReferencesConfig(AppConfig):
    name = "cercles.references"
    label = "references"

    def ready(self) -> None:
        slots.register("nav.footer", footer, order=50)


def footer() -> list[NavItem]:
    return [NavItem(_("Les mots du site"), "references:index", "references", "quote")]

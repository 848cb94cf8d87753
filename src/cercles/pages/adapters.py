"""What the room gives to the others: the way home, and the pages every public site owes."""

from django.utils.translation import gettext as _

from cercles.core.components import NavItem


def nav() -> list[NavItem]:
    return [NavItem(_("Accueil"), "pages:home", "home")]


def footer() -> list[NavItem]:
    return [
        NavItem(_("Accessibilité : non encore évaluée"), "pages:accessibility", "accessibility", "info"),
        NavItem(_("Données personnelles"), "pages:privacy", "privacy", "info"),
    ]

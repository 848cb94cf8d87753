"""What the room gives to the others: the way home, and the guide."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cercles.core.components import NavItem, Panel
from cercles.pages.demo import cast
from cercles.people.queries import DemoPerson


def nav() -> list[NavItem]:
    return [NavItem(_("Accueil"), "pages:home", "home")]


def footer() -> list[NavItem]:
    return [NavItem(_("Guide"), "pages:guide", "guide", "question")]


def help_link(person: Any) -> list[NavItem]:
    """Under one's own name too: on a telephone the foot of a page is far."""
    return [NavItem(_("Guide"), "pages:guide", "guide", "question")]


def demo_people() -> list[DemoPerson]:
    """Whom a visitor may enter as; nobody outside the demonstration."""
    return cast.offered() if settings.DEMO else []


def demo_banner(request: Any) -> list[Panel]:
    """Every page of the demonstration says that it is one; an error may come before anybody is known."""
    user = getattr(request, "user", None)
    here = user is not None and user.is_authenticated
    return [Panel("pages/demo_banner.html", {"here": here}, alone=True)] if settings.DEMO else []

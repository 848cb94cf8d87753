"""What the room gives: its health, the address of the search box, the page of those who administer."""

from typing import Any

from django.utils.translation import gettext as _

from cercles.core.components import NavItem
from cercles.journal.rules import can_administer_work
from cercles.search.queries.standing import standing


def index_health() -> dict[str, bool]:
    """``{"index": True}`` when somebody follows, and nothing waits for more than half a minute."""
    return {"index": standing().fine}


def address() -> str:
    return "search:results"


def account_menu(person: Any) -> list[NavItem]:
    if not can_administer_work(person):
        return []
    return [NavItem(_("Index de recherche"), "search:index", "administration", "search")]

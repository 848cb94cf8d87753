"""On a telephone of 360 pixels, every entry of every menu: to a visitor, then to somebody who has just opened an account.

The facilitator's journey and the administrator's are walked on a telephone too; each page is measured where it is looked at.
"""

import pytest

from tests.journeys.browser import Person, go
from tests.journeys.scenes import open_account

pytestmark = pytest.mark.journey


def test_every_menu_on_a_telephone(someone):
    noe = someone("Noé Lefranchet", width=360)
    go(noe, "/")
    opened = walks_menus(noe)
    assert {"/cercles/", "/rencontres/", "/fiches/", "/organisations/", "/territoires/", "/compte/connexion/"} <= opened
    open_account(noe)
    go(noe, "/")
    opened = walks_menus(noe) - opened
    assert {"/compte/", "/personnes/"} <= opened


def walks_menus(person: Person) -> set[str]:
    """The addresses of the bar and of the foot of a page, folded menus included, each opened."""
    found = set()
    for part in ("banner", "contentinfo"):
        links = person.page.get_by_role(part).get_by_role("link", include_hidden=True)
        found |= set(links.evaluate_all("links => links.map(link => link.getAttribute('href'))"))
    for address in sorted(found):
        go(person, address)
    return found

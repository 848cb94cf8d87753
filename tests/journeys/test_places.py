"""From the map of France to an organisation: a département, a commune, what stands there by category, the page of one. By the mouse,
with the keyboard alone, without scripts, on a telephone. The map is for the eye; what leads from it is also in a list."""

import pytest

from tests.journeys.browser import does_not_read, follow, go, pick, press, reads, unfold
from tests.journeys.scenes import waits_for

pytestmark = pytest.mark.journey
WAYS = {
    "everything": {},
    "keyboard alone": {"by_keyboard": True},
    "no scripts": {"scripts": False},
    "telephone": {"width": 360},
}


@pytest.mark.parametrize("way", WAYS)
def test_from_the_map_to_an_organisation(someone, filled, way):
    lou = someone("Lou Petit", **WAYS[way])
    waits_for(lou, "/organisations/?q=gatinais", "Ressourcerie du Gâtinais")
    go(lou, "/territoires/")
    reads(lou, "Organisations par département")
    if way != "everything":
        follow(lou, "Passer la carte, lire la liste")
        reads(lou, "Centre-Val de Loire")
    follow(lou, "Loiret (45)")

    reads(lou, "Où sont les organisations")
    unfold(lou, "Les mêmes nombres, commune par commune")
    reads(lou, "Orléans")
    follow(lou, "Montargis")

    reads(lou, "2 organisations y ont leur siège", "Communes voisines", "Villemandeur")
    follow(lou, "Association", within="y ont leur siège")
    reads(lou, "1 organisation", "Ressourcerie du Gâtinais")
    does_not_read(lou, "Épicerie du Canal", "Recyclerie de la Loire")
    follow(lou, "Ressourcerie du Gâtinais")
    reads(lou, "Collecter, réparer, revendre")


@pytest.mark.parametrize("way", ["everything", "keyboard alone", "no scripts"])
def test_a_commune_where_nothing_stands_leads_around(someone, filled, way):
    """Typed in the box of places; a place without organisations says who is near."""
    lou = someone("Lou Petit", **WAYS[way])
    waits_for(lou, "/organisations/?q=gatinais", "Ressourcerie du Gâtinais")
    go(lou, "/territoires/")
    if way == "no scripts":
        pick(lou, "Nom ou code du lieu", "villemandeur", "")
        press(lou, "Chercher", within="Nom ou code du lieu")
        follow(lou, "Villemandeur (Loiret, 45)")
    else:
        pick_a_place(lou, "villemandeur", "Villemandeur (Loiret, 45)")
    reads(lou, "Aucune organisation n’a encore son siège ici")
    follow(lou, "Voir l’annuaire à 20 km à la ronde")
    reads(lou, "Ressourcerie du Gâtinais", "Montargis (Loiret) · à 2 km")


def pick_a_place(person, text, proposal):
    """The proposal of this box is a place: taking it goes there."""
    with person.page.expect_navigation():
        pick(person, "Nom ou code du lieu", text, proposal)

"""A visitor finds an organisation: with a typing error, by a filter, near a place; opens it, takes the list away, comes back. Once with
everything, once with the keyboard alone, once without scripts."""

import csv

import pytest

from tests.journeys.browser import follow, go, labelled, press, reads, save, unfold, write
from tests.journeys.scenes import waits_for

pytestmark = pytest.mark.journey
WAYS = {"everything": {}, "keyboard alone": {"by_keyboard": True}, "no scripts": {"scripts": False}}


@pytest.mark.parametrize("way", WAYS)
def test_a_visitor_finds_an_organisation(someone, filled, tmp_path, way):
    lou = someone("Lou Petit", **WAYS[way])
    waits_for(lou, "/organisations/?q=gatinais", "Ressourcerie du Gâtinais")
    go(lou, "/organisations/")
    write(lou, "Nom, activité ou numéro", "resourcerie")
    press(lou, "Chercher", within="")
    reads(lou, "Rien ne contient exactement « resourcerie »", "Ressourcerie du Gâtinais")

    go(lou, "/organisations/")
    write(lou, "Nom, activité ou numéro", "une ressourcerie près de Montargis")
    press(lou, "Chercher")
    reads(lou, "près de Montargis (Loiret, 45)", "Ressourcerie du Gâtinais", "dans la commune")
    assert "Recyclerie de la Loire" not in lou.page.content()
    follow(lou, "à 20 km de Montargis")
    assert labelled(lou, "Nom, activité ou numéro").input_value() == "une ressourcerie près de Montargis"

    go(lou, "/organisations/")
    write(lou, "Près de", "Montargis")
    press(lou, "Chercher")
    reads(lou, "Ressourcerie du Gâtinais", "Épicerie du Canal")
    assert "Recyclerie de la Loire" not in lou.page.content()
    unfold(lou, "Activité")
    follow(lou, "Commerce")
    reads(lou, "Épicerie du Canal")
    assert "Ressourcerie du Gâtinais" not in lou.page.content()
    rows = taken_away(save(lou, "CSV pour Excel (fr)", tmp_path))
    assert [(row["nom"], row["code commune"]) for row in rows] == [("Épicerie du Canal", "45208")]
    follow(lou, "Épicerie du Canal")
    reads(lou, "Une épicerie solidaire")
    lou.page.go_back()
    reads(lou, "1 organisation", "à 20 km de Montargis")


def taken_away(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))

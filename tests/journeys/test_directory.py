"""A visitor finds an organisation: with a typing error, by a filter, near a place; opens it, takes the list away, comes back. Once with
everything, once without scripts."""

import csv
import time

import pytest

from tests.journeys.browser import follow, go, labelled, press, reads, save, unfold, write

pytestmark = pytest.mark.journey
DIRECTORY = """nom;code NAF;code commune;objet
Ressourcerie du Gâtinais;38.32Z;45208;Collecter, réparer, revendre
Recyclerie de la Loire;38.32Z;45234;Réparer et revendre
Épicerie du Canal;47.11B;45208;Une épicerie solidaire
"""
WAYS = {"everything": {}, "no scripts": {"scripts": False}}


@pytest.fixture(scope="module")
def filled(site, tmp_path_factory):
    """Three organisations, as an administrator's file says them, found by the search."""
    file = tmp_path_factory.mktemp("files") / "annuaire.csv"
    file.write_text(DIRECTORY, encoding="utf-8")
    code, said = site.say("import-organisations", str(file), "--format", "cercles")
    assert code == 0, said


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


def waits_for(person, address, name):
    """The search reads what was written within a second or so."""
    until = time.monotonic() + 60
    while True:
        go(person, address)
        if name in person.page.content():
            return
        assert time.monotonic() < until, f"{name} is not found"
        time.sleep(0.5)


def taken_away(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))

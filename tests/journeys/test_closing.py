"""A circle ends: its final review, already written, is corrected; a copy is taken away and opened with a browser and a spreadsheet."""

import csv
import zipfile

import pytest

from tests.journeys.browser import does_not_read, follow, go, press, reads, save, write
from tests.journeys.mailbox import link_of
from tests.journeys.scenes import enter_circle, invite, open_account, open_circle

pytestmark = pytest.mark.journey
NAME = "Les ateliers qui ferment"


def test_a_circle_ends(someone, tmp_path):
    maud = someone("Maud Kerbrat")
    open_account(maud)
    circle = open_circle(maud, NAME)
    karim = someone("Karim Oudelin", width=360, scripts=False)
    open_account(karim)
    invite(maud, circle, karim.email)
    enter_circle(karim)
    talk(maud, circle)
    close(maud, circle)

    go(maud, link_of(maud.mailbox.next(maud.email, "Votre copie du cercle"), "Emporter la copie"))
    index = unpacked(save(maud, "Copie du", tmp_path), tmp_path / "maud")
    read_away(maud, index)
    assert addresses_in(index) == {maud.name: maud.email, karim.name: karim.email}

    go(karim, circle)
    reads(karim, "Bilan final", "Nous avons appris à louer.")
    follow(karim, "Emporter une copie")
    press(karim, "Préparer la copie")
    reads(karim, "La copie se prépare")
    go(karim, link_of(karim.mailbox.next(karim.email, "Votre copie du cercle"), "Emporter la copie"))
    index = unpacked(save(karim, "Copie du", tmp_path), tmp_path / "karim")
    read_away(karim, index)
    assert addresses_in(index) == {maud.name: "", karim.name: ""}


def talk(maud, circle):
    go(maud, circle)
    follow(maud, "Échanges", within="Cercle")
    follow(maud, "Lancer un échange")
    write(maud, "Sujet", "Qui loue déjà ?")
    write(maud, "Votre message", "Nous **hésitons**.")
    press(maud, "Publier")


def close(maud, circle):
    go(maud, f"{circle}clore/")
    reads(maud, "Bilan final")
    assert "il a tenu 1 échange" in maud.page.get_by_label("Bilan final").input_value().replace("\xa0", " ")
    write(maud, "Ce que le cercle a fait, et pourquoi il se termine", "Trois ans, et nous avons fini.")
    write(maud, "Bilan final", "## Ce qui a été fait\n\nNous avons appris à louer.")
    press(maud, "Clore le cercle")
    reads(maud, "Le cercle est clos", "les adresses de ses membres")
    press(maud, "Préparer la copie")
    reads(maud, "La copie se prépare")


def unpacked(packed, place):
    with zipfile.ZipFile(packed) as copy:
        copy.extractall(place)
    (index,) = place.glob("*/index.html")
    return index


def read_away(person, index):
    """Without the site nor any network: pages from the disk, looked at by axe as any other."""
    person.page.context.set_offline(True)
    go(person, index.as_uri())
    reads(person, NAME, "Nous avons appris à louer.", "Ce que contient la copie")
    follow(person, "Échanges")
    follow(person, "Qui loue déjà ?")
    reads(person, "Nous hésitons.", "Maud Kerbrat")
    does_not_read(person, "**")
    go(person, index.as_uri())
    follow(person, "Membres")
    reads(person, "Anime le cercle", "Karim Oudelin")
    person.page.context.set_offline(False)


def addresses_in(index):
    """As a French spreadsheet reads the table."""
    with (index.parent / "donnees/personnes.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["nom"]: row["courriel"] for row in csv.DictReader(file, delimiter=";")}

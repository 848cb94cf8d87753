"""An administrator imports a register with bad rows, takes them back, mends them, and imports them again."""

import csv
import io

import pytest

from tests.journeys.browser import follow, give_file, go, press, reads, save, tick, unfold
from tests.journeys.conftest import ADMINISTRATOR
from tests.journeys.scenes import enter_as_administrator, waits_for

pytestmark = pytest.mark.journey
REGISTER = """siret,kind,name,brand,post_code,city,department
73282932000074,EI,ATELIERS DU GUÉ,,45300,Pithiviers,45
73282932000075,ACI,LE JARDIN DES COMBES,,45000,Orléans,45
,AI,,,45000,Orléans,45
"""
DIRECTORY = """nom;siren;code postal
La Passerelle du Val;732829321;45300
L’Atelier des Deux Rives;;45000
"""
FOUND = {
    "ateliers+gue": "ATELIERS DU GUÉ", "jardin+combes": "LE JARDIN DES COMBES", "entraide+val": "L’ENTRAIDE DU VAL",
    "deux+rives": "L’Atelier des Deux Rives",
}  # fmt: skip
SIAE, CERCLES = "Structures d’insertion (SIAE)", "Export de Cercles"


def test_an_administrator(someone, tmp_path):
    aude = someone("Aude Lenoir", ADMINISTRATOR, width=360)
    enter_as_administrator(aude)
    go(aude, "/organisations/")
    follow(aude, "Importer un fichier")
    sends(aude, tmp_path / "registre.csv", REGISTER, SIAE)
    reads(aude, "Terminé", "3 lignes lues sur 3", "Ligne 3", "sa clé ne correspond pas", "Ligne 4", "Le nom manque.")
    assert counts(aude) == ["1", "0", "0", "2"]

    rows = takes_back(aude, "registre-refus.csv", tmp_path)
    assert [(row["siret"], row["kind"]) for row in rows] == [
        ("73282932000075", "ACI"),
        ("", "AI"),
    ]
    rows[0]["siret"], rows[1]["name"] = "", "L’ENTRAIDE DU VAL"
    follow(aude, "Tous les imports")
    sends(aude, tmp_path / "registre corrigé.csv", written(rows), SIAE)
    reads(aude, "Terminé", "2 lignes lues sur 2")
    assert counts(aude) == ["2", "0", "0", "0"]

    follow(aude, "Tous les imports")
    sends(aude, tmp_path / "annuaire.csv", DIRECTORY, CERCLES)
    reads(aude, "Terminé", "Ligne 2", "SIREN")
    assert counts(aude) == ["1", "0", "0", "1"]
    rows = takes_back(aude, "annuaire-refus.csv", tmp_path)
    assert [row["nom"] for row in rows] == ["La Passerelle du Val"]
    rows[0]["siren"] = "732829320"
    follow(aude, "Tous les imports")
    sends(aude, tmp_path / "annuaire corrigé.csv", written(rows), CERCLES)
    reads(aude, "Terminé", "1 ligne lue sur 1")

    unfold(aude, "Plus")
    follow(aude, "Organisations", within="Principale")
    for words, name in FOUND.items():  # whatever the other journeys have imported
        waits_for(aude, f"/organisations/?q={words}", name)


def takes_back(person, name, folder):
    """The refused rows, as a spreadsheet opens them."""
    file = save(person, "Télécharger pour corriger", folder)
    assert file.name == name
    return list(csv.DictReader(file.read_text("utf-8-sig").splitlines(), delimiter=";"))


def counts(person):
    """Created, updated, unchanged, refused."""
    return [each.text_content() for each in person.page.get_by_role("definition").all()]


def written(rows):
    out = io.StringIO()
    file = csv.DictWriter(out, rows[0].keys(), delimiter=";")
    file.writeheader()
    file.writerows(rows)
    return out.getvalue()


def sends(person, path, text, layout):
    path.write_text(text)
    tick(person, layout)
    give_file(person, "Fichier", path)
    press(person, "Importer")

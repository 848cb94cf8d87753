"""An old folder is brought into a circle: seen before it enters, found by what its files say, with and without scripts."""

import zipfile
from pathlib import Path

import pytest

from tests.factories.archives import archive
from tests.factories.library import docx, pdf
from tests.journeys.browser import (
    does_not_read,
    follow,
    give_file,
    go,
    labelled,
    press,
    reads,
    select,
    tick,
    write,
)
from tests.journeys.scenes import enter_circle, invite, open_account, open_circle, waits_for

pytestmark = pytest.mark.journey
OLD = {
    "Archives/Conventions/modele_convention.docx": docx("Un mécénat de compétences"),
    "Archives/Avise/guide_des_reemplois.pdf": pdf("Ressourcerie et reemploi"),
    "Archives/lisez-moi.txt": b"Les archives du val",
    "Archives/installateur.exe": b"MZ",
}


def test_an_old_folder_is_brought_in(someone, tmp_path):
    maud = someone("Maud Kerbrat", width=360)
    open_account(maud)
    circle = open_circle(maud, "Les archives du val", themes="Conventions\nEmploi")
    karim = someone("Karim Oudelin", scripts=False)
    open_account(karim)
    invite(maud, circle, karim.email)
    enter_circle(karim)
    library = maud_brings_an_archive(maud, circle, tmp_path)
    karim_finds_and_renews(karim, library, tmp_path)
    karim_brings_files_without_scripts(karim, circle, tmp_path)
    maud_brings_a_whole_folder(maud, circle, tmp_path)


def maud_brings_an_archive(maud, circle, tmp_path):
    kept = tmp_path / "Archives.zip"
    kept.write_bytes(archive(OLD))
    go(maud, circle)
    follow(maud, "Documents", within="Cercle")
    library = maud.page.url
    reads(maud, "La bibliothèque est vide")
    follow(maud, "Reprendre un ancien dossier")
    press(maud, "Envoyer", status=422)
    reads(maud, "Choisissez une archive, des fichiers ou un dossier.")
    give_file(maud, "Une archive, ou plusieurs fichiers", kept)
    press(maud, "Envoyer")
    reads(maud, "Ce que devient chaque dossier", "4 fichiers attendent votre accord.", "Archives › Conventions")
    maud.page.get_by_role("group", name="Archives › Avise").get_by_label("De qui il vient").fill("L’Avise")
    tick(maud, "Les membres du cercle")
    press(maud, "Ajouter à la bibliothèque")
    folder = maud.page.url
    waits_for(maud, folder, "Tout le dossier a été lu.")
    reads(
        maud,
        "Ce qui n’est pas devenu un nouveau document",
        "Archives/installateur.exe",
        "Ce type de fichier n’est pas accepté",
    )
    follow(maud, "Tous les documents")
    reads(maud, "3 documents", "Modele convention", "Conventions", "Guide des reemplois", "L’Avise", "Lisez-moi")
    return library


def karim_finds_and_renews(karim, library, tmp_path):
    waits_for(karim, f"{library}?q=ressourcerie", "Guide des reemplois")
    does_not_read(karim, "Lisez-moi")
    go(karim, library)
    write(karim, "Mots du titre ou du texte", "mécénat")
    press(karim, "Chercher")
    reads(karim, "1 document", "Modele convention")
    follow(karim, "Modele convention")
    reads(karim, "La recherche lit le texte de ce fichier", "modele_convention.docx", "Maud Kerbrat")
    does_not_read(karim, "Mettre une nouvelle version")


def karim_brings_files_without_scripts(karim, circle, tmp_path):
    """Two files in one form: one is there already, one is new; then the new one again, changed: the address stays."""
    known, new = tmp_path / "copie du guide.pdf", tmp_path / "bilan_2026.txt"
    known.write_bytes(OLD["Archives/Avise/guide_des_reemplois.pdf"])
    new.write_text("Bilan premier", encoding="utf-8")
    bring_files(karim, circle, known, new)
    reads(karim, "À la racine")
    select(karim, "Thème", "Emploi")
    press(karim, "Ajouter à la bibliothèque")
    waits_for(karim, karim.page.url, "Tout le dossier a été lu.")
    reads(karim, "copie du guide.pdf", "Déjà dans la bibliothèque", "Guide des reemplois")
    follow(karim, "Tous les documents")
    follow(karim, "Bilan 2026")
    address = karim.page.url
    new.write_text("Bilan second", encoding="utf-8")
    bring_files(karim, circle, new)
    press(karim, "Ajouter à la bibliothèque")
    waits_for(karim, karim.page.url, "Tout le dossier a été lu.")
    go(karim, address)
    reads(karim, "n° 2", "Les versions d’avant", "Version 1")


def bring_files(person, circle, *paths):
    go(person, circle)
    follow(person, "Documents", within="Cercle")
    follow(person, "Reprendre un ancien dossier")
    labelled(person, "Une archive, ou plusieurs fichiers").set_input_files(list(paths))
    press(person, "Envoyer")


def maud_brings_a_whole_folder(maud, circle, tmp_path: Path):
    """As the browser sends it, with the script that says where each file lay."""
    with zipfile.ZipFile(tmp_path / "Archives.zip") as kept:
        kept.extractall(tmp_path / "ici")
    (tmp_path / "ici/Archives/Emploi").mkdir()
    (tmp_path / "ici/Archives/Emploi/charte.txt").write_text("Une charte", encoding="utf-8")
    go(maud, circle)
    follow(maud, "Documents", within="Cercle")
    follow(maud, "Reprendre un ancien dossier")
    labelled(maud, "Ou un dossier de votre ordinateur").set_input_files(tmp_path / "ici/Archives")
    press(maud, "Envoyer")
    reads(maud, "5 fichiers attendent votre accord.", "Archives › Emploi")
    press(maud, "Ajouter à la bibliothèque")
    waits_for(maud, maud.page.url, "Tout le dossier a été lu.")
    reads(maud, "Archives/lisez-moi.txt", "Déjà dans la bibliothèque")
    follow(maud, "Tous les documents")
    reads(maud, "Charte", "Emploi")

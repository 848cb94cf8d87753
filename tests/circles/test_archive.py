"""A circle leaves as a folder: whole or not at all, what its reader reads and nothing else."""

import csv
import hashlib
import json
import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cercles.circles.enums import MANIFEST, SUMS
from cercles.circles.exports.archive import export_circle
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.core.portable import Seat
from tests.factories.archive import FOR_FACILITATORS, HIDDEN, make_full

pytestmark = pytest.mark.django_db

FACILITATOR = {
    "cercle": 1, "themes": 1, "chartes": 1, "chartes_acceptees": 3, "membres": 2, "positions": 1, "etapes": 1, "bilans": 0,
    "bilans_semestriels": 1, "echanges": 1, "messages": 3, "questions": 0,
    "messages_avant": 1, "messages_fichiers": 1, "sondages": 3, "sondages_avant": 0, "sondages_choix": 9,
    "sondages_reponses": 1, "sondages_objections": 0, "sondages_bulletins": 1, "documents": 1, "documents_versions": 1,
    "rencontres": 3, "inscriptions": 1, "comptes_rendus": 2, "comptes_rendus_versions": 2, "decisions": 2, "a_faire": 2,
    "ce_que_chacun_retient": 2, "fiches": 1, "fiches_versions": 1, "fiches_accords": 1, "fiches_fichiers": 0, "reprises": 1,
    "fil": 7, "personnes": 3, "organisations": 2,
}  # fmt: skip
MEMBER = FACILITATOR | {"rencontres": 2, "comptes_rendus": 1, "comptes_rendus_versions": 1, "decisions": 1}


@pytest.fixture
def circle(cast):
    return make_full(cast)


def everything(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def table(folder, name):
    with (folder / f"donnees/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def holding(folder, words):
    files = everything(folder).items()
    return {word: [path for path, content in files if word.encode() in content] for word in words}


def test_who_facilitates_takes_all_of_it(circle, tmp_path):
    folder = tmp_path / "copie"
    assert export_circle(Seat(circle=circle, facilitates=True), folder) == FACILITATOR
    assert holding(folder, HIDDEN) == {word: [] for word in HIDDEN}
    assert all(holding(folder, FOR_FACILITATORS).values())
    assert [row["courriel"] for row in table(folder, "personnes") if row["nom"] != "Rémi Représentant"] == [
        f"{row['nom'].split()[0].lower().replace('malo', 'member').replace('fanny', 'facilitator')}@example.org"
        for row in table(folder, "personnes") if row["nom"] != "Rémi Représentant"
    ]  # fmt: skip
    assert [row["qui"] for row in table(folder, "a_faire")][1:] == [""]
    assert [row["de"] for row in table(folder, "ce_que_chacun_retient")][1:] == [""]


def test_a_member_takes_what_she_reads(circle, cast, tmp_path):
    folder = tmp_path / "copie"
    assert export_circle(Seat(circle=circle, facilitates=False, person=cast.facilitator), folder) == MEMBER | {
        "ce_que_chacun_retient": 1
    }
    assert holding(folder, HIDDEN + FOR_FACILITATORS) == {word: [] for word in HIDDEN + FOR_FACILITATORS}
    assert {row["courriel"] for row in table(folder, "personnes")} == {""}
    hers = tmp_path / "la sienne"
    assert export_circle(Seat(circle=circle, facilitates=False, person=cast.member), hers) == MEMBER
    assert [row["réponse"] for row in table(hers, "ce_que_chacun_retient")] == ["retenu pour moi", "Dit sans nom"]


def test_the_sums_answer_for_each_file(circle, tmp_path):
    export_circle(Seat(circle=circle, facilitates=True), tmp_path / "copie")
    files = everything(tmp_path / "copie")
    said = json.loads(files.pop(MANIFEST))
    sums = files.pop(SUMS)
    assert (said["format"], said["version"], said["cercle"]) == ("cercles-export", 3, circle.slug)
    assert said[SUMS] == hashlib.sha256(sums).hexdigest()
    assert dict(line.split("  ", 1)[::-1] for line in sums.decode().splitlines()) == {
        path: hashlib.sha256(content).hexdigest() for path, content in files.items()
    }
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_every_link_of_its_pages_leads_to_a_file(circle, tmp_path):
    folder = tmp_path / "copie"
    export_circle(Seat(circle=circle, facilitates=True), folder)
    pages = list(folder.rglob("*.html"))
    dead = [
        (page.name, href)
        for page in pages
        for href in re.findall(r'(?:href|src)="([^"#]+)"', page.read_text())
        if not (page.parent / href).resolve().is_file()
    ]
    assert (dead, any("<script" in page.read_text() for page in pages)) == ([], False)
    assert "Entre nous" in (folder / "pages/rencontres.html").read_text()
    message = next(folder.glob("pages/echanges-*.html")).read_text()
    assert "Bonjour à toutes" in message
    assert "Message retiré par son auteur." in message


def test_cells_come_back_exact(circle, tmp_path):
    folder = tmp_path / "copie"
    export_circle(Seat(circle=circle, facilitates=True), folder)
    (position,) = table(folder, "positions")
    assert (position["thème"], position["où"], position["en une phrase"]) == (
        "1",
        "Expérimente",
        "'=1+1, sur\ndeux lignes",
    )
    (file,) = table(folder, "messages_fichiers")
    assert (folder / file["fichier"]).read_bytes() == b"Le plan"
    assert file["fichier"].endswith("-plan.txt")


def test_a_half_yearly_review_is_a_page_with_its_three_answers(circle, tmp_path):
    folder = tmp_path / "copie"
    export_circle(Seat(circle=circle, facilitates=False), folder)
    (row,) = table(folder, "bilans_semestriels")
    assert (row["engagement"], row["mots et outils"], row["étape notée"]) == ("oui", "non", "En activité")
    assert (row["au"], row["publié par"].partition(" [")[0]) == (f"{clock.today():%d/%m/%Y}", "Fanny Animatrice")
    page = (folder / f"pages/bilans_semestriels-{row['référence']}.html").read_text()
    assert "Notre semestre" in page
    assert "Pas encore." in page


def test_a_folder_that_is_there_is_left_alone(circle, tmp_path):
    (tmp_path / "copie").mkdir()
    with pytest.raises(RuleBroken, match="existe déjà"):
        export_circle(Seat(circle=circle, facilitates=True), tmp_path / "copie")
    with pytest.raises(RuleBroken, match="n’existe pas"):
        export_circle(Seat(circle=circle, facilitates=True), tmp_path / "ailleurs" / "copie")


def test_what_a_killed_export_left_is_cleared(circle, tmp_path):
    left = tmp_path / ".copie.en-cours"
    left.mkdir()
    (left / "donnees").mkdir()
    (left / "donnees" / "vieux.csv").write_text("à moitié")
    export_circle(Seat(circle=circle, facilitates=True), tmp_path / "copie")
    assert not left.exists()
    assert "donnees/vieux.csv" not in everything(tmp_path / "copie")


def test_the_command_ends_with_its_counts(circle, tmp_path, capsys):
    call_command("export_circle", circle.slug, str(tmp_path / "copie"))
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == FACILITATOR
    with pytest.raises(CommandError, match="nom court"):
        call_command("export_circle", "nulle-part", str(tmp_path / "autre"))

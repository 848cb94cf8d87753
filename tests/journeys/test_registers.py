"""An administrator brings in a national register: its worker is killed in the middle and it goes on; she mends what was refused,
answers what looks like a page, and finds the places that no code says. Then the same without scripts, on a telephone."""

import csv
import io
import os
import re
import signal
import time

import pytest

from tests.config.instance import wait_until
from tests.journeys.browser import follow, give_file, go, pick, press, reads, save, tick
from tests.journeys.conftest import ADMINISTRATOR
from tests.journeys.scenes import enter_as_administrator, waits_for
from tests.organisations.registers import rna, rna_zip

pytestmark = pytest.mark.journey
RNA, CERCLES = "Registre national des associations (RNA)", "Export de Cercles"
ROWS = 15_000
# The journeys of one process share one instance: each imports into a commune of its own.
PITHIVIERS = {"adrs_codeinsee": "45252", "adrs_codepostal": "45300", "adrs_libcommune": "PITHIVIERS"}
TWINS = "nom;code commune\nLes Amis du Canal;45252\n"
MANY = "nom;code commune\nLe Fournil partagé;45252\nLa Fabrique du Loing;45252\nLes Jardins de Puiseaux;45252\n"


def association(number, **cells):
    return rna(number, **{**PITHIVIERS, **cells})


def test_an_administrator(someone, site, tmp_path):
    aude = someone("Aude Lenoir", ADMINISTRATOR)
    enter_as_administrator(aude)
    go(aude, "/organisations/imports/")
    sends(aude, written(tmp_path / "pages.csv", TWINS), CERCLES)
    finished(aude)

    go(aude, "/organisations/imports/")
    sends(aude, rna_zip(tmp_path, *register()), RNA)
    page = aude.page.url
    killed_in_the_middle(aude, site)
    go(aude, page)
    finished(aude, within=240)
    reads(aude, f"{thousands(ROWS)} lignes lues sur {thousands(ROWS)}", "Ligne 9", "Le nom manque.")
    assert fact(aude, "Créées") == thousands(ROWS - 2)
    assert fact(aude, "Refusées") == "1"
    reads(aude, "dont 1 à décider", "lieux à retrouver")

    mends_what_was_refused(aude, tmp_path)
    answers_the_doubt(aude, page)
    places(aude)


def register():
    """One row that is refused, one that looks like a page, two in a place that no code says."""
    rows = [association(number) for number in range(1, ROWS + 1)]
    rows[7]["titre"] = ""
    rows[8]["titre"] = "LES AMIS DU CANAL"
    for row in rows[10:12]:
        row |= {"adrs_codeinsee": "", "adrs_codepostal": "99999", "adrs_libcommune": "BOURG PERDU"}
    return rows


def killed_in_the_middle(person, site):
    """The process that reads the file, with the signal that nothing can catch, between its first and its last row."""
    wait_until(lambda: 0 < lines_read(person) < ROWS, 120)
    os.kill(site.pid_of("config worker"), signal.SIGKILL)
    time.sleep(2)
    person.page.reload()
    assert lines_read(person) < ROWS, "it was over before it was killed: nothing is proved"


def lines_read(person):
    person.page.reload()
    said = re.search(r"([\d\s]+) lignes? lues? sur", person.page.inner_text("main"))
    return int(re.sub(r"\s", "", said[1])) if said else 0


def finished(person, within=60):
    """The page tells by itself; without scripts she looks again."""
    wait_until(lambda: ended(person), within)
    go(person, person.page.url)
    reads(person, "Terminé")


def ended(person):
    time.sleep(1)
    person.page.reload()
    return "Terminé" in person.page.inner_text("main")


def mends_what_was_refused(person, folder):
    file = save(person, "Télécharger pour corriger", folder)
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [(row["id"], row["raison"]) for row in rows] == [("W691000008", "Le nom manque.")]
    rows[0]["titre"] = "LA RECYCLERIE DE L’ŒUF"
    follow(person, "Tous les imports")
    sends(person, written(folder / "rna corrigé.csv", table(rows)), RNA)
    finished(person)
    assert (fact(person, "Créées"), fact(person, "Refusées")) == ("1", "0")


def answers_the_doubt(person, page):
    go(person, page)
    follow(person, "dont 1 à décider")
    reads(person, "Les Amis du Canal", "Pithiviers (Loiret, 45)")
    follow(person, "Les Amis du Canal")
    reads(person, "Même nom, même commune", "W691000009", "réparer ensemble")
    press(person, "Oui, la même")
    reads(person, "C’est noté. Les prochains imports s’en souviendront.")  # then a doubt of another journey, or none
    waits_for(person, "/organisations/?q=W691000009", "Les Amis du Canal")
    follow(person, "Les Amis du Canal")
    reads(person, "réparer ensemble")
    go(person, page)
    reads(person, "rien n’attend plus")


def places(person):
    go(person, "/ma-semaine/")
    follow(person, "Placer", within="Lieux à retrouver")
    follow(person, "99999 BOURG PERDU")
    reads(person, "2 organisations sont écrites ainsi")
    pick(person, "Commune", "Amilly", "Amilly")
    press(person, "Placer")
    reads(person, "2 organisations sont placées.")


def test_without_scripts(someone, tmp_path):
    aude = someone("Aude Lenoir", ADMINISTRATOR, width=360, scripts=False)
    enter_as_administrator(aude)
    go(aude, "/organisations/imports/")
    sends(aude, written(tmp_path / "voisines.csv", MANY), CERCLES)
    finished(aude)
    names = [line.partition(";")[0] for line in MANY.splitlines()[1:]]
    rows = [association(20_000 + n, titre=name.upper()) for n, name in enumerate(names)]
    rows.append(association(20_010, adrs_codeinsee="", adrs_codepostal="99999", adrs_libcommune="CHATILLON COLIGNY ZI"))
    go(aude, "/organisations/imports/")
    sends(aude, rna_zip(tmp_path, *rows, name="rna_loiret.zip"), RNA)
    finished(aude)

    follow(aude, "dont 3 à décider")
    follow(aude, "Oui pour tous, la même")
    reads(aude, "3 rapprochements recevront cette réponse.", names[0])
    press(aude, "Donner cette réponse")
    reads(aude, "3 réponses sont notées")
    wait_until(lambda: "Réponses en cours" not in reloaded(aude), 60)
    waits_for(aude, "/organisations/?q=W691020002", names[2])

    go(aude, "/organisations/imports/lieux/")
    follow(aude, "99999 CHATILLON COLIGNY ZI")
    press(aude, "Placer ici", within="Châtillon-Coligny")
    reads(aude, "1 organisation est placée.")


def reloaded(person):
    time.sleep(1)
    person.page.reload()
    return person.page.inner_text("main")


def fact(person, name):
    """What the page says beside a word."""
    said = person.page.locator("dl.facts div").filter(has_text=name).locator("dd").first.inner_text()
    return " ".join(said.partition(",")[0].split())


def thousands(number):
    return f"{number:,}".replace(",", " ")


def table(rows):
    out = io.StringIO()
    file = csv.DictWriter(out, rows[0].keys(), delimiter=";")
    file.writeheader()
    file.writerows(rows)
    return out.getvalue()


def written(path, text):
    path.write_text(text)
    return path


def sends(person, path, layout):
    tick(person, layout)
    give_file(person, "Fichier", path)
    press(person, "Importer")

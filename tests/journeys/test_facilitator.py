"""A facilitator: from the home page to a shared sheet, by way of a circle, a meeting, its minutes and its decisions."""

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.browser import follow, go, labelled, press, reads, tick, untick, write
from tests.journeys.conftest import ADMINISTRATOR
from tests.journeys.mailbox import link_of, plain, text_of
from tests.journeys.scenes import announce_meeting, enter_circle, invite, open_account, open_circle, stand_for

pytestmark = pytest.mark.journey
PARIS = ZoneInfo("Europe/Paris")


def test_a_facilitator(someone):
    aude, ines, karim = someone("Aude Lenoir", ADMINISTRATOR), someone("Inès Valbrune"), someone("Karim Oudelin")
    open_account(ines)
    stand_for(ines, "Val-Fibre", aude)
    maud = someone("Maud Kerbrizac", width=360)
    open_account(maud)

    circle = open_circle(maud, "Les machines des autres", themes="Louer ses machines\nEntretenir celles des autres")
    invite(maud, circle, f"Inès Valbrune <{ines.email}>", f"{karim.email}")
    enter_circle(ines, "Val-Fibre")
    enter_circle(karim, known_by_address=True)

    announce_meeting(maud, circle, "Ce que la location nous a appris")
    for member in (ines, karim):
        letter = member.mailbox.next(member.email, "Ce que la location nous a appris")
        go(member, link_of(letter, "Dire si je viens"))
        press(member, "Envoyer ma réponse")

    begins = moves_it_forward(maud)
    time.sleep(max(0.0, (begins - datetime.now(PARIS)).total_seconds()))
    go(maud, maud.page.url)
    follow(maud, "Présences")
    untick(maud, karim.name)
    press(maud, "Noter les présences")
    reads(maud, "1 participant")
    follow(maud, "Écrire le compte rendu")
    write(maud, "Compte rendu", "## Le récit\n\nVal-Fibre loue ses tours depuis deux ans.")
    press(maud, "Publier")
    reads(maud, "Publiée le", "par Maud Kerbrizac", "Val-Fibre loue ses tours depuis deux ans.")
    follow(maud, "La rencontre")
    follow(maud, "Noter une décision")
    write(maud, "Ce qui est décidé", "Essayer la location d’une machine par membre.")
    press(maud, "Noter la décision")
    reads(maud, "Essayer la location d’une machine par membre.")

    follow(maud, "Écrire la fiche de cette rencontre")
    reads(maud, "Rempli d’après « Ce que la location nous a appris »")
    assert plain(labelled(maud, "Ce qui a été fait").input_value()) == (
        "## Le récit Val-Fibre loue ses tours depuis deux ans. Décidé ce jour-là : – Essayer la location d’une machine par membre."
    )
    assert labelled(maud, "Val-Fibre").is_checked()
    write(maud, "Titre, un verbe d’abord", "Louer ses tours plutôt que les vendre")
    write(maud, "Le problème", "Vendre une machine tous les dix ans ne fait pas vivre un atelier.")
    write(maud, "Ce qui a failli rater", "La première année, les pannes nous ont coûté plus que les loyers.")
    press(maud, "Enregistrer")
    sheet = maud.page.url
    follow(maud, "Demander les accords")
    press(maud, "Envoyer les demandes")
    reads(maud, "Pas encore répondu")

    go(ines, link_of(ines.mailbox.next(ines.email, "Votre accord pour la fiche"), "Lire et répondre"))
    reads(ines, "La première année, les pannes nous ont coûté plus que les loyers.")
    tick(ines, "D’accord pour le cercle", within="Votre réponse")
    press(ines, "Répondre")
    shared = karim.mailbox.next(karim.email, "Nouvelle fiche : Louer ses tours plutôt que les vendre")
    assert sheet in text_of(shared)
    go(maud, sheet)
    reads(maud, "version 1", "Visible par les membres du cercle")
    follow(maud, "Ce que la location nous a appris", within="Vient de")
    reads(maud, "A donné", "Louer ses tours plutôt que les vendre")


def moves_it_forward(person):
    """Everybody is here early: the meeting begins with the next minute."""
    begins = (datetime.now(PARIS) + timedelta(seconds=75)).replace(second=0, microsecond=0)
    follow(person, "Modifier")
    write(person, "Jour", f"{begins:%Y-%m-%d}")
    write(person, "Heure de début", f"{begins:%H:%M}")
    press(person, "Enregistrer")
    return begins

"""A member who never signs in lives a month from her mailbox: she enters, answers, votes, comes, agrees, tells what she tried, leaves."""

import pytest

from tests.journeys.browser import follow, go, press, reads, select, tick, write
from tests.journeys.mailbox import link_of, text_of
from tests.journeys.post_office import PostOffice, answer_as_thunderbird
from tests.journeys.scenes import announce_meeting, enter_circle, invite, open_circle, write_sheet
from tests.journeys.test_poll import opens

pytestmark = pytest.mark.journey
SUBJECT, QUESTION, MEETING = "Qui partage un camion ?", "Quel thème pour juin ?", "Ce que le partage nous a appris"
NAMES_HER, OTHERS = "Partager un camion à deux", "Louer une chambre froide"


@pytest.fixture
def post_office(site):
    made = PostOffice(site)
    yield made
    made.server.stop()


def test_a_month_by_mail(peers, someone, post_office):
    maud, ines, karim, lea = peers["maud"], peers["ines"], peers["karim"], someone("Léa Morin", width=360)
    ines_names_her_to_represent(ines, lea)
    circle = open_circle(maud, "Les camions voisins")
    invite(maud, circle, lea.email, karim.email)
    enter_circle(lea, "Val-Fibre")
    enter_circle(karim, "Froid des Combes")

    answers(lea, maud, post_office, circle)
    votes(lea, maud, circle)
    comes(lea, maud, circle)
    agrees(lea, maud, circle)
    tells_what_she_tried(lea, karim, circle)
    leaves(lea, maud, circle)
    assert [cookie["name"] for cookie in lea.page.context.cookies() if "session" in cookie["name"]] == []


def ines_names_her_to_represent(ines, lea):
    go(ines, "/compte/")
    follow(ines, "Ma page")
    follow(ines, "Val-Fibre")
    follow(ines, "Ajouter une personne")
    write(ines, "Adresse électronique de la personne", lea.email)
    write(ines, "Prénom et nom", lea.name)
    select(ines, "Rôle", "Représente l’organisation")
    press(ines, "Ajouter")


def answers(lea, maud, post_office, circle):
    go(maud, circle)
    follow(maud, "Échanges", within="Cercle")
    follow(maud, "Lancer un échange")
    write(maud, "Sujet", SUBJECT)
    write(maud, "Votre message", "Nous hésitons à partager le nôtre.")
    press(maud, "Publier")
    thread = maud.page.url.partition("?")[0]
    letter = lea.mailbox.next(lea.email, SUBJECT)
    to, raw = answer_as_thunderbird(
        letter, f"Léa Morin <{lea.email}>", "Nous, depuis deux ans, avec un planning.", "lea-mois"
    )
    assert post_office.send(lea.email, to, raw) == "posted"
    go(maud, thread)
    reads(maud, "Nous, depuis deux ans, avec un planning.", "par courriel")


def votes(lea, maud, circle):
    opens(maud, circle, QUESTION)
    write(maud, "Les réponses, une par ligne", "Les camions\nLes achats")
    press(maud, "Ouvrir et prévenir le cercle")
    poll = maud.page.url
    go(lea, link_of(lea.mailbox.next(lea.email, QUESTION), "Répondre"))
    tick(lea, "Les camions")
    press(lea, "Envoyer ma réponse")
    reads(lea, "Votre réponse : Les camions.")
    go(maud, poll)
    reads(maud, "1 voix a répondu")


def comes(lea, maud, circle):
    meeting = announce_meeting(maud, circle, MEETING)
    go(lea, link_of(lea.mailbox.next(lea.email, MEETING), "Dire si je viens"))
    press(lea, "Envoyer ma réponse")
    assert MEETING in text_of(lea.mailbox.next(lea.email, f"Vous participez : {MEETING}"))
    go(maud, meeting)
    reads(maud, lea.name)


def agrees(lea, maud, circle):
    sheet = write_sheet(maud, circle, NAMES_HER, "Val-Fibre")
    follow(maud, "Demander les accords")
    press(maud, "Envoyer les demandes")
    letter = lea.mailbox.next(lea.email, f"Votre accord pour la fiche « {NAMES_HER} »")
    go(lea, link_of(letter, "Lire et répondre"))
    reads(lea, "Les tournées se croisaient le lundi matin.")
    tick(lea, "D’accord pour le cercle", within="Votre réponse")
    press(lea, "Répondre")
    reads(lea, "Votre réponse est notée : D’accord pour le cercle.")
    go(maud, sheet)
    reads(maud, "version 1", "Visible par les membres du cercle")


def tells_what_she_tried(lea, karim, circle):
    sheet = write_sheet(karim, circle, OTHERS, "Froid des Combes")
    follow(karim, "Demander les accords")
    press(karim, "Envoyer les demandes")
    letter = lea.mailbox.next(lea.email, f"Nouvelle fiche : {OTHERS}")
    go(lea, link_of(letter, "Dire ce que cela a donné chez nous"))
    select(lea, "Pour quelle organisation", "Val-Fibre")
    tick(lea, "Adaptée", within="Ce que vous en avez fait")
    write(lea, "Ce que cela a donné", "Deux saisons sans panne.")
    press(lea, "Déclarer")
    reads(lea, "Merci : votre reprise est notée.")
    go(karim, sheet)
    reads(karim, "Deux saisons sans panne.", "1 adaptation")


def leaves(lea, maud, circle):
    """The link of every mail leads to the choice of her mails; the one that leaves comes to her own address."""
    letter = next(mail for mail in lea.mailbox.received(lea.email) if mail["List-Unsubscribe"])
    go(lea, letter["List-Unsubscribe"].strip().strip("<>"))
    press(lea, "Recevoir le lien pour quitter")
    reads(lea, "suivez son lien pour quitter le cercle")
    go(lea, link_of(lea.mailbox.next(lea.email, "Quitter « Les camions voisins » ?"), "Quitter le cercle"))
    write(lea, "Un mot pour celles et ceux qui animent", "Je change de métier.")
    press(lea, "Quitter le cercle")
    reads(lea, "Vous avez quitté le cercle « Les camions voisins ».")
    assert "Vous avez quitté le cercle" in text_of(lea.mailbox.next(lea.email, "Vous avez quitté le cercle"))
    assert "Je change de métier." in text_of(maud.mailbox.next(maud.email, f"{lea.name} a quitté"))

"""Something hurts: reported, taken away with a reason, contested from a mail, given back by another; and a visit of the assistance."""

import pytest

from tests.journeys.browser import does_not_read, follow, go, press, reads, tick, write
from tests.journeys.conftest import ADMINISTRATOR
from tests.journeys.mailbox import link_of, text_of
from tests.journeys.scenes import enter_as_administrator, enter_circle, invite, open_account, open_circle

pytestmark = pytest.mark.journey
SUBJECT = "Un poste de maintenance à deux"
HURTS = "Comme dit le film : vous êtes des incapables."
WORDS = "Une insulte, adressée à tout le cercle."


def test_a_moderation(someone):
    maud, karim = someone("Maud Kerbrat"), someone("Karim Oudelin")
    lea = someone("Léa Morin", width=360, by_keyboard=True)
    aude = someone("Aude Lenoir", ADMINISTRATOR)
    enter_as_administrator(aude)
    for person in (maud, karim, lea):
        open_account(person)
    circle = open_circle(maud, "Les ateliers voisins")
    invite(maud, circle, lea.email, karim.email)
    for member in (lea, karim):
        enter_circle(member)
    go(karim, circle)
    follow(karim, "Échanges", within="Cercle")
    follow(karim, "Lancer un échange")
    write(karim, "Sujet", SUBJECT)
    write(karim, "Votre message", HURTS)
    press(karim, "Publier")
    thread = karim.page.url.partition("?")[0]

    lea_reports(lea, thread)
    maud_takes_it_away(maud, thread)
    told_who_reported(lea)
    karim_contests(karim, thread)
    aude_gives_it_back(aude)
    go(lea, thread)
    reads(lea, HURTS)
    does_not_read(lea, "retiré par l’animation")
    aude_visits(aude, maud, circle)


def lea_reports(lea, thread):
    go(lea, thread)
    follow(lea, "Signaler")
    reads(lea, HURTS, "La personne qui a écrit ne sait jamais qui l’a signalée.")
    tick(lea, "Propos blessants, insulte ou harcèlement")
    write(lea, "Avec vos mots", "Cela vise tout le monde.")
    press(lea, "Signaler")
    reads(lea, "C’est signalé. Vous saurez ce qui est décidé")


def maud_takes_it_away(maud, thread):
    maud.mailbox.next(maud.email, "Un écrit est signalé")
    go(maud, "/")
    reads(maud, "1 écrit est signalé")
    follow(maud, "Lire et décider")
    reads(maud, "Ce qui attend", "Propos blessants, insulte ou harcèlement")
    follow(maud, "Lire et décider")
    reads(maud, HURTS, "Cela vise tout le monde.")
    does_not_read(maud, "Léa Morin")
    write(maud, "Pourquoi, avec vos mots", WORDS)
    press(maud, "Retirer")
    reads(maud, "Écrit retiré", "En vigueur", WORDS)
    go(maud, thread)
    reads(maud, "Message retiré par l’animation le", "propos blessants, insulte ou harcèlement")
    does_not_read(maud, HURTS)


def told_who_reported(lea):
    letter = lea.mailbox.next(lea.email, "Votre signalement du")
    assert "Ce que vous avez signalé est retiré" in " ".join(text_of(letter).split())


def karim_contests(karim, thread):
    letter = karim.mailbox.next(karim.email, "Un de vos écrits est retiré")
    said = " ".join(text_of(letter).split())
    assert [words in said for words in (WORDS, HURTS, "Léa")] == [True, True, False]
    go(karim, link_of(letter, "Contester cette décision"))
    write(karim, "Pourquoi cette décision n’est pas juste", "C’est une réplique, citée pour rire.")
    press(karim, "Contester cette décision")
    reads(karim, "Vous avez contesté une décision du cercle")


def aude_gives_it_back(aude):
    letter = aude.mailbox.next(aude.email, "Une décision est contestée")
    go(aude, link_of(letter, "Lire et répondre"))
    follow(aude, "Répondre")
    reads(aude, HURTS, "C’est une réplique, citée pour rire.")
    tick(aude, "J’annule la décision : tout redevient comme avant")
    write(aude, "Pourquoi, en une phrase", "La phrase est une citation, le message le dit.")
    press(aude, "Répondre")
    reads(aude, "Levée", "La phrase est une citation, le message le dit.")


def aude_visits(aude, maud, circle):
    """She reads the circle for an hour, after saying why; who facilitates knows at once."""
    go(aude, "/cercles/visites/")
    write(aude, "Adresse du cercle", circle)
    write(aude, "Pourquoi vous le lisez", "Maud ne voit plus un échange.")
    press(aude, "Ouvrir la visite")
    reads(aude, "Vous lisez, vous n’écrivez pas", SUBJECT)
    follow(aude, SUBJECT)
    reads(aude, HURTS)
    letter = maud.mailbox.next(maud.email, "L’assistance lit")
    go(maud, link_of(letter, "Voir les visites du cercle"))
    reads(maud, "Aude Lenoir", "Maud ne voit plus un échange.")

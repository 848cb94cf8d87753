"""A circle chooses and consents: from the mail without signing in, by keyboard, without scripts; an objection changes the proposal."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.browser import does_not_read, follow, go, labelled, press, reads, tick, unfold, write
from tests.journeys.mailbox import link_of, text_of
from tests.journeys.scenes import enter_circle, invite, open_account, open_circle

pytestmark = pytest.mark.journey
QUESTION, PROPOSAL = "Quel thème pour la rencontre de juin ?", "Ouvrir le cercle à trois collectivités"
ELECTION = "Qui animera la rencontre de septembre ?"


def test_a_circle_decides(someone):
    maud = someone("Maud Kerbrat", width=360)
    open_account(maud)
    circle = open_circle(maud, "Les ateliers du val")
    lea, hugo = someone("Léa Morin"), someone("Hugo Sarlat", by_keyboard=True)
    karim = someone("Karim Oudelin", width=360, scripts=False)
    for member in (hugo, karim):
        open_account(member)
    invite(maud, circle, f"Léa Morin <{lea.email}>", hugo.email, karim.email)
    for member in (lea, hugo, karim):
        enter_circle(member)
    poll = they_choose(maud, lea, hugo, karim, circle)
    it_closes(maud, lea, poll)
    they_consent(maud, lea, karim, circle)
    they_vote_secretly(maud, lea, hugo, karim, circle)
    they_find_a_date(maud, lea, circle)


def they_choose(maud, lea, hugo, karim, circle):
    opens(maud, circle, QUESTION)
    write(maud, "Les réponses, une par ligne", "Les stocks\nLes achats\nLes tournées")
    unfold(maud, "Qui a une voix, quand les résultats se lisent, secret")
    tick(maud, "Seulement à la clôture")
    press(maud, "Ouvrir et prévenir le cercle")
    reads(maud, "Le sondage est ouvert", "Les résultats se lisent à la clôture")
    poll = maud.page.url

    go(lea, link_of(lea.mailbox.next(lea.email, QUESTION), "Répondre"))
    press(lea, "Envoyer ma réponse", status=422)
    tick(lea, "Les achats")
    press(lea, "Envoyer ma réponse")
    reads(lea, "Votre réponse : Les achats.")
    assert "Votre réponse : Les achats." in text_of(lea.mailbox.next(lea.email, "Votre réponse est notée"))

    go(hugo, "/")
    reads(hugo, QUESTION)
    follow(hugo, "Répondre au sondage")
    tick(hugo, "Les stocks")
    press(hugo, "Envoyer ma réponse")
    reads(hugo, "Votre réponse est notée.")
    does_not_read(hugo, "Léa Morin")

    go(karim, circle)
    reads(karim, "Le cercle vous consulte", "Votre réponse est attendue")
    follow(karim, QUESTION)
    tick(karim, "Les achats")
    press(karim, "Envoyer ma réponse")
    reads(karim, "Votre réponse est notée.")
    return poll


def it_closes(maud, lea, poll):
    go(maud, poll)
    follow(maud, "Clore le sondage")
    write(maud, "Ce qui en est retenu", "En juin, nous parlerons des achats.")
    press(maud, "Clore le sondage")
    reads(maud, "En juin, nous parlerons des achats.", "Léa Morin", "3 voix ont répondu sur 4")
    assert "En juin, nous parlerons des achats." in text_of(lea.mailbox.next(lea.email, f"Clos : {QUESTION}"))


def they_consent(maud, lea, karim, circle):
    opens(maud, circle, PROPOSAL)
    tick(maud, "Un consentement sur une proposition")
    write(maud, "La proposition, ou ce qu’il faut savoir", "Nous invitons **trois** collectivités.")
    press(maud, "Ouvrir et prévenir le cercle")
    poll = maud.page.url

    go(lea, link_of(lea.mailbox.next(lea.email, PROPOSAL), "Répondre"))
    reads(lea, "Nous invitons trois collectivités.")
    tick(lea, "J’objecte : j’y vois un risque pour le cercle, que je dis")
    press(lea, "Envoyer ma réponse", status=422)
    reads(lea, "Dites votre réserve, ou le risque que vous voyez")
    write(lea, "Votre réserve, ou le risque que vous voyez", "À trois, les élus parleraient plus que les ateliers.")
    press(lea, "Envoyer ma réponse")

    go(maud, "/")
    reads(maud, "1 objection à traiter")
    follow(maud, "Traiter les objections")
    follow(maud, "Traiter l’objection")
    reads(maud, "À trois, les élus parleraient plus que les ateliers.")
    tick(maud, "Intégrée : la proposition change, et le cercle est consulté de nouveau, trois jours au moins")
    write(maud, "Ce qui change, ou pourquoi elle n’est pas retenue", "Une seule, pour six mois.")
    write(maud, "La proposition", "Nous invitons une collectivité, pour six mois.")
    press(maud, "Traiter l’objection")
    reads(maud, "L’objection est traitée", "Une seule, pour six mois.", "Intégrée : la proposition a changé")

    assert "Une seule, pour six mois." in text_of(lea.mailbox.next(lea.email, "Votre objection a été traitée"))
    go(lea, link_of(lea.mailbox.next(lea.email, "Proposition changée"), "Répondre"))
    reads(lea, "Vous aviez répondu à un texte qui a changé depuis")
    tick(lea, "Je consens : je n’y vois pas de risque pour le cercle")
    press(lea, "Envoyer ma réponse")
    go(karim, poll)
    unfold(karim, "La proposition n° 1")
    tick(karim, "Je consens avec une réserve, que je dis")
    write(karim, "Votre réserve, ou le risque que vous voyez", "Disons laquelle.")
    press(karim, "Envoyer ma réponse")
    reads(karim, "Disons laquelle.")

    go(maud, poll)
    follow(maud, "Clore le sondage")
    press(maud, "Clore le sondage")
    reads(maud, "Proposition adoptée : il ne reste pas d’objection.")


def they_vote_secretly(maud, lea, hugo, karim, circle):
    """Lea from her mail, Hugo by keyboard, Karim without scripts: each notes a receipt and finds it again at the end."""
    opens(maud, circle, ELECTION)
    write(maud, "Les réponses, une par ligne", "Léa Morin\nHugo Sarlat")
    unfold(maud, "Qui a une voix, quand les résultats se lisent, secret")
    tick(maud, "Bulletin secret")
    press(maud, "Ouvrir et prévenir le cercle")
    poll, receipts = maud.page.url, {}
    go(lea, link_of(lea.mailbox.next(lea.email, ELECTION), "Répondre"))
    for voter in (hugo, karim):
        go(voter, poll)
    for voter, choice in ((lea, "Hugo Sarlat"), (hugo, "Léa Morin"), (karim, "Hugo Sarlat")):
        receipts[labelled(voter, "Votre reçu").input_value()] = choice
        tick(voter, choice)
        press(voter, "Envoyer ma réponse")
        reads(voter, "Votre bulletin est dans l’urne.")
    go(maud, poll)
    reads(maud, "Les résultats se lisent à la clôture")
    follow(maud, "Clore le sondage")
    press(maud, "Clore le sondage")
    unfold(maud, "Les bulletins, pour retrouver le vôtre et recompter")
    reads(maud, *(f"{receipt} : {choice}" for receipt, choice in receipts.items()))
    reads(maud, "3 voix ont répondu sur 4")
    does_not_read(maud, "Karim Oudelin")


def they_find_a_date(maud, lea, circle):
    """Under a meeting in preparation: the date that is kept closes the poll and announces the meeting."""
    soon = datetime.now(ZoneInfo("Europe/Paris")) + timedelta(days=20)
    go(maud, circle)
    follow(maud, "Rencontres", within="Cercle")
    follow(maud, "Ouvrir une rencontre")
    write(maud, "Titre", "Acheter à six")
    write(maud, "Jour", f"{soon:%Y-%m-%d}")
    write(maud, "Heure de début", "14:00")
    write(maud, "Lien de connexion", "https://visio.exemple.test/salle")
    press(maud, "Préparer la rencontre")
    follow(maud, "Chercher une date avec le cercle")
    write(maud, "Les dates possibles, une par ligne", "mardi prochain")
    write(maud, "Réponses jusqu’au", f"{soon - timedelta(days=12):%Y-%m-%d}")
    press(maud, "Consulter le cercle", status=422)
    reads(maud, "« mardi prochain » ne se lit pas comme une date.")
    other = soon + timedelta(days=1)
    write(maud, "Les dates possibles, une par ligne", f"{soon:%d/%m/%Y} 14:00\n{other:%d/%m/%Y} à 9 h 30")
    press(maud, "Consulter le cercle")
    follow(maud, "Chercher une date avec le cercle")
    poll = maud.page.url

    go(lea, link_of(lea.mailbox.next(lea.email, "Quelle date pour « Acheter à six »"), "Répondre"))
    lea.page.get_by_role("checkbox").last.check()
    press(lea, "Envoyer ma réponse")
    go(maud, poll)
    reads(maud, "Léa Morin")
    press(maud, "Retenir cette date", within="La date retenue clôt ce sondage")
    reads(maud, "La date est fixée et la rencontre annoncée")
    assert link_of(lea.mailbox.next(lea.email, "Acheter à six, "), "Dire si je viens")
    go(maud, poll)
    reads(maud, "Date retenue")


def opens(person, circle, question):
    go(person, circle)
    follow(person, "Sondages", within="Cercle")
    follow(person, "Ouvrir un sondage")
    write(person, "La question", question)
    write(person, "Réponses jusqu’au", f"{datetime.now(ZoneInfo('Europe/Paris')) + timedelta(days=8):%Y-%m-%d}")

"""What several journeys begin with, done by people in their browsers as anybody would."""

import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.journeys.browser import Person, ask_for_code, follow, go, press, reads, select, sign_in, tick, unfold, write
from tests.journeys.mailbox import link_of


def open_account(person: Person) -> None:
    """From the home page, without a password."""
    go(person, "/")
    follow(person, "Entrer avec mon adresse")
    follow(person, "Ouvrir un compte")
    write(person, "Votre adresse électronique", person.email)
    write(person, "Prénom et nom", person.name)
    press(person, "Recevoir un code")
    ask_for_code(person, asked=True)


def introduce_oneself(person: Person) -> None:
    """Asked once of whoever comes in for the first time by an invitation."""
    write(person, "Prénom et nom", person.name)
    press(person, "Ouvrir mon compte")


def enter_as_administrator(person: Person) -> None:
    """One administrator for all journeys: only the first of them is asked to introduce herself."""
    sign_in(person)
    if "bienvenue" in person.page.url:
        introduce_oneself(person)


def open_circle(person: Person, name: str, *, themes: str = "Vendre l’usage") -> str:
    """Its address."""
    go(person, "/cercles/")
    follow(person, "Ouvrir un cercle")
    write(person, "Nom du cercle", name)
    write(person, "La question que vous partagez", "Comment vendre l’usage plutôt que le bien, entre PME ?")
    write(person, "Vos propres thèmes, un par ligne", themes)
    press(person, "Ouvrir le cercle")
    follow(person, "Vue d’ensemble", within="Cercle")
    return person.page.url


def invite(person: Person, circle: str, *addresses: str) -> None:
    go(person, circle)
    follow(person, "Entrées", within="Cercle")
    follow(person, "Coller une liste")
    write(person, "Adresses", "\n".join(addresses))
    press(person, "Envoyer les invitations")


def in_twenty_days() -> date:
    return datetime.now(ZoneInfo("Europe/Paris")).date() + timedelta(days=20)


def announce_meeting(
    person: Person, circle: str, title: str, *, day: str = "", hour: str = "14:00", **facts: str
) -> str:
    """A meeting at a distance, announced to the circle; its address."""
    go(person, circle)
    follow(person, "Rencontres", within="Cercle")
    follow(person, "Ouvrir une rencontre")
    write(person, "Titre", title)
    write(person, "Jour", day or f"{in_twenty_days():%Y-%m-%d}")
    write(person, "Heure de début", hour)
    write(person, "Lien de connexion", "https://visio.exemple.test/salle")
    if facts:
        unfold(person, "Durée, places, prise de notes, ordre du jour")
    for label, text in facts.items():
        write(person, label.replace("_", " "), text)
    press(person, "Préparer la rencontre")
    press(person, "Annoncer la rencontre")
    return person.page.url


def stand_for(person: Person, organisation: str, administrator: Person) -> None:
    """Add one's organisation, ask to represent it; an administrator says yes from the letter, without signing in."""
    go(person, "/organisations/")
    follow(person, "Ajouter une organisation")
    write(person, "Nom", organisation)
    press(person, "Créer la page")
    reads(person, "La page est créée. Elle est publique.")
    follow(person, "Je représente cette organisation")
    write(person, "Votre lien avec l’organisation", "J’en suis la directrice.")
    press(person, "Envoyer")
    asked = administrator.mailbox.next(administrator.email, f"demande à représenter {organisation}")
    go(administrator, link_of(asked, "Répondre à la demande"))
    tick(administrator, "Oui, cette personne représente l’organisation")
    press(administrator, "Répondre")
    reads(administrator, "C’est noté")
    decided = person.mailbox.next(person.email, f"Votre demande de représenter {organisation}")
    go(person, link_of(decided, "Ouvrir sa page"))


def enter_circle(person: Person, organisation: str = "", *, known_by_address: bool = False) -> None:
    """From the letter, without signing in, for one's organisation; who was invited by her address alone says her name."""
    go(person, link_of(person.mailbox.next(person.email, "vous invite dans le cercle"), "Lire la charte et répondre"))
    reads(person, "La charte du cercle", "Ce qui est dit dans le cercle reste dans le cercle")
    tick(person, "J’accepte la charte et j’entre", within="Votre réponse")
    if known_by_address:
        write(person, "Votre prénom et votre nom", person.name)
    if organisation:
        select(person, "Vous y êtes pour", organisation)
    press(person, "Répondre")
    reads(person, "C’est noté")


def write_sheet(person: Person, circle: str, title: str, *organisations: str) -> str:
    """A draft that may be proposed; its address."""
    go(person, circle)
    follow(person, "Fiches", within="Cercle")
    follow(person, "Écrire une fiche")
    write(person, "Titre, un verbe d’abord", title)
    for name in organisations:
        tick(person, name)
    write(person, "Le problème", "Chacun avait son camion, à moitié vide.")
    write(person, "Ce qui a été fait", "Un seul camion, un planning commun.")
    write(person, "Ce qui a failli rater", "Les tournées se croisaient le lundi matin.")
    press(person, "Enregistrer")
    return person.page.url


def waits_for(person: Person, address: str, name: str) -> None:
    """The search reads what was written within a second or so."""
    until = time.monotonic() + 60
    while True:
        go(person, address)
        if name in person.page.content():
            return
        assert time.monotonic() < until, f"{name} is not found"
        time.sleep(0.5)

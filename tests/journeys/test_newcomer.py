"""A newcomer: invited by mail, she reads the charter, asks for a seat, waits, gets it, and has it in her calendar."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.journeys.browser import follow, go, press, reads, save, tick, write
from tests.journeys.mailbox import code_of, files_of, link_of, text_of
from tests.journeys.scenes import (
    announce_meeting,
    enter_circle,
    in_twenty_days,
    introduce_oneself,
    invite,
    open_account,
    open_circle,
)

pytestmark = pytest.mark.journey
PARIS = ZoneInfo("Europe/Paris")


def test_a_newcomer_by_keyboard(someone, tmp_path):
    maud = someone("Maud Kerbrat")
    open_account(maud)
    circle = open_circle(maud, "Vendre l’usage")
    lea, hugo = someone("Léa Morin", by_keyboard=True), someone("Hugo Sarlat")
    invite(maud, circle, f"Léa Morin <{lea.email}>", hugo.email)

    enter_circle(hugo, known_by_address=True)
    enter_circle(lea)
    comes_in(lea)

    meeting = announce_meeting(maud, circle, "Louer plutôt que vendre", Nombre_de_places="1")
    invitation = hugo.mailbox.next(hugo.email, "Louer plutôt que vendre")
    go(hugo, link_of(invitation, "Dire si je viens"))
    press(hugo, "Envoyer ma réponse")
    reads(hugo, "Vous participez : une confirmation est partie")

    go(lea, "/")
    reads(lea, "Louer plutôt que vendre")
    follow(lea, "Dire si je viens")
    press(lea, "Rejoindre la liste d’attente")
    reads(lea, "Tout est pris pour l’instant : vous êtes en liste d’attente, à la place 1.")

    seat = hugo.mailbox.next(hugo.email, "Vous participez : Louer plutôt que vendre")
    go(hugo, link_of(seat, "Changer ma réponse"))
    tick(hugo, "Je ne peux pas", within="Votre réponse")
    press(hugo, "Envoyer ma réponse")
    reads(hugo, "C’est noté : vous ne participez pas.")

    promoted = lea.mailbox.next(lea.email, "Une place s’est libérée, elle est à vous")
    go(lea, meeting)
    reads(lea, "Vous participez")
    saved = save(lea, "Ajouter à mon agenda", tmp_path).read_text()
    for calendar in (files_of(promoted)["rencontre.ics"], saved):
        [event] = Calendar.from_ical(calendar).walk("VEVENT")
        assert (event["SUMMARY"], event["LOCATION"]) == ("Louer plutôt que vendre", "https://visio.exemple.test/salle")
        assert event.decoded("DTSTART") == datetime.combine(in_twenty_days(), time(14), PARIS)


def comes_in(person):
    """From the letter that welcomes her, with a code."""
    welcome = person.mailbox.next(person.email, "Bienvenue dans le cercle")
    assert "Vous en êtes membre, et vous avez accepté sa charte." in text_of(welcome)
    go(person, link_of(welcome, "Aller au cercle"), status=404)
    follow(person, "Me connecter et revenir ici")
    write(person, "Votre adresse électronique", person.email)
    press(person, "Recevoir un code")
    write(person, "Code reçu", code_of(person.mailbox.next(person.email, "votre code")))
    press(person, "Entrer")
    introduce_oneself(person)

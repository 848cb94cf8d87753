"""An administrator publishes terms of use, then newer ones; a member meets them, accepts, and goes where she was going.

On an instance of its own: whoever signs in there afterwards is asked to accept.
"""

from functools import partial

import pytest

from tests.journeys.browser import ask_for_code, follow, go, press, reads, sit_down, stand_up, tick, write
from tests.journeys.conftest import ADMINISTRATOR, address_of, own_database, served
from tests.journeys.mailbox import link_of, text_of
from tests.journeys.scenes import enter_as_administrator, open_account

pytestmark = pytest.mark.journey
PAGES = "/administration/pages-legales/"


@pytest.fixture
def people(chromium, mailbox, tmp_path_factory):
    with own_database("legal") as database, served(tmp_path_factory, mailbox, database) as site:
        sit = partial(sit_down, chromium, mailbox, address_of(site))
        made = {
            "aude": sit("Aude Lenoir", ADMINISTRATOR), "maud": sit("Maud Kerlan", "maud.kerlan@exemple.test"),
            "ines": sit("Inès Valbrune", "ines.valbrune@exemple.test", width=360, scripts=False),
        }  # fmt: skip
        yield made
        for person in made.values():
            stand_up(person)


def test_new_terms_are_published_met_and_accepted(people):
    aude, maud, ines = people.values()
    open_account(maud)
    enter_as_administrator(aude)
    go(aude, PAGES)
    follow(aude, "Écrire : Conditions d’utilisation")
    reads(aude, "hébergeur")
    write(aude, "Texte", "## Entre pairs\n\nCe qui est confié ici reste ici. [à compléter : notre adresse]")
    press(aude, "Enregistrer et relire")
    reads(aude, "À compléter avant de publier", "notre adresse", "Complétez d’abord ce qui manque.")
    follow(aude, "Continuer d’écrire")
    write(aude, "Texte", "## Entre pairs\n\nCe qui est confié ici reste ici.")
    press(aude, "Enregistrer et relire")
    press(aude, "Publier cette version")
    reads(aude, "La version 1 est publiée.", "Acceptée par 1 des 2 comptes actifs.")

    go(maud, "/personnes/")
    reads(maud, "Avant d’entrer : les conditions d’utilisation", "Ce qui est confié ici reste ici.", "Si vous refusez")
    tick(maud, "J’ai lu les conditions d’utilisation et je les accepte")
    press(maud, "J’accepte")
    reads(maud, "C’est noté : vous acceptez les conditions d’utilisation.")
    assert maud.page.url.endswith("/personnes/")

    follow(aude, "Écrire la version suivante : Conditions d’utilisation")
    write(aude, "Texte", "## Entre pairs\n\nCe qui est confié ici reste ici, même après un départ.")
    write(aude, "Ce qui a changé, en une phrase", "Le secret dure après un départ.")
    tick(aude, "Demander à chaque personne d’accepter cette version")
    press(aude, "Enregistrer et relire")
    reads(aude, "Depuis la version 1", "même après un départ.")
    press(aude, "Publier cette version")

    letter = maud.mailbox.next(maud.email, "Les conditions d’utilisation changent")
    assert "Le secret dure après un départ." in text_of(letter)
    go(maud, "/ma-semaine/")
    reads(maud, "Les conditions d’utilisation ont changé", "Le secret dure après un départ.")
    go(maud, link_of(letter, "Lire et accepter"))
    press(maud, "J’accepte")
    go(maud, "/ma-semaine/")
    assert maud.page.url.endswith("/ma-semaine/")

    accepts_at_the_door(ines)
    go(aude, PAGES)
    reads(aude, "Acceptée par 3 des 3 comptes actifs.")


def accepts_at_the_door(person):
    """A newcomer, on a telephone without scripts, ticks what the door shows."""
    go(person, "/")
    follow(person, "Entrer avec mon adresse")
    follow(person, "Ouvrir un compte")
    write(person, "Votre adresse électronique", person.email)
    write(person, "Prénom et nom", person.name)
    press(person, "Recevoir un code", status=422)
    reads(person, "Acceptez les conditions d’utilisation pour ouvrir un compte.")
    tick(person, "J’accepte les conditions d’utilisation")
    press(person, "Recevoir un code")
    ask_for_code(person, asked=True)
    go(person, "/conditions/")
    follow(person, "Version 1")
    reads(person, "Cette version n’est plus en vigueur.")

"""A facilitator does her week in the page: by the keyboard alone, or on a telephone without scripts. Each page is looked at by axe."""

import pytest

from tests.journeys.browser import does_not_read, follow, go, press, reads, save, select, tick, unfold, write
from tests.journeys.mailbox import text_of
from tests.journeys.scenes import enter_circle, invite, open_account, open_circle

pytestmark = pytest.mark.journey
TRAITS = (
    ("Les membres s’engagent-ils les uns envers les autres ?", "Ce qui montre cet engagement", "Ils s’appellent entre deux rencontres."),
    ("Poursuivent-ils quelque chose ensemble ?", "Ce qui montre ce qu’ils poursuivent", "Louer plutôt que vendre."),
    ("Ont-ils des mots et des outils à eux ?", "Ce qui montre ces mots et ces outils", "Le carnet des pannes."),
)  # fmt: skip


@pytest.mark.parametrize(
    "ways", [{"by_keyboard": True}, {"scripts": False, "width": 360}], ids=["keyboard", "telephone"]
)
def test_the_week_of_a_facilitator(someone, ways, tmp_path):
    maud, ines, karim = someone("Maud Kerbrizac", **ways), someone("Inès Valbrune"), someone("Karim Oudelin")
    for person in (maud, ines, karim):
        open_account(person)
    circle = open_circle(maud, f"Les machines des autres {maud.email.partition('@')[0].rpartition('.')[2]}")
    invite(maud, circle, ines.email, karim.email)
    for member in (ines, karim):
        enter_circle(member)

    go(maud, "/")
    welcomes(maud, ines)
    puts_off(maud, karim)
    writes_the_review(maud, ines, circle)
    go(maud, circle)
    follow(maud, "Bilans", within="Cercle")
    follow(maud, "Dossier de relais")
    reads(maud, "Maud Kerbrizac : Anime le cercle", "Aucune : c’est le premier geste à faire.")
    file = save(maud, "Télécharger (Markdown)", tmp_path)
    assert file.read_text(encoding="utf-8").startswith("# Dossier de relais")


def welcomes(maud, ines):
    """One act of one click, after reading."""
    reads(maud, "Souhaiter la bienvenue à Inès Valbrune", "Souhaiter la bienvenue à Karim Oudelin")
    unfold(maud, "Lire et envoyer · Souhaiter la bienvenue à Inès Valbrune")
    write(maud, "Votre message", "Bienvenue, Inès. Que cherchez-vous ici ?")
    press(maud, "Envoyer")
    reads(maud, "Votre message est parti à Inès Valbrune.")
    ines.mailbox.next(ines.email, "Bienvenue dans")  # the site's own, on the day she entered
    letter = ines.mailbox.next(ines.email, "Bienvenue dans")
    assert "Bienvenue, Inès. Que cherchez-vous ici ?" in text_of(letter)
    assert letter["Reply-To"] == maud.email
    does_not_read(maud, "Souhaiter la bienvenue à Inès Valbrune")


def puts_off(maud, karim):
    unfold(maud, "Lire et envoyer · Souhaiter la bienvenue à Karim Oudelin")
    press(maud, "Pas maintenant")
    reads(maud, "Cette ligne reviendra dans deux semaines.")
    unfold(maud, "Mis de côté")
    press(maud, "Reprendre")
    reads(maud, "Souhaiter la bienvenue à Karim Oudelin")


def writes_the_review(maud, ines, circle):
    go(maud, circle)
    follow(maud, "Bilans", within="Cercle")
    reads(maud, "Où en est le cercle, en nombres", "Non mesuré : aucune rencontre tenue")
    unfold(maud, "Comment c’est calculé · Membres")
    follow(maud, "Écrire le bilan du semestre")
    press(maud, "Garder le brouillon")
    reads(maud, "Le brouillon est gardé.")
    for question, label, said in TRAITS:
        tick(maud, "Oui", within=question)
        write(maud, label, said)
    select(maud, "Noter une étape", "En constitution")
    write(maud, "Ce qui montre cette étape", "Trois membres et une question.")
    press(maud, "Publier")
    reads(maud, "Le bilan est publié.", "Le carnet des pannes.", "Il ne change plus.")
    letter = ines.mailbox.next(ines.email, "Le bilan du semestre de")
    assert maud.page.url.partition("#")[0] in text_of(letter)

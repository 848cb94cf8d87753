"""A sheet's life: the two organisations it names agree by mail, it becomes public only then; a peer adapts it, another gives up."""

import pytest

from tests.journeys.browser import follow, go, press, reads, select, tick, write
from tests.journeys.mailbox import link_of, text_of
from tests.journeys.scenes import enter_circle, invite, open_circle, write_sheet

pytestmark = pytest.mark.journey


def test_two_organisations_agree_by_mail(peers, someone):
    maud, ines, karim = peers["maud"], peers["ines"], peers["karim"]
    circle = open_circle(maud, "Deux ateliers")
    invite(maud, circle, ines.email, karim.email)
    enter_circle(ines, "Val-Fibre")
    enter_circle(karim, "Froid des Combes")
    sheet = write_sheet(maud, circle, "Partager un camion frigorifique", "Val-Fibre", "Froid des Combes")
    follow(maud, "Demander les accords")
    press(maud, "Envoyer les demandes")

    answers(ines, "Partager un camion frigorifique", "D’accord pour tout le monde")
    answers(
        karim, "Partager un camion frigorifique", "Pas d’accord", why="Le camion est resté trois semaines en panne."
    )
    passer_by = someone("Paul Sarre")
    go(passer_by, sheet, status=404)

    refused = maud.mailbox.next(maud.email, "Froid des Combes n’est pas d’accord avec la fiche")
    assert "Le camion est resté trois semaines en panne." in text_of(refused)
    go(maud, link_of(refused, "Revoir le texte"))
    reads(maud, "Le camion est resté trois semaines en panne.")
    press(maud, "Revenir au brouillon")
    follow(maud, "Modifier le texte")
    write(maud, "Ce qui a failli rater", "Le camion est resté trois semaines en panne.")
    press(maud, "Enregistrer")
    follow(maud, "Demander les accords")
    press(maud, "Envoyer les demandes")
    answers(karim, "Partager un camion frigorifique", "D’accord pour tout le monde")
    go(passer_by, sheet, status=404)
    answers(ines, "Partager un camion frigorifique", "D’accord pour tout le monde")
    go(passer_by, sheet, status=404)
    go(maud, sheet)
    press(maud, "Rendre publique")
    go(passer_by, sheet)
    reads(passer_by, "Partager un camion frigorifique", "Le camion est resté trois semaines en panne.")


def test_a_peer_adapts_it_another_gives_up(peers):
    """Without any script: by the link of the letter, and from the page of the sheet."""
    maud, ines, karim, sofia = peers["maud"], peers["ines"], peers["karim"], peers["sofia"]
    circle = open_circle(maud, "Les suites d’un récit")
    invite(maud, circle, ines.email, karim.email, sofia.email)
    enter_circle(ines, "Val-Fibre")
    enter_circle(karim, "Froid des Combes")
    enter_circle(sofia, "Menuiserie du Grand Pré")
    sheet = write_sheet(ines, circle, "Louer la lumière", "Val-Fibre")
    follow(ines, "Demander les accords")
    press(ines, "Envoyer les demandes")
    reads(ines, "Partagée au cercle")

    told = karim.mailbox.next(karim.email, "Nouvelle fiche : Louer la lumière")
    go(karim, link_of(told, "Dire ce que cela a donné chez nous"))
    select(karim, "Pour quelle organisation", "Froid des Combes")
    tick(karim, "Adaptée", within="Ce que vous en avez fait")
    write(karim, "Ce que vous avez changé", "Nous louons des chambres froides, avec l’entretien.")
    write(karim, "Ce que cela a donné", "Quatre contrats signés.")
    press(karim, "Déclarer")
    reads(karim, "Merci : votre reprise est notée.")

    go(sofia, sheet)
    follow(sofia, "Déclarer une reprise")
    tick(sofia, "Abandonnée", within="Ce que vous en avez fait")
    press(sofia, "Déclarer", status=422)
    reads(sofia, "Dites pourquoi vous avez renoncé")
    write(sofia, "Ce que cela a donné", "Une fenêtre posée ne se rend pas.")
    press(sofia, "Déclarer")
    reads(sofia, "1 adaptation", "1 abandon expliqué")

    for name, outcome in (("Froid des Combes", "adaptée"), ("Menuiserie du Grand Pré", "abandonnée")):
        assert outcome in text_of(ines.mailbox.next(ines.email, f"{name} a repris votre fiche"))
    go(ines, sheet)
    reads(ines, "Quatre contrats signés.", "Une fenêtre posée ne se rend pas.", "1 adaptation", "1 abandon expliqué")


def answers(person, title, answer, why=""):
    """From the letter, without signing in."""
    go(
        person,
        link_of(person.mailbox.next(person.email, f"Votre accord pour la fiche « {title} »"), "Lire et répondre"),
    )
    tick(person, answer, within="Votre réponse")
    if why:
        write(person, "Ce qui ne va pas", why)
    press(person, "Répondre")
    reads(person, f"Votre réponse est notée : {answer}.")

"""A page of a register: a stranger points out an error, somebody claims and corrects it, an administrator merges its double and undoes."""

import pytest

from tests.journeys.browser import follow, go, pick, press, reads, select, tick, unfold, write
from tests.journeys.conftest import ADMINISTRATOR
from tests.journeys.mailbox import link_of, text_of
from tests.journeys.scenes import enter_as_administrator, open_account, waits_for
from tests.journeys.test_import import CERCLES, SIAE, sends

pytestmark = pytest.mark.journey
REGISTER = """siret,kind,name,brand,post_code,city,department
55210055400013,EI,RECYCLERIE DU LOING,,45500,Gien,45
"""
OURS = "nom;RNA;code postal;code commune\nLa Recyclerie du Loing;W451000001;45500;45155\n"
PAGE, DOUBLE = "RECYCLERIE DU LOING", "La Recyclerie du Loing"


def test_from_an_error_to_a_merge(someone, tmp_path):
    aude = someone("Aude Lenoir", ADMINISTRATOR)
    enter_as_administrator(aude)
    go(aude, "/organisations/imports/")
    sends(aude, tmp_path / "loing.csv", REGISTER, SIAE)
    follow(aude, "Tous les imports")
    sends(aude, tmp_path / "nôtres.csv", OURS, CERCLES)

    noe = someone("Noé", width=360, scripts=False)
    points_out_an_error(noe)

    lise = someone("Lise Amarand", by_keyboard=True)
    open_account(lise)
    page = claims(lise, aude)
    corrects(lise, page)
    answers(lise, page)
    told = noe.mailbox.next(noe.email, "Votre signalement sur la page")
    assert "est corrigée" in text_of(told)

    merges_and_undoes(aude, page)


def points_out_an_error(person):
    waits_for(person, "/organisations/?q=recyclerie+du+loing", PAGE)
    follow(person, PAGE)
    follow(person, "Signaler une erreur")
    select(person, "Ce qui est à corriger", "l’adresse")
    press(person, "Envoyer", status=422)
    write(person, "Ce qui est juste", "12 quai du Loing")
    write(person, "Où cela se lit", "La plaque à l’entrée.")
    write(person, "Votre adresse", person.email)
    press(person, "Envoyer")
    reads(person, "Merci : les personnes qui tiennent cette page sont prévenues.")


def claims(person, administrator):
    """The address of the page she represents from now on."""
    waits_for(person, "/organisations/?q=recyclerie+du+loing", PAGE)
    follow(person, PAGE)
    page = person.page.url
    follow(person, "Je représente cette organisation")
    write(person, "Votre lien avec l’organisation", "Directrice.")
    press(person, "Envoyer")
    reads(person, "Votre demande est envoyée.", "La réponse vous viendra par courriel.")
    letter = administrator.mailbox.next(administrator.email, f"demande à représenter {PAGE}")
    go(administrator, link_of(letter, "Répondre à la demande"))
    tick(administrator, "Oui, cette personne représente l’organisation")
    press(administrator, "Répondre")
    return page


def corrects(person, page):
    go(person, page)
    follow(person, "Modifier la page")
    write(person, "Nom", "Recyclerie du Loing et du Bez")
    press(person, "Enregistrer")
    unfold(person, "D’où vient cette information")
    reads(person, "corrigé par une personne qui représente l’organisation")
    follow(person, "Le registre dit autre chose : comparer")
    reads(person, "La page dit", "Recyclerie du Loing et du Bez", "Le registre dit", PAGE)


def answers(person, page):
    """What the stranger said while nobody represented the page is hers now."""
    go(person, "/")
    follow(person, "Répondre", within="On signale une erreur sur la page")
    reads(person, "12 quai du Loing", "La plaque à l’entrée.")
    press(person, "Corriger la page")
    reads(person, "La page est corrigée", "12 quai du Loing")


def merges_and_undoes(person, page):
    waits_for(person, "/organisations/?q=la+recyclerie+du+loing", DOUBLE)
    follow(person, DOUBLE)
    double = person.page.url
    follow(person, "C’est un doublon")
    pick(person, "L’autre page", "Recyclerie du Loing et", "Recyclerie du Loing et du Bez")
    press(person, "Comparer les deux pages")
    reads(person, "W451000001", "55210055400013", "12 quai du Loing")
    tick(person, "Recyclerie du Loing et du Bez", within="La page qui reste")
    write(person, "Raison", "La même, dans deux fichiers.")
    press(person, "Réunir les deux pages")
    go(person, double)
    assert person.page.url == page
    reads(person, "W451000001", "« La Recyclerie du Loing » est réunie à cette page.")
    follow(person, "Séparer")
    write(person, "Raison", "Deux organisations, finalement.")
    press(person, "Séparer")
    go(person, double)
    reads(person, DOUBLE)

"""A question that nobody answered is taken to a member who may know: she answers from her mailbox, who asked says that it suits,
another vouches for it; who does not know passes it on."""

import pytest

from tests.journeys.browser import does_not_read, follow, go, press, reads, select, tick, unfold, write
from tests.journeys.mailbox import link_of, text_of
from tests.journeys.post_office import PostOffice, answer_as_thunderbird
from tests.journeys.scenes import enter_circle, invite, open_account, open_circle

pytestmark = pytest.mark.journey
ASKED = "Qui a déjà loué une presse à deux ?"
SUBJECT = f"Sauriez-vous répondre à « {ASKED} » ?"
KNOWN = "Une presse louée à trois depuis deux ans."


@pytest.fixture
def post_office(site):
    made = PostOffice(site)
    yield made
    made.server.stop()


def test_a_question_finds_who_knows(someone, post_office):
    maud, lea, hugo, karim = (someone("Maud Kerbrizac"), someone("Léa Morin", width=360), someone("Hugo Sarlat"), someone(
        "Karim Oudelin", scripts=False
    ))  # fmt: skip
    open_account(maud)
    circle = open_circle(maud, "Les presses voisines", themes="Louer une presse")
    for member in (lea, hugo, karim):
        open_account(member)
    invite(maud, circle, lea.email, hugo.email, karim.email)
    for member in (lea, hugo, karim):
        enter_circle(member)
    for member in (lea, karim):
        says_that_she_does_it(member, circle)

    thread = hugo_asks(hugo, circle)
    maud_takes_it_to_who_may_know(maud, thread)
    karim_does_not_know(karim)
    lea_answers_from_her_mailbox(lea, post_office)
    go(hugo, link_of(hugo.mailbox.next(hugo.email, f"Re: {ASKED}"), "Cette réponse me convient"))
    press(hugo, "Cette réponse me convient")
    reads(hugo, "C’est noté")
    karim_vouches(karim, thread)
    go(hugo, thread)
    reads(hugo, "Réponse certifiée", "Nous faisons ainsi aussi.", "Demandé à deux membres le")
    does_not_read(hugo, "On vous l’a demandée")


def says_that_she_does_it(person, circle):
    go(person, circle)
    follow(person, "Qui fait cela ?", within="Cercle")
    follow(person, "Dire où vous en êtes")
    tick(person, "Pratique courante")
    write(person, "En une phrase", KNOWN)
    press(person, "Le dire")


def hugo_asks(hugo, circle):
    go(hugo, circle)
    follow(hugo, "Échanges", within="Cercle")
    follow(hugo, "Toutes les questions")
    follow(hugo, "Poser une question")
    write(hugo, "Votre question, en une phrase", ASKED)
    write(hugo, "Ce qu’il faut savoir pour y répondre", "Nous sommes deux ateliers, pour le lundi.")
    select(hugo, "Thème", "Louer une presse")
    press(hugo, "Poser la question")
    reads(hugo, "Votre question est posée", "Qui pourrait savoir", "Karim Oudelin", "Léa Morin", KNOWN)
    does_not_read(hugo, "Leur demander")  # who facilitates does
    return hugo.page.url.partition("?")[0]


def maud_takes_it_to_who_may_know(maud, thread):
    go(maud, thread)
    unfold(maud, "Leur demander")
    press(maud, "Oui, leur demander")
    reads(maud, "La question part à deux membres, au rythme de chacun.", "Demandé à deux membres le")


def karim_does_not_know(karim):
    """From the letter, without signing in: opening it does nothing."""
    letter = karim.mailbox.next(karim.email, SUBJECT)
    assert (
        f"Pourquoi vous : vous, ou votre organisation, avez écrit « {KNOWN} » sur le thème « Louer une presse »"
        in text_of(letter)
    )
    go(karim, link_of(letter, "Je ne sais pas"))
    reads(karim, "Vous ne savez pas répondre ?", "Nous sommes deux ateliers, pour le lundi.")
    press(karim, "Je ne sais pas")
    reads(karim, "C’est noté")
    karim.mailbox.next(karim.email, "Vous avez dit ne pas savoir répondre")


def lea_answers_from_her_mailbox(lea, post_office):
    letter = lea.mailbox.next(lea.email, SUBJECT)
    assert letter["Reply-To"].startswith("cercles+")
    text = "Bonjour,\r\n\r\nNous la louons à trois, le lundi est à vous : \r\nla convention tient en une page."
    to, raw = answer_as_thunderbird(letter, f"Léa Morin <{lea.email}>", text, f"lea-{lea.email}")
    assert post_office.send(lea.email, to, raw) == "posted"


def karim_vouches(karim, thread):
    go(karim, thread)
    reads(karim, "Nous la louons à trois")
    does_not_read(karim, "Sauriez-vous répondre")  # nothing of the letter entered with it
    follow(karim, "Certifier cette réponse")
    write(karim, "Pourquoi elle est juste, en une phrase", "Nous faisons ainsi aussi.")
    press(karim, "Certifier")
    reads(karim, "La réponse est certifiée, avec votre nom et votre phrase.")

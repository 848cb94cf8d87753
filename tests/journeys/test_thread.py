"""A conversation lived from the mailbox and in the site: answered by mail, by keyboard, without scripts; mails held and stopped."""

import email
import urllib.parse
import urllib.request

import pytest

from tests.config.instance import wait_until
from tests.journeys.browser import does_not_read, follow, go, press, reads, tick, write
from tests.journeys.mailbox import link_of, text_of
from tests.journeys.post_office import PostOffice, answer_as_thunderbird
from tests.journeys.scenes import enter_circle, invite, open_account, open_circle

pytestmark = pytest.mark.journey
SUBJECT = "Qui a mutualisé un poste de maintenance ?"


@pytest.fixture
def post_office(site):
    made = PostOffice(site)
    yield made
    made.server.stop()


def test_a_conversation(someone, post_office):
    maud = someone("Maud Kerbrat")
    open_account(maud)
    circle = open_circle(maud, "Les ateliers voisins")
    lea, hugo = someone("Léa Morin"), someone("Hugo Sarlat", by_keyboard=True)
    karim = someone("Karim Oudelin", width=360, scripts=False)
    for member in (hugo, karim):
        open_account(member)
    invite(maud, circle, f"Léa Morin <{lea.email}>", hugo.email, karim.email)
    enter_circle(lea)
    for member in (hugo, karim):
        enter_circle(member)

    go(maud, circle)
    follow(maud, "Échanges", within="Cercle")
    reads(maud, "Personne n’a encore écrit ici")
    follow(maud, "Lancer un échange")
    write(maud, "Sujet", SUBJECT)
    write(maud, "Votre message", "Nous **hésitons** à embaucher à deux. @Hugo Sarlat, vous l’avez fait ?")
    press(maud, "Publier")
    reads(maud, "Votre message est publié ; les membres en sont prévenus selon leur rythme.")
    thread = maud.page.url.partition("?")[0]

    lea_answers_from_her_mailbox(lea, post_office)
    hugo_answers_by_keyboard(hugo, thread)
    karim_answers_without_scripts(karim)
    go(maud, thread)
    reads(maud, "Nous, dès 2017, et ce fut long parce que la convention", "Un an pour l’écrire", "À trois, chez nous.")
    threaded(lea)

    stranger_is_let_in(maud, post_office, circle)
    karim_changes_his_rhythm(karim, circle)
    lea_stops_her_mails(lea, hugo, maud, thread)


def lea_answers_from_her_mailbox(lea, post_office):
    """She never opens the site; twice the same mail is one message; the letter was quoted below, and its sentence is not said twice."""
    letter = lea.mailbox.next(lea.email, SUBJECT)
    assert letter["Reply-To"].startswith("cercles+")
    text = "Bonjour,\r\n\r\nNous, dès 2017, et ce fut long parce que la convention \r\ndemandait deux conseils d’administration."
    to, raw = answer_as_thunderbird(letter, f"Léa Morin <{lea.email}>", text, "lea-1")
    assert [post_office.send(lea.email, to, raw) for _ in range(2)] == ["posted", "posted"]


def hugo_answers_by_keyboard(hugo, thread):
    letter = hugo.mailbox.next(hugo.email, SUBJECT)
    told = hugo.mailbox.next(hugo.email, f"Re: {SUBJECT}")
    assert "ce fut long parce que la convention demandait deux conseils d’administration." in text_of(told)
    assert "Nous **hésitons**" not in text_of(told)
    go(hugo, link_of(letter, "Lire tout l’échange"))
    assert hugo.page.url.partition("?")[0] == thread
    reads(hugo, "Léa Morin", "demandait deux conseils d’administration.", "par courriel")
    assert hugo.page.get_by_text("conseils d’administration.").count() == 1
    write(hugo, "Votre message", "Un an pour l’écrire, trois pages en tout.")
    press(hugo, "Publier ma réponse")
    reads(hugo, "Votre message est publié.", "Un an pour l’écrire")


def karim_answers_without_scripts(karim):
    go(karim, "/cercles/")
    follow(karim, "Les ateliers voisins")
    follow(karim, SUBJECT)
    write(karim, "Votre message", "À trois, chez nous.")
    press(karim, "Publier ma réponse")
    reads(karim, "Votre message est publié.", "À trois, chez nous.")


def threaded(lea):
    """In her mail program, Hugo's answer stands under the message of Maud."""
    first = next(mail for mail in lea.mailbox.received(lea.email) if mail["Subject"] == SUBJECT)
    answer = lea.mailbox.next(lea.email, f"Re: {SUBJECT}")
    assert first["Message-ID"] in answer["References"]
    assert answer["In-Reply-To"] == first["Message-ID"]


def stranger_is_let_in(maud, post_office, circle):
    slug = circle.rstrip("/").rpartition("/")[2]
    to = f"cercles+{slug}@site.exemple.test"
    mail = email.message.EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Zoé Brissac <zoe@ailleurs.test>", to, "Une place dans notre atelier"
    mail["Message-ID"] = "<zoe-1@ailleurs.test>"
    mail.set_content("Nous avons un tour qui ne sert que le lundi.\n\n-- \nZoé")
    assert post_office.send("zoe@ailleurs.test", to, mail.as_bytes()) == "held"
    go(maud, "/")
    reads(maud, "1 message attend votre décision")
    follow(maud, "Lire et décider")
    reads(maud, "Zoé Brissac", "Cette adresse n’est celle d’aucun membre")
    follow(maud, "Une place dans notre atelier")
    reads(maud, "Nous avons un tour qui ne sert que le lundi.")
    press(maud, "Publier")
    reads(maud, "Le message est publié.", "Zoé Brissac")
    does_not_read(maud, "zoe@ailleurs.test")


def karim_changes_his_rhythm(karim, circle):
    go(karim, circle)
    follow(karim, "Échanges", within="Cercle")
    follow(karim, "Choisir ce que je reçois")
    tick(karim, "Un courriel par semaine, s’il y a du nouveau")
    press(karim, "Garder ce rythme")
    reads(karim, "C’est noté : vos courriels suivront ce rythme.")


def lea_stops_her_mails(lea, hugo, maud, thread):
    """The button of her mail program: the link opened changes nothing, one POST without cookies stops what is written later."""
    letter = lea.mailbox.next(lea.email, "Une place dans notre atelier")
    link = letter["List-Unsubscribe"].strip().strip("<>")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    go(lea, link)
    assert lea.page.get_by_label("Chaque message, dès qu’il est écrit").is_checked()
    body = urllib.parse.urlencode({"List-Unsubscribe": "One-Click"}).encode()
    with urllib.request.urlopen(urllib.request.Request(link, data=body), timeout=20) as answer:
        assert answer.status == 200
    go(lea, link)
    assert lea.page.get_by_label("Aucun courriel : je lis dans le site").is_checked()

    before = len(lea.mailbox.received(lea.email))
    go(hugo, thread)
    write(hugo, "Votre message", "Merci à tous, je garde cela.")
    press(hugo, "Publier ma réponse")
    last = "Merci à tous, je garde cela."
    wait_until(lambda: any(last in text_of(mail) for mail in maud.mailbox.received(maud.email)), 20)
    assert len(lea.mailbox.received(lea.email)) == before

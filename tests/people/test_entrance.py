"""The door: an address, a code received by mail, no password anywhere."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse

from cercles.core import clock
from cercles.people.enums import AccountState, Consent
from cercles.people.models import ConsentRecord, User
from tests.factories.legal import published
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
SIGN_IN, SIGN_UP, CODE = "/compte/connexion/", "/compte/inscription/", "/compte/connexion/code/"


@pytest.fixture
def code(outbox):
    """The digits of the last mail, read in its subject."""
    return lambda: re.match(r"(\d{4}-\d{4})\s: votre code", outbox()[-1].subject).group(1)


def text(page):
    return page.content.decode()


def test_there_are_no_passwords():
    for name in ("account_reset_password", "account_change_password", "account_set_password", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


@pytest.mark.parametrize("path", ["/compte/password/reset/", "/compte/login/", "/compte/social/login/", "/accounts/"])
def test_no_other_door(client, path):
    assert client.get(path).status_code == 404


def test_a_member_comes_in_with_a_code(client, code, outbox):
    maud = PersonFactory(email="maud@exemple.fr")
    assert client.get(SIGN_IN).status_code == 200
    answer = client.post(f"{SIGN_IN}?next=/compte/", {"email": "Maud@Exemple.fr", "next": "/compte/"})
    assert answer.url == f"{CODE}?next=%2Fcompte%2F"
    assert "maud@exemple.fr" in text(client.get(answer.url))
    answer = client.post(answer.url, {"code": code().replace("-", " "), "next": "/compte/"})
    assert answer.url == "/compte/"
    assert client.get("/compte/").wsgi_request.user == maud
    assert [mail.to for mail in outbox()] == ["maud@exemple.fr"]


def test_signing_up(client, code):
    form = {"email": "maud@exemple.fr", "name": "Maud Lenoir", "terms": "on", "directory": "on"}
    assert client.post(SIGN_UP, form).url == CODE
    assert User.objects.get().state == AccountState.PENDING
    assert client.post(CODE, {"code": code()}).url == "/"
    maud = User.objects.get()
    assert (maud.name, maud.state, maud.in_directory) == ("Maud Lenoir", AccountState.ACTIVE, True)
    assert set(ConsentRecord.objects.values_list("kind", "given")) == {(Consent.DIRECTORY, True)}
    assert maud.legal_acceptances.count() == 0


def test_signing_up_accepts_the_terms_in_force(client, code):
    published(asks=True)
    form = {"email": "maud@exemple.fr", "name": "Maud Lenoir", "terms": "on", "version": "1"}
    assert client.post(SIGN_UP, form).url == CODE
    assert client.post(CODE, {"code": code()}).url == "/"
    assert [row.version.number for row in User.objects.get().legal_acceptances.all()] == [1]
    assert client.get("/ma-semaine/").status_code == 200


def test_terms_that_changed_before_the_code_are_asked_again(client, code):
    published(asks=True)
    client.post(SIGN_UP, {"email": "maud@exemple.fr", "name": "Maud Lenoir", "terms": "on", "version": "1"})
    published(asks=True)
    assert client.post(CODE, {"code": code()}).url == "/"
    assert User.objects.get().legal_acceptances.count() == 0
    assert client.get("/ma-semaine/").url == "/compte/conditions/?next=%2Fma-semaine%2F"


def test_terms_that_changed_while_one_reads_are_not_ticked(client):
    published(asks=True)
    published(asks=True)
    form = {"email": "maud@exemple.fr", "name": "Maud Lenoir", "terms": "on", "version": "1"}
    page = client.post(SIGN_UP, form)
    assert page.status_code == 422
    assert "Les conditions viennent de changer." in text(page)
    assert 'name="version" value="2"' in page.content.decode()


def test_without_the_terms_nothing_is_lost(client, outbox):
    published(asks=True)
    page = client.post(SIGN_UP, {"email": "maud@exemple.fr", "name": "Maud Lenoir"})
    assert page.status_code == 422
    assert "Acceptez les conditions" in text(page)
    assert "Maud Lenoir" in text(page)
    assert (User.objects.count(), outbox()) == (0, [])


def test_an_invited_person_comes_in_and_introduces_herself(client, code):
    maud = PersonFactory(email="maud@exemple.fr", invited=True, name="")
    client.post(SIGN_IN, {"email": "maud@exemple.fr"})
    assert client.post(CODE, {"code": code()}).url == "/compte/bienvenue/"
    page = client.post("/compte/bienvenue/", {"name": "Maud Lenoir", "terms": "on"})
    assert page.url == "/"
    maud.refresh_from_db()
    assert (maud.state, maud.name, maud.audience) == (AccountState.ACTIVE, "Maud Lenoir", "network")


def test_whoever_was_invited_by_name_introduces_herself_once(client_of, code):
    PersonFactory(email="maud@exemple.fr", invited=True, name="Maud Lenoir")

    def enters():
        browser = client_of(AnonymousUser())
        browser.post(SIGN_IN, {"email": "maud@exemple.fr"})
        return browser, browser.post(CODE, {"code": code()}).url

    assert enters()[1] == "/compte/bienvenue/"
    browser, onward = enters()
    assert onward == "/compte/bienvenue/"
    assert "Maud Lenoir" in text(browser.get(onward))
    assert browser.post(onward, {"name": "Maud Lenoir"}).url == "/"
    assert enters()[1] == "/"


def test_the_page_says_the_same_to_everybody(client_of, outbox):
    from django.contrib.auth.models import AnonymousUser

    PersonFactory(email="active@exemple.fr")
    PersonFactory(email="invitee@exemple.fr", invited=True)
    PersonFactory(email="suspendue@exemple.fr", suspended=True)
    pages = set()
    for email in ("active@exemple.fr", "invitee@exemple.fr", "suspendue@exemple.fr", "inconnue@exemple.fr"):
        for path in (SIGN_IN, SIGN_UP):
            browser = client_of(AnonymousUser())
            answer = browser.post(path, {"email": email, "name": "X", "terms": "on"})
            page = text(browser.get(answer.url)).replace(email, "")
            pages.add((answer.status_code, answer.url, re.sub(r'value="[^"]{20,}"', "", page)))
    assert len(pages) == 1
    assert sorted({mail.to for mail in outbox() if "votre code" not in mail.subject}) == ["suspendue@exemple.fr"]


def test_a_suspended_person_does_not_come_in(client):
    PersonFactory(email="maud@exemple.fr", suspended=True)
    client.post(SIGN_IN, {"email": "maud@exemple.fr"})
    assert client.post(CODE, {"code": "0000-0000"}).status_code == 422


def test_a_wrong_code_then_the_right_one(client, code):
    PersonFactory(email="maud@exemple.fr")
    client.post(SIGN_IN, {"email": "maud@exemple.fr"})
    page = client.post(CODE, {"code": "1234"})
    assert page.status_code == 422
    assert "Ce n’est pas le bon code" in text(page)
    assert 'value="1234"' in text(page)
    assert client.post(CODE, {"code": code()}).url == "/"


def test_too_many_tries_ask_for_another_code(client, code):
    PersonFactory(email="maud@exemple.fr")
    client.post(SIGN_IN, {"email": "maud@exemple.fr"})
    right = code()
    for _ in range(4):
        assert client.post(CODE, {"code": "1234"}).status_code == 422
    assert client.post(CODE, {"code": "1234"}).url == SIGN_IN
    page = client.get(SIGN_IN)
    assert "Trop d’essais" in text(page)
    assert 'value="maud@exemple.fr"' in text(page)
    assert client.post(CODE, {"code": right}).url == SIGN_IN


def test_an_expired_code(client, code, monkeypatch):
    import time

    PersonFactory(email="maud@exemple.fr")
    client.post(SIGN_IN, {"email": "maud@exemple.fr"})
    right = code()
    later = clock.now() + timedelta(minutes=16)
    with clock.at(later):
        monkeypatch.setattr(time, "time", later.timestamp)  # allauth counts for itself
        assert client.get(CODE).url == SIGN_IN
        assert client.post(CODE, {"code": right}).url == SIGN_IN
        page = text(client.get(SIGN_IN))
    assert "Ce code n’est plus valable" in page
    assert 'value="maud@exemple.fr"' in page


def test_another_code_replaces_the_first(client, code):
    PersonFactory(email="maud@exemple.fr")
    client.post(SIGN_IN, {"email": "maud@exemple.fr"})
    first = code()
    assert client.post(CODE, {"action": "resend"}).url == CODE
    assert first != code()
    assert client.post(CODE, {"code": first}).status_code == 422
    assert client.post(CODE, {"code": code()}).url == "/"


def test_the_address_may_be_corrected(client, code):
    client.post(SIGN_IN, {"email": "muad@exemple.fr"})
    PersonFactory(email="maud@exemple.fr")
    assert client.get(SIGN_IN).status_code == 200
    client.post(SIGN_IN, {"email": "maud@exemple.fr"})
    assert client.post(CODE, {"code": code()}).url == "/"


def test_an_address_asked_too_often(client, outbox):
    for _ in range(3):
        client.post(SIGN_IN, {"email": "maud@exemple.fr"})
    page = client.post(SIGN_IN, {"email": "maud@exemple.fr"})
    assert page.status_code == 422
    assert "Trop d’essais" in text(page)
    assert 'value="maud@exemple.fr"' in text(page)
    assert len(outbox()) == 3


def test_next_leads_nowhere_else(client, code):
    PersonFactory(email="maud@exemple.fr")
    answer = client.post(SIGN_IN, {"email": "maud@exemple.fr", "next": "https://pirate.example/"})
    assert answer.url == CODE
    assert client.post(CODE, {"code": code(), "next": "https://pirate.example/"}).url == "/"


def test_what_is_closed_leads_to_the_door_and_back(client):
    assert client.get("/compte/").url == f"{settings.LOGIN_URL and SIGN_IN}?next=/compte/"


def test_signing_out(client_of):
    browser = client_of(PersonFactory())
    assert browser.get("/compte/deconnexion/").status_code == 200
    assert browser.post("/compte/deconnexion/").url == "/"
    assert browser.get("/compte/").status_code == 302


def test_hostile_text_stays_text(client):
    page = client.post(SIGN_UP, {"email": "a@b.fr", "name": "<script>alert(1)</script>"})
    assert "<script>alert" not in text(page)

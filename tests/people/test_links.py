"""A signed link: looked at as often as one likes, it acts when its button is pressed, for the person it names."""

import io
import logging
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from cercles.core import clock, links
from cercles.people import actions
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def maud():
    return PersonFactory(name="Maud Lenoir", email="maud@exemple.fr", invited=True)


@pytest.fixture
def path(party, maud):
    return links.url("test.party", party, maud).removeprefix(settings.SITE_URL)


def test_an_address_is_short_and_its_page_stays_to_itself(client, path):
    assert len(settings.SITE_URL + path) <= 200
    page = client.get(path)
    assert page.status_code == 200
    assert "Venez-vous à la fête" in page.content.decode()
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "sessionid" not in page.cookies


def test_looking_changes_nothing(client, path, party, outbox):
    for _ in range(3):
        client.get(path)
        client.head(path)
    assert (party.answers, outbox()) == ({}, [])


def test_the_button_acts_in_a_browser_that_keeps_no_cookie(path, party, outbox):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(path, {"answer": "yes"}, headers={"origin": "null"})
    assert (answer.status_code, answer.url) == (302, "/l/fait/")
    assert party.answers == {"maud@exemple.fr": "yes"}
    assert "sessionid" not in browser.cookies
    assert "Votre réponse est notée." in browser.get("/l/fait/").content.decode()
    assert [mail.to for mail in outbox()] == ["maud@exemple.fr"]


def test_forwarded_it_acts_as_the_person_it_names_and_tells_her(client_of, path, party, outbox):
    somebody_else = PersonFactory(email="autre@exemple.fr")
    client_of(somebody_else).post(path, {"answer": "yes"})
    assert party.answers == {"maud@exemple.fr": "yes"}
    assert [mail.to for mail in outbox()] == ["maud@exemple.fr"]


def test_answering_twice_is_one_answer_and_changing_it_is_allowed(client, path, party, outbox):
    for answer in ("yes", "yes", "no"):
        client.post(path, {"answer": answer})
    assert party.answers == {"maud@exemple.fr": "no"}
    assert len(outbox()) == 2


def test_a_bad_answer_keeps_the_page(client, path, party):
    page = client.post(path, {"answer": "peut-être"})
    assert (page.status_code, party.answers) == (422, {})


def test_altered(client, path, party):
    for wrong in (path[:-1] + ("0" if path[-1] != "0" else "1"), path.replace(".7.", ".8."), "/l/xyz", "/l/é.1.2"):
        page = client.get(wrong)
        assert page.status_code == 404, wrong
        assert client.post(wrong, {"answer": "yes"}).status_code == 404
    assert "Maud" not in page.content.decode()
    assert party.answers == {}


def test_expired_a_fresh_one_is_mailed_to_the_same_address(client, path, party, outbox):
    with clock.at(clock.now() + timedelta(days=31)):
        page = client.get(path)
        assert page.status_code == 410
        assert "Recevoir un nouveau lien" in page.content.decode()
        assert client.post(path, {"answer": "yes"}).status_code == 410
        for _ in range(2):
            assert client.post(f"{path}/nouveau/").status_code == 200
        (mail,) = outbox()
        assert (mail.to, party.answers) == ("maud@exemple.fr", {})
        fresh = re.search(r"/l/[\w.]+", mail.text).group()
        assert client.get(fresh).status_code == 200


def test_a_living_link_is_not_mailed_again(client, path, outbox):
    assert client.post(f"{path}/nouveau/").url == path
    assert outbox() == []


def test_all_i_received_was_forwarded(client, path, party, outbox):
    assert client.get(f"{path}/transfere/").status_code == 200
    assert client.get(path).status_code == 200
    client.post(f"{path}/transfere/")
    page = client.get(path)
    assert page.status_code == 410
    assert client.post(path, {"answer": "yes"}).status_code == 410
    assert party.answers == {}
    assert [mail.to for mail in outbox()] == ["maud@exemple.fr"]


def test_revoked_and_expired_is_not_renewed(client, path, maud, outbox):
    actions.revoke_links(by=maud)
    with clock.at(clock.now() + timedelta(days=31)):
        assert client.post(f"{path}/nouveau/").status_code == 410
    assert len(outbox()) == 1


@pytest.mark.parametrize("trait", ["erased", "suspended"])
def test_the_person_is_gone_meanwhile(client, party, trait):
    gone = PersonFactory(**{trait: True})
    path = links.url("test.party", party, gone).removeprefix(settings.SITE_URL)
    assert (client.get(path).status_code, client.post(path, {"answer": "yes"}).status_code) == (410, 410)
    assert party.answers == {}


def test_the_object_is_gone_meanwhile(client, path, party):
    party.exists = False
    assert (client.get(path).status_code, client.post(path, {"answer": "yes"}).status_code) == (410, 410)


def test_a_link_never_stands_in_a_log(path, monkeypatch):
    written = io.StringIO()
    console = logging.getLogger("django.server").handlers[0]
    assert console in logging.getLogger().handlers
    monkeypatch.setattr(console, "stream", written)
    for name in ("django.server", "django.request", "cercles.people"):
        logging.getLogger(name).error('"%s %s HTTP/1.1" 200 12', "GET", path)
    assert written.getvalue() == '"GET /l/… HTTP/1.1" 200 12\n' * 3

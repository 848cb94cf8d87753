"""Accounts, for those who administer them; and the entrance of the demonstration."""

import pytest

from cercles.core.errors import RuleBroken
from cercles.journal.models import Entry
from cercles.people import actions
from cercles.people.enums import AccountState
from cercles.people.models import User
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agnes():
    return PersonFactory(name="Agnès", email="agnes@exemple.fr", administrator=True)


def test_a_pasted_list_invites_each_person_once(client_of, agnes, outbox):
    PersonFactory(email="deja@exemple.fr")
    pasted = {"addresses": "Maud Lenoir <maud@exemple.fr>\ndeja@exemple.fr\na@b.fr", "message": "Venez voir."}
    browser = client_of(agnes)
    assert browser.post("/administration/personnes/inviter/", pasted).url == "/administration/personnes/"
    browser.post("/administration/personnes/inviter/", pasted)
    assert sorted(mail.to for mail in outbox()) == ["a@b.fr", "maud@exemple.fr"]
    assert User.objects.get(email="maud@exemple.fr").state == AccountState.INVITED


def test_good_lines_leave_and_wrong_ones_stay_to_be_mended(client_of, agnes, outbox):
    browser, address = client_of(agnes), "/administration/personnes/inviter/"
    pasted = {"addresses": "a@b.fr\nMaud Lenoir <maud@>\nÉloi Brès", "message": "Venez."}
    assert browser.post(address, pasted).url == address
    assert [mail.to for mail in outbox()] == ["a@b.fr"]
    page = browser.get(address).content.decode().replace("\xa0", " ")
    assert "« Maud Lenoir maud@ » : ce n’est pas une adresse électronique complète" in page
    assert "« Éloi Brès » : aucune adresse électronique" in page
    assert ">\nMaud Lenoir maud@\nÉloi Brès</textarea>" in page
    assert ">\nVenez.</textarea>" in page
    assert browser.post(address, {"addresses": "Maud Lenoir maud@exemple.fr"}).url == "/administration/personnes/"
    assert "Lignes à revoir" not in browser.get(address).content.decode()


def test_a_list_without_any_address_is_kept_as_typed(client_of, agnes, outbox):
    page = client_of(agnes).post("/administration/personnes/inviter/", {"addresses": "Éloi Brès\nmaud@"})
    content = page.content.decode()
    assert page.status_code == 422
    assert "Aucune adresse ne se lit dans cette liste." in content
    assert "Éloi Brès\nmaud@</textarea>" in content
    assert outbox() == []


def test_an_account_without_a_name_is_found_by_its_address(client_of, agnes):
    PersonFactory(name="", email="nora.petit@exemple.fr", state=AccountState.INVITED)
    browser = client_of(agnes)
    for words, found in (("Petit@exemple", True), ("petit", False), ("maud@exemple", False)):
        page = browser.get("/administration/personnes/", {"q": words}).content.decode()
        assert ("nora.petit@exemple.fr" in page) is found, words


def test_at_most_two_hundred_at_once(client_of, agnes):
    addresses = "\n".join(f"p{n}@exemple.fr" for n in range(201))
    page = client_of(agnes).post("/administration/personnes/inviter/", {"addresses": addresses})
    assert (page.status_code, User.objects.count()) == (422, 1)


def test_suspending_says_why_and_ends_the_visit(client_of, agnes, outbox):
    maud = PersonFactory(email="maud@exemple.fr")
    hers, admin = client_of(maud), client_of(agnes)
    page = f"/administration/personnes/{maud.ref}/"
    assert admin.post(page, {"reason": " "}).status_code == 422
    assert admin.post(page, {"reason": "Publicité répétée."}).url == page
    assert hers.get("/compte/").status_code == 302
    assert Entry.objects.get(verb="people.suspended").reason == "Publicité répétée."
    assert "Publicité répétée." in outbox()[0].text
    assert admin.post(f"{page}reactiver/").url == page
    assert hers.get("/compte/").status_code == 200
    assert [mail.to for mail in outbox()] == ["maud@exemple.fr", "maud@exemple.fr"]


def test_there_is_always_an_administrator(agnes):
    for act in (
        lambda: actions.set_administrator(person=agnes, by=agnes, given=False),
        lambda: actions.suspend(person=agnes, by=PersonFactory(), reason="Pour voir."),
    ):
        with pytest.raises(RuleBroken) as refusal:
            act()
        assert refusal.value.code == "last_administrator"


def test_the_role_is_handed_over(client_of, agnes, outbox):
    maud = PersonFactory(email="maud@exemple.fr")
    page = f"/administration/personnes/{maud.ref}/"
    assert client_of(agnes).post(f"{page}administrer/", {"given": "yes"}).url == page
    assert client_of(maud).get("/administration/personnes/").status_code == 200
    assert client_of(agnes).post(f"/administration/personnes/{agnes.ref}/administrer/", {"given": "no"}).url == "/"
    assert client_of(agnes).get("/administration/personnes/").status_code == 404
    assert [mail.to for mail in outbox()] == ["maud@exemple.fr", "agnes@exemple.fr"]


def test_an_invited_person_does_not_administer(agnes):
    with pytest.raises(RuleBroken) as refusal:
        actions.set_administrator(person=PersonFactory(invited=True), by=agnes, given=True)
    assert refusal.value.code == "not_active"


# The demonstration


def test_in_the_demonstration_one_enters_as_somebody_invented(client, settings):
    settings.DEMO = True
    flora = PersonFactory(name="Flora Fictive", fictional=True)
    assert client.get("/demo/").status_code == 200
    assert client.post(f"/demo/{flora.ref}/").url == "/"
    assert client.get("/compte/").wsgi_request.user == flora


def test_nobody_real_is_entered_as(client, settings):
    settings.DEMO = True
    assert client.post(f"/demo/{PersonFactory().ref}/").status_code == 404
    assert client.get("/compte/").status_code == 302


def test_elsewhere_that_door_does_not_exist(client, settings):
    settings.DEMO = False
    flora = PersonFactory(fictional=True)
    assert (client.get("/demo/").status_code, client.post(f"/demo/{flora.ref}/").status_code) == (404, 404)
    assert client.get("/compte/").status_code == 302

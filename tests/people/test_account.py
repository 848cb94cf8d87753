"""One's own account: page, agreements, data, end."""

import json
import time
from io import BytesIO
from zipfile import ZipFile

import pytest

from cercles.core import links, slots
from cercles.core.errors import RuleBroken
from cercles.journal.actions import record, send_letter
from cercles.journal.models import Entry
from cercles.people import actions
from cercles.people.enums import AccountState, Consent
from cercles.people.models import User
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
PROFILE = {
    "name": "Maud Lenoir",
    "about": "J’anime.",
    "phone": "06 00 00 00 00",
    "visibility": "circle",
    "reached_by": "circle",
}


@pytest.fixture
def maud():
    return PersonFactory(name="Maud Lenoir", email="maud@exemple.fr")


def text(page):
    return page.content.decode()


# Her page


def test_she_writes_her_page_and_narrows_it(client_of, maud):
    assert client_of(maud).post("/compte/profil/", PROFILE).url == maud.url
    maud.refresh_from_db()
    assert (maud.about, maud.visibility, maud.audience) == ("J’anime.", "circle", f"person:{maud.pk}")


def test_a_page_is_never_public(client_of, maud):
    page = client_of(maud).post("/compte/profil/", PROFILE | {"visibility": "public", "name": "Maud L."})
    assert page.status_code == 422
    assert 'value="Maud L."' in text(page)
    with pytest.raises(RuleBroken):
        actions.update_profile(by=maud, name="Maud", visibility="public")


def test_an_empty_name_is_refused_and_the_rest_is_kept(client_of, maud):
    page = client_of(maud).post("/compte/profil/", PROFILE | {"name": " "})
    assert (page.status_code, "06 00 00 00 00" in text(page)) == (422, True)


def test_a_phone_is_made_of_digits(client_of, maud):
    page = client_of(maud).post("/compte/profil/", PROFILE | {"phone": 'appelez <b>"moi'})
    assert (page.status_code, "appelez &lt;b&gt;&quot;moi" in text(page)) == (422, True)
    client_of(maud).post("/compte/profil/", PROFILE | {"phone": "+33 (0)2 38.00-00 00"})
    maud.refresh_from_db()
    assert maud.phone == "+33 (0)2 38.00-00 00"


def test_what_she_writes_is_cleaned(client_of, maud):
    actions.update_profile(by=maud, name="<b>Maud</b>", about="<script>alert(1)</script>", visibility="network")
    page = text(client_of(PersonFactory()).get(maud.url))
    assert "<script>alert" not in page
    assert "<b>Maud</b>" not in page


# The directory


def test_the_directory_lists_who_chose_it_and_shows_her_page(client_of, maud):
    PersonFactory(name="Cachée Lenoir", in_directory=False)
    PersonFactory(name="Privée Lenoir", private=True)
    PersonFactory(name="Suspendue Lenoir", suspended=True)
    PersonFactory(name="Invitée Lenoir", invited=True)
    page = client_of(PersonFactory()).get("/personnes/?q=LENOIR")
    assert [person.name for person in page.context["page"]] == ["Maud Lenoir"]


def test_accents_do_not_matter(client_of):
    PersonFactory(name="Éloïse Bœuf")
    page = client_of(PersonFactory()).get("/personnes/?q=eloise+boeuf")
    assert [person.name for person in page.context["page"]] == ["Éloïse Bœuf"]


# The session, who asks, the count, the people; what depends on circles is asked inside the last two.
@pytest.mark.parametrize(("path", "cost"), [("/personnes/", 4), ("/administration/personnes/", 4)])
@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_whatever_their_length(client_of, queries, path, cost, count):
    reader = PersonFactory(administrator=True)
    PersonFactory.create_batch(count)
    browser = client_of(reader)
    with queries(cost):
        assert browser.get(path).status_code == 200


def test_a_page_costs_little_beside_what_other_rooms_show(client_of, queries, maud, monkeypatch):
    monkeypatch.setitem(slots._registered, "person.panels", [])
    browser = client_of(PersonFactory())
    with queries(5):  # one says whether they share a circle, and so whether she may write
        assert browser.get(maud.url).status_code == 200


def test_a_fictional_person_says_so(client_of):
    page = client_of(PersonFactory()).get(PersonFactory(fictional=True).url)
    assert "Personne fictive" in text(page)


# Agreements


def test_agreements_are_given_withdrawn_and_logged(client_of, maud):
    browser = client_of(maud)
    assert browser.get("/compte/accords/").status_code == 200
    for given in ("yes", "no", "no"):
        browser.post("/compte/accords/changer/", {"kind": "directory", "given": given})
    maud.refresh_from_db()
    assert maud.in_directory is False
    log = maud.consents.filter(kind=Consent.DIRECTORY).order_by("id")
    assert [row.given for row in log] == [True, False]


def test_the_terms_are_not_withdrawn_there(maud):
    with pytest.raises(RuleBroken) as refusal:
        actions.set_consent(by=maud, kind="terms", given=False)
    assert refusal.value.code == "consent_not_free"


# Links


def test_links_are_put_out_from_the_account(client_of, party, maud):
    path = links.url("test.party", party, maud)
    browser = client_of(maud)
    assert browser.get("/compte/liens/").status_code == 200
    assert browser.post("/compte/liens/").url == "/compte/"
    assert not links.is_current(links.read(path.rpartition("/l/")[2]), User.objects.get(pk=maud.pk))


# Data


def test_her_data_leave_in_a_file_readable_without_the_software(client_of, maud):
    actions.update_profile(by=maud, name="Maud <i>Lenoir", about="J’anime.", visibility="network")
    actions.set_consent(by=maud, kind=Consent.PHOTO, given=True)
    browser = client_of(maud)
    assert "Mes accords" in text(browser.get("/compte/mes-donnees/"))
    answer = browser.post("/compte/mes-donnees/")
    assert answer.headers["Content-Type"] == "application/zip"
    with ZipFile(BytesIO(answer.content)) as file:
        assert sorted(file.namelist()) == ["mes-donnees.html", "mes-donnees.json"]
        data = json.loads(file.read("mes-donnees.json"))
        page = file.read("mes-donnees.html").decode()
    assert data["sections"]["Mon compte"][0]["Adresse électronique"] == "maud@exemple.fr"
    assert len(data["sections"]["Mes accords"]) == 1
    assert "Maud &lt;i&gt;Lenoir" in page


# The end


def test_erasing_needs_the_word(client_of, maud):
    browser = client_of(maud)
    assert "ancien membre" in text(browser.get("/compte/effacer/"))
    assert browser.post("/compte/effacer/", {"word": "oui"}).status_code == 422
    maud.refresh_from_db()
    assert maud.state == AccountState.ACTIVE


def test_erasing_leaves_the_texts_and_takes_the_name(client_of, party, maud, outbox):
    path = links.url("test.party", party, maud).rpartition("/l/")[2]
    record("people.did", maud, by=maud, reason="Maud Lenoir l’a voulu")
    send_letter(key="to-maud", person=maud, subject="Bonjour", lines=["Bonjour"])
    browser, elsewhere = client_of(maud), client_of(maud)
    started = time.process_time()
    assert browser.post("/compte/effacer/", {"word": "« Effacer »"}).url == "/compte/efface/"
    assert time.process_time() - started < 0.5
    assert browser.get("/compte/efface/").status_code == 200
    gone = User.objects.get(pk=maud.pk)
    assert (gone.display_name, gone.state, gone.name, gone.about) == ("ancien membre", AccountState.ERASED, "", "")
    assert gone.email == f"efface-{gone.ref}@invalid"
    assert elsewhere.get("/compte/").status_code == 302
    assert client_of(PersonFactory()).get(maud.url).status_code == 404
    assert browser.get(f"/l/{path}").status_code == 410
    assert outbox() == []
    assert not any("Maud" in f"{entry.title}{entry.reason}{entry.data}" for entry in Entry.objects.all())


def test_the_address_may_serve_again(client_of, maud):
    client_of(maud).post("/compte/effacer/", {"word": "effacer"})
    again = actions.invite_person(email="maud@exemple.fr", by=None)
    assert again.pk != maud.pk


def test_the_last_administrator_hands_over_first(client_of):
    last = PersonFactory(administrator=True)
    page = client_of(last).post("/compte/effacer/", {"word": "effacer"})
    assert page.status_code == 422
    assert "confiez d’abord ce rôle" in text(page)
    PersonFactory(administrator=True)
    assert client_of(last).post("/compte/effacer/", {"word": "effacer"}).status_code == 302


def test_a_room_may_hold_somebody_back(maud):
    def last_facilitator(person):
        return ["Confiez l’animation du cercle « Essai »."]

    slots.register("person.erase_blockers", last_facilitator)
    try:
        with pytest.raises(RuleBroken) as refusal:
            actions.erase_person(by=maud)
    finally:
        kept = slots._registered["person.erase_blockers"]
        kept[:] = [entry for entry in kept if entry[2] is not last_facilitator]
    assert "animation du cercle" in str(refusal.value.text)

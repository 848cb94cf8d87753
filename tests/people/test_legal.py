"""The pages the law asks for: first texts, drafts, versions that never change, and their acceptance."""

import re
from datetime import timedelta

import pytest
from django.conf import settings

from cercles.core import clock, links, retention
from cercles.core.errors import RuleBroken
from cercles.journal.models import Entry
from cercles.people import actions, exports
from cercles.people.adapters import legal as adapters
from cercles.people.enums import LegalPage
from cercles.people.models import LegalAcceptance, LegalDraft, LegalVersion
from cercles.people.queries import legal, marks
from tests.factories.legal import drafted, published
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
FEET = ("/mentions-legales/", "/donnees-personnelles/", "/conditions/", "/accessibilite/")
ACCEPT = "/compte/conditions/"
OURS = {
    "editor": "Réseau du lin, association", "director": "Maud Lenoir", "contact": "bonjour@lin.example",
    "hosting": "Serveurs du lin, 02 00 00 00 00", "accessibility": "",
}  # fmt: skip


def text(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


@pytest.fixture
def agathe():
    return PersonFactory(administrator=True, name="Agathe")


@pytest.fixture
def maud():
    return PersonFactory(name="Maud Lenoir", email="maud@exemple.fr")


def publish(by, page=LegalPage.TERMS, words="Entre pairs.", note="Plus clair.", *, asks=True, on=None):
    draft = actions.save_legal_draft(page=page, by=by, text=words, change_note=note, asks_acceptance=asks, revision=0)
    return actions.publish_legal(page=page, by=by, in_force_on=on or clock.today(), revision=draft.revision)


# First texts


@pytest.mark.parametrize("address", FEET)
def test_the_foot_of_every_page_leads_somewhere_before_anything_is_published(client, address):
    assert f'href="{address}"' in client.get("/").content.decode()
    page = text(client.get(address))
    assert "Qui administre ce site n’a pas encore publié cette page." in page
    assert "à compléter" not in page


def test_the_text_proposed_says_what_the_software_does():
    said = marks.expanded(marks.first_text(LegalPage.PRIVACY))
    for rule in retention.rules():
        assert f"- {rule.limit.rstrip('.')}" in said
    for one in retention.processings():
        assert f"**{one.title}.**" in said
    assert "- `sessionid` : garde votre connexion, 30 jours." in said.replace("\xa0", " ")


def test_what_nobody_said_is_a_hole_and_settings_fill_it(settings):
    found = {page: marks.holes(marks.expanded(marks.first_text(page))) for page in LegalPage}
    contact = "adresse électronique ou postale où vous écrire"
    editor = "nom, forme et adresse de l’organisation qui édite le site"
    hosting = "nom, adresse et téléphone de l’hébergeur"
    assert found == {
        LegalPage.NOTICE: [editor, "nom de la personne qui dirige la publication", contact, hosting],
        LegalPage.PRIVACY: [editor, contact, hosting],
        LegalPage.TERMS: [contact],
        LegalPage.ACCESSIBILITY: [editor, contact],
    }
    settings.LEGAL = OURS
    for page in LegalPage:
        said = marks.expanded(marks.first_text(page))
        assert marks.holes(said) == []
        assert "{" not in said
    assert "bonjour@lin.example" in marks.expanded(marks.first_text(LegalPage.NOTICE))


def test_a_site_that_says_it_conforms_says_who_audited_it(settings):
    """« Partiellement conforme » and « faute d’audit » are not said together: who audited is for the operator to write."""
    for said, hole in (("", False), ("partielle", True), ("totale", True)):
        settings.LEGAL = {**OURS, "accessibility": said}
        page = marks.expanded(marks.first_text(LegalPage.ACCESSIBILITY))
        wanted = ["qui a audité le site, à quelle date, et le taux de critères respectés"] if hole else []
        assert (marks.holes(page), "faute d’audit" in page) == (wanted, not hole)


def test_the_texts_proposed_say_when_who_administers_reads_a_circle_and_who_may_report():
    said = {page: marks.first_text(page).replace("\xa0", " ") for page in LegalPage}
    assert "en lit les échanges pendant une heure : ses membres savent qui, quand et pourquoi" in said[LegalPage.TERMS]
    assert "les échanges d’un cercle, une heure, pour l’aider" in said[LegalPage.PRIVACY]
    assert "se signale aussi sans compte" in said[LegalPage.TERMS]


def test_who_administers_is_told_of_a_page_that_is_no_longer_true(agathe, maud, settings, queries):
    settings.LEGAL = OURS
    for page in LegalPage:
        publish(agathe, page, "Édité par {éditeur}.")
    assert adapters.due(agathe) == []
    settings.LEGAL = {**OURS, "editor": ""}
    with queries(1):
        (item,) = adapters.due(agathe)
    assert item.title == "Publier de nouveau les pages légales qui ne sont plus à jour"
    assert item.note == "Mentions légales, Politique de confidentialité, Conditions d’utilisation, Accessibilité"
    assert adapters.due(maud) == []
    publish(agathe, LegalPage.NOTICE, "Édité par le réseau du lin.")
    (item,) = adapters.due(agathe)
    assert item.note == "Politique de confidentialité, Conditions d’utilisation, Accessibilité"


# Publishing


def test_a_page_with_holes_is_not_published(agathe):
    drafted(LegalPage.NOTICE, "Le site est édité par {éditeur}, chez [à compléter : le bâtiment].")
    with pytest.raises(RuleBroken) as refusal:
        actions.publish_legal(page=LegalPage.NOTICE, by=agathe, in_force_on=clock.today(), revision=1)
    assert refusal.value.code == "legal_holes"
    assert "nom, forme et adresse de l’organisation qui édite le site ; le bâtiment" in str(refusal.value.text)
    assert LegalVersion.objects.count() == 0


def test_a_version_keeps_what_was_true_the_day_it_was_published(agathe, settings):
    settings.LEGAL = OURS
    version = publish(agathe, LegalPage.NOTICE, "Édité par {éditeur}.", asks=True)
    assert (version.number, version.text, version.asks_acceptance) == (
        1,
        "Édité par Réseau du lin, association.",
        False,
    )
    assert LegalDraft.objects.count() == 0
    settings.LEGAL = {**OURS, "editor": "Réseau du chanvre"}
    assert LegalVersion.objects.get().text == "Édité par Réseau du lin, association."
    told = {kept.page: kept.old for kept in legal.legal_pages()}
    assert told == dict.fromkeys(LegalPage, False) | {LegalPage.NOTICE: True}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"words": "Entre pairs."}, "legal_same"),
        ({"note": " "}, "note_missing"),
        ({"on": -1}, "legal_past"),
        ({"on": 5}, "legal_before"),
    ],
)
def test_a_version_is_refused(agathe, changed, code):
    publish(agathe, on=clock.today() + timedelta(days=10))
    said = {"words": "Entre pairs, toujours.", "on": 10, **changed}
    said["on"] = clock.today() + timedelta(days=said["on"])
    with pytest.raises(RuleBroken) as refusal:
        publish(agathe, **said)
    assert refusal.value.code == code
    assert LegalVersion.objects.count() == 1


def test_two_administrators_do_not_write_over_each_other(agathe, client_of):
    browser, address = client_of(agathe), "/administration/pages-legales/mentions-legales/"
    assert browser.post(address, {"revision": "0", "text": "Une ligne."}).url == f"{address}relire/"
    page = browser.post(address, {"revision": "0", "text": "Une autre ligne."})
    assert page.status_code == 422
    assert "Ce brouillon vient de changer ailleurs." in text(page)
    assert re.search(r"<ins>\s*autre\s*</ins>", text(page))
    assert 'name="revision" value="1"' in page.content.decode()
    browser.post(address, {"revision": "1", "text": "Une autre ligne."})
    assert [(row.text, row.revision) for row in LegalDraft.objects.all()] == [("Une autre ligne.", 2)]


def test_what_is_published_is_what_was_read(agathe):
    drafted(revision=2)
    with pytest.raises(RuleBroken) as refusal:
        actions.publish_legal(page=LegalPage.NOTICE, by=agathe, in_force_on=clock.today(), revision=1)
    assert refusal.value.code == "draft_changed"


def test_an_announced_version_comes_into_force_on_its_day(agathe, client):
    publish(agathe, words="Une.")
    later = clock.now() + timedelta(days=10)
    publish(agathe, words="Deux.", on=clock.today() + timedelta(days=10))
    assert "Une." in text(client.get("/conditions/"))
    assert "La version 2 entre en vigueur le" in text(client.get("/conditions/"))
    with clock.at(later):
        assert "Deux." in text(client.get("/conditions/"))
    first = text(client.get("/conditions/version/1/"))
    assert "Une." in first
    second = text(client.get("/conditions/version/2/"))
    assert "Plus clair." in second
    assert client.get("/conditions/version/3/").status_code == 404


def test_an_administrator_writes_reads_again_and_publishes(agathe, client_of, queries):
    browser, home = client_of(agathe), "/administration/pages-legales/"
    with queries(4):
        page = text(browser.get(home))
    assert "adresse électronique ou postale où vous écrire" in page
    browser.post(f"{home}conditions/", {"revision": "0", "text": "Entre pairs, {site}.", "asks_acceptance": "on"})
    page = text(browser.get(f"{home}conditions/relire/"))
    assert f"Entre pairs, {settings.SITE_NAME}." in page
    answer = browser.post(f"{home}conditions/relire/", {"revision": "1", "in_force_on": clock.today().isoformat()})
    assert answer.url == home
    for _ in range(3):
        PersonFactory()
    with queries(5):
        page = text(browser.get(home))
    assert "Acceptée par 1 des 4 comptes actifs." in page
    assert Entry.objects.filter(verb="people.legal_published").count() == 1


def test_a_draft_is_abandoned(agathe, client_of):
    drafted()
    assert client_of(agathe).post("/administration/pages-legales/mentions-legales/abandonner/").status_code == 302
    assert LegalDraft.objects.count() == 0


def test_what_is_not_published_waits_in_the_week_of_who_administers(agathe, maud, client_of):
    assert "Publier les pages légales du site" in text(client_of(agathe).get("/ma-semaine/"))
    assert "Publier les pages légales du site" not in text(client_of(maud).get("/ma-semaine/"))
    for page in LegalPage:
        published(page)
    assert "Publier les pages légales du site" not in text(client_of(agathe).get("/ma-semaine/"))


# Acceptance


def test_without_published_terms_nothing_is_asked(maud, client_of):
    published(asks=False)
    published(LegalPage.NOTICE)
    assert client_of(maud).get("/ma-semaine/").status_code == 200
    assert "Rien n’est à accepter" in text(client_of(maud).get(ACCEPT))


def test_new_terms_are_met_before_any_page_then_lead_where_one_was_going(maud, client_of):
    browser = client_of(maud)
    publish(PersonFactory(), words="Une.")
    assert browser.get("/personnes/?q=lin").url == f"{ACCEPT}?next=%2Fpersonnes%2F%3Fq%3Dlin"
    page = browser.get(f"{ACCEPT}?next=%2Fpersonnes%2F%3Fq%3Dlin")
    assert "Avant d’entrer : les conditions d’utilisation" in text(page)
    answer = browser.post(ACCEPT, {"number": "1", "accepts": "on", "next": "/personnes/?q=lin"})
    assert answer.url == "/personnes/?q=lin"
    assert browser.get("/personnes/?q=lin").status_code == 200
    assert [(row.person, row.version.number) for row in LegalAcceptance.objects.filter(person=maud)] == [(maud, 1)]


def test_the_way_on_stays_in_the_site(maud, client_of):
    published(asks=True)
    answer = client_of(maud).post(ACCEPT, {"number": "1", "accepts": "on", "next": "https://ailleurs.example/"})
    assert answer.url == "/"


def test_a_change_is_shown_since_what_one_accepted(maud, client_of):
    actions.accept_terms(version=published(asks=True, text="Entre pairs."), by=maud)
    published(asks=False, text="Entre pairs !")
    assert client_of(maud).get("/ma-semaine/").status_code == 200
    published(asks=True, text="Entre pairs ! Le lin.")
    page = text(client_of(maud).get(ACCEPT))
    assert "Depuis la version 1, que vous avez acceptée" in page
    assert "Plus clair." in page


def test_terms_of_tomorrow_ask_tomorrow(maud, client_of):
    published(asks=True, on=clock.today() + timedelta(days=1))
    assert client_of(maud).get("/ma-semaine/").status_code == 200
    with clock.at(clock.now() + timedelta(days=1)):
        assert client_of(maud).get("/ma-semaine/").status_code == 302


def test_a_text_replaced_while_one_reads_is_not_accepted(maud, client_of):
    published(asks=True)
    published(asks=True)
    page = client_of(maud).post(ACCEPT, {"number": "1", "accepts": "on"})
    assert page.status_code == 422
    assert "Les conditions ont changé pendant votre lecture." in text(page)
    assert LegalAcceptance.objects.count() == 0


@pytest.mark.parametrize(
    "address", [*FEET, "/conditions/version/1/", "/compte/mes-donnees/", "/compte/effacer/", "/compte/deconnexion/"]
)
def test_whoever_refuses_still_reads_takes_and_leaves(maud, client_of, address):
    published(asks=True)
    assert client_of(maud).get(address).status_code == 200


@pytest.mark.parametrize("address", ["/", "/cercles/", "/guide/", "/compte/", "/recherche/", "/organisations/"])
def test_and_nothing_else(maud, client_of, address):
    published(asks=True)
    assert client_of(maud).get(address).status_code == 302


def test_whoever_refuses_takes_her_data_then_erases(maud, client_of):
    published(asks=True)
    browser = client_of(maud)
    assert browser.post("/compte/mes-donnees/")["Content-Type"] == "application/zip"
    assert browser.post("/compte/effacer/", {"word": "effacer"}).url == "/compte/efface/"


def test_what_one_was_sending_is_given_back(maud, client_of):
    published(asks=True)
    told = "Nous avons mutualisé un poste en 2017, voici comment."
    page = client_of(maud).post("/compte/profil/", {"name": "Autre", "about": told})
    assert page.status_code == 403
    assert told in text(page)
    maud.refresh_from_db()
    assert maud.name == "Maud Lenoir"


def test_and_the_keys_of_the_form_are_not(maud, client_of):
    published(asks=True)
    key = "k" * 64
    page = client_of(maud).post("/compte/profil/", {"csrfmiddlewaretoken": key, "name": "Autre"})
    assert (page.status_code, key in text(page)) == (403, False)


def test_a_page_costs_no_query_more_with_terms(maud, client_of, django_assert_max_num_queries):
    browser = client_of(maud)
    with django_assert_max_num_queries(2):  # the session, and the account with what the gate asks
        browser.get("/compte/")
    actions.accept_terms(version=published(asks=True), by=maud)
    with django_assert_max_num_queries(2):
        browser.get("/compte/")


def test_each_is_written_to_once_and_accepts_from_the_mail(agathe, maud, client, outbox):
    PersonFactory(invited=True)
    version = publish(agathe)
    assert [actions.write_terms_letters(version.pk) for _ in range(2)] == [1, 1]
    [letter] = [mail for mail in outbox() if mail.key.startswith("people.terms:")]
    assert letter.to == "maud@exemple.fr"
    path = f"/l/{links.token('people.accept', version, maud)}"
    assert "Entre pairs." in text(client.get(path))
    assert client.post(path).url == "/l/fait/"
    assert "C’est déjà fait." in text(client.get(path))
    client.post(path)
    assert LegalAcceptance.objects.filter(person=maud).count() == 1
    assert [mail.to for mail in outbox() if mail.key.startswith("people.accepted:")] == ["maud@exemple.fr"]


def test_a_link_of_replaced_terms_accepts_nothing(maud, client):
    version = published(asks=True)
    path = f"/l/{links.token('people.accept', version, maud)}"
    published(asks=True)
    assert "Une version plus récente l’a remplacée" in text(client.get(path))
    client.post(path)
    assert LegalAcceptance.objects.count() == 0


def test_letters_of_replaced_terms_do_not_leave(agathe, maud, outbox):
    first = publish(agathe)
    publish(agathe, words="Entre pairs, toujours.")
    assert actions.write_terms_letters(first.pk) == 0
    assert [mail for mail in outbox() if mail.key.startswith("people.terms:")] == []


def test_acceptances_are_in_the_copy_of_ones_data_and_leave_with_the_account(maud):
    version = published(asks=True)
    actions.accept_terms(version=version, by=maud)
    [row] = exports.sections_of(maud)["Conditions acceptées"]
    assert list(row.values())[:2] == [1, version.in_force_on]
    actions.erase_person(by=maud)
    assert LegalAcceptance.objects.count() == 0

"""The demonstration is loaded by the acts of real use: what it shows is what the site does."""

import pytest
from django.db.transaction import atomic, set_rollback
from django.test import override_settings
from django.urls import reverse

from cercles.circles.models import Circle
from cercles.meetings.models import Meeting, Registration
from cercles.organisations.models import Claim
from cercles.pages.queries import due_for
from cercles.people.models import User
from cercles.people.queries import demo_people
from cercles.practices.models import Approval, PracticeSheet, Reuse
from tests.factories.demo import load

TITLES = {
    "light": "Louer la lumière plutôt que vendre des lampes",
    "pallets": "Faire revenir les palettes au lieu de les racheter",
    "laundry": "Laver ensemble le linge de quatre entreprises",
    "canteen": "Nourrir la cantine avec six fermes voisines",
    "cold": "Facturer l’heure de froid plutôt que la chambre froide",
}


@pytest.fixture(scope="module")
def read_once(django_db_setup, django_db_blocker, tmp_path_factory):
    """What loading said. Loading takes seconds: these tests read one demonstration, each inside a transaction of its own."""
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True, MEDIA_ROOT=tmp_path_factory.mktemp("files")),
        atomic(),
    ):
        yield load()
        set_rollback(True)


@pytest.fixture
def loaded(read_once, db, settings):
    settings.DEMO = True
    return read_once


def person(first_name: str) -> User:
    return User.objects.get(name__startswith=first_name)


def due(first_name: str) -> list[str]:
    return [item.title.replace("\u00a0", " ") for item in due_for(person(first_name))]


def test_nobody_in_it_is_real(loaded):
    assert not User.objects.exclude(is_fictional=True).exists()
    assert not User.objects.exclude(email__endswith=".example").exists()
    assert [demo.person.name.split()[0] for demo in demo_people()] == ["Maud", "Inès", "Karim", "Noé", "Agathe"]


def test_nobody_is_offered_outside_the_demonstration(loaded, settings):
    settings.DEMO = False
    assert demo_people() == []


def test_each_sheet_is_where_it_is_told_to_be(loaded):
    states = dict(PracticeSheet.objects.values_list("title", "state"))
    assert {key: states[title] for key, title in TITLES.items()} == {
        "light": "public", "pallets": "public", "laundry": "circle", "canteen": "owner_check", "cold": "owner_check",
    }  # fmt: skip
    assert list(Reuse.objects.values_list("organisation__name", "outcome").order_by("id")) == [
        ("Froid des Combes", "adapted"),
        ("Menuiserie du Grand Pré", "gave_up"),
        ("Imprimerie du Gué", "tried"),
    ]
    declined = Approval.objects.get(state="declined")
    assert (declined.sheet.title, declined.organisation.name) == (TITLES["canteen"], "Les Six Fermes du Val")
    assert "de janvier à mars" in declined.reason


def test_who_represents_proved_it_by_her_address_or_was_confirmed(loaded):
    decided = dict(Claim.objects.values_list("person__name", "decided_by__name"))
    assert (decided["Inès Valbrune"], decided["Karim Oudelin"]) == ("Inès Valbrune", "Agathe Morvandel")


def test_something_is_due_to_those_one_enters_as(loaded):
    assert due("Inès") == [f"Donner votre accord pour « {TITLES['cold']} »"]
    assert due("Maud") == [
        "Noé Lefranchet demande à rejoindre « Groupe codev Val-Fictif »",
        "Réparer plutôt que vendre : un récit",
        f"Reprendre « {TITLES['canteen']} »",
        "Acheter l’électricité à six",
        "Demander à qui pourrait savoir : « Qui sait réparer une lampe rendue sans perdre d’argent ? »",
        "Relire le bilan du semestre de « Cercle RSE & Partenariats »",
        "« Lettre type à l’hôte d’une visite » est-il encore à jour ?",
    ]
    assert due("Karim") == ["Acheter l’électricité à six"]
    assert due("Noé") == []


def test_a_full_meeting_keeps_its_order_and_one_waits(loaded):
    rows = Registration.objects.filter(meeting__title="Acheter l’électricité à six").order_by("queue_number", "id")
    assert [(row.person.name.split()[0], row.state) for row in rows if row.state != "invited"] == [
        ("Maud", "registered"), ("Odile", "registered"), ("Théo", "registered"), ("Inès", "registered"),
        ("Élise", "registered"), ("Gildas", "waiting"),
    ]  # fmt: skip


def test_the_thread_goes_from_a_meeting_to_the_sheet_it_gave(loaded, client_of):
    meeting = Meeting.objects.get(title="Et si nous lavions notre linge ensemble ?")
    page = client_of(person("Odile")).get(meeting.get_absolute_url()).content.decode()
    assert TITLES["laundry"] in page
    assert [version.number for version in meeting.minutes.versions.all()] == [2, 1]


def test_a_confidential_meeting_names_nobody(loaded):
    meeting = Meeting.objects.get(confidentiality="chatham")
    assert [(version.author, version.number) for version in meeting.minutes.versions.all()] == [(None, 1)]


def test_who_sat_together_is_not_proposed_as_unmet(loaded, client_of):
    circle = Circle.objects.get(name="Groupe codev Val-Fictif")
    page = client_of(person("Maud")).get(reverse("circles:detail", args=[circle.slug]))
    text = page.content.decode()
    assert "Karim Oudelin" in text.split("rencontrés, et pourquoi")[1].split("Proposés")[0]
    assert "Élise Tanguerel" not in text.split("rencontrés, et pourquoi")[1].split("Proposés")[0]


def test_what_a_visitor_did_stays(loaded):
    from cercles.practices.actions import answer_approval, narrow_sheet

    waiting = Approval.objects.get(sheet__title=TITLES["cold"], state="waiting")
    answer_approval(approval=waiting, by=person("Inès"), answer="circle")
    narrow_sheet(sheet=PracticeSheet.objects.get(title=TITLES["pallets"]), by=person("Théo"))
    assert load() == loaded
    states = dict(PracticeSheet.objects.values_list("title", "state"))
    assert (states[TITLES["cold"]], states[TITLES["pallets"]]) == ("circle", "circle")


def test_the_public_home_shows_public_sheets_and_nothing_of_members(loaded, client):
    page = client.get("/").content.decode()
    assert {key: title in page for key, title in TITLES.items()} == {
        "light": True, "pallets": True, "laundry": False, "canteen": False, "cold": False,
    }  # fmt: skip
    assert "Cercle RSE &amp; Partenariats" in page
    assert "Val-Fictif" not in page
    assert "Maud" not in page


def test_a_failure_is_told_on_the_public_sheet(loaded, client):
    sheet = PracticeSheet.objects.get(title=TITLES["light"])
    page = client.get(f"/fiches/{sheet.ref}/").content.decode()
    assert "Abandonné après cinq mois" in page
    assert "Facturer" not in page


def test_the_thread_goes_from_a_practice_to_a_reuse_and_the_sheet_born_of_it(loaded, client_of):
    sheet = PracticeSheet.objects.get(title=TITLES["light"])
    page = client_of(person("Karim")).get(f"/fiches/{sheet.ref}/").content.decode()
    told = [page.index(words) for words in ("Adaptée · Froid des Combes", TITLES["cold"])]
    assert told == sorted(told)

"""The register of processing tells every table that names or reaches a person, and nothing that is not there."""

import csv
import io
from collections import Counter
from dataclasses import replace

import pytest
from django.apps import apps

from cercles.core import clock, retention
from cercles.people import queries
from tests.factories.people import PersonFactory


def test_every_table_that_names_a_person_is_told_once():
    assert queries.unregistered() == []
    told = Counter(label for one in retention.processings() for label in one.models)
    assert {label for label, times in told.items() if times > 1} == set()
    assert [label for label in told if apps.get_model(label) is None] == []


def test_every_table_that_names_a_person_goes_by_a_rule_or_says_why_not():
    assert queries.unruled() == []


def test_a_table_without_a_rule_nor_a_reason_is_noticed(monkeypatch):
    told = [replace(one, reasons={}) if one.code == "journal.history" else one for one in retention.processings()]
    monkeypatch.setattr(retention, "processings", lambda: told)
    assert queries.unruled() == ["journal.Entry", "journal.Link"]


def test_a_table_that_has_a_rule_needs_no_reason():
    ruled = {rule.due(clock.now()).model._meta.label for rule in retention.rules()}
    reasons = {label for one in retention.processings() for label in one.reasons}
    assert reasons & ruled == set()
    assert reasons <= {label for one in retention.processings() for label in one.models}


def test_a_table_that_is_not_told_is_noticed(monkeypatch):
    told = [one for one in retention.processings() if one.code != "meetings.meetings"]
    monkeypatch.setattr(retention, "processings", lambda: told)
    assert queries.unregistered() == [
        "meetings.CalendarFeed", "meetings.FollowUp", "meetings.Meeting", "meetings.MinutesVersion", "meetings.Registration",
        "meetings.Takeaway",
    ]  # fmt: skip


def test_columns_are_read_of_the_tables():
    found = {label: columns for entry in queries.register() for label, columns in entry.tables}
    assert found["people.User"] == ["email", "phone", "invited_by"]
    assert found["organisations.Report"] == ["email", "person", "decided_by"]
    assert found["circles.BlockedSender"] == ["address", "by"]
    assert found["journal.OutgoingMail"] == ["person", "to"]


def test_every_rule_that_concerns_people_stands_in_the_register():
    told = {code for one in retention.processings() for code in one.rules}
    assert {rule.code for rule in retention.rules()} - told == {"journal.forms"}, "fingerprints, which name nobody"


@pytest.mark.django_db
def test_the_register_is_read_and_taken_away(client_of, queries):
    browser = client_of(PersonFactory(administrator=True))
    with queries(2):
        page = browser.get("/administration/registre/").content.decode().replace("\xa0", " ")
    assert "Prouver ce que chaque personne a accepté" in page
    assert "90 jours après leur départ" in page
    assert "lu par d’autres : reste, sans le nom de la personne une fois son compte effacé" in page
    file = browser.get("/administration/registre.csv").content.decode("utf-8-sig").replace("\xa0", " ")
    lines = list(csv.DictReader(io.StringIO(file), delimiter=";"))
    assert len(lines) == len(retention.processings())
    assert lines[0]["Traitement"] == "Comptes et connexion"
    assert "Comptes dont personne ne se sert : 3 ans après le dernier signe de la personne." in lines[0]["Conservation"]
    assert "people.User (email, phone, invited_by)" in lines[0]["Tables"]

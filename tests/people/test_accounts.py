"""How a person comes to be known, and comes in."""

from datetime import timedelta

import pytest

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.people import actions
from cercles.people.enums import AccountState, Consent
from cercles.people.models import User
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def test_an_invited_person_is_known_once():
    host = PersonFactory()
    first = actions.invite_person(email=" Maud@Exemple.fr ", name="Maud  Lenoir", by=host)
    again = actions.invite_person(email="maud@exemple.fr", name="M. L.", by=host)
    assert again == first
    assert (first.state, first.email, first.name, first.invited_by) == (
        AccountState.INVITED, "maud@exemple.fr", "Maud Lenoir", host,
    )  # fmt: skip
    assert first.audience == f"person:{first.pk}"


def test_an_invitation_needs_a_whole_address():
    with pytest.raises(RuleBroken) as refusal:
        actions.invite_person(email="maud@", by=PersonFactory())
    assert (refusal.value.code, refusal.value.field) == ("bad_address", "email")


def test_coming_in_makes_an_invited_person_active():
    person = actions.enter(person=PersonFactory(invited=True))
    assert (person.state, person.audience) == (AccountState.ACTIVE, "network")
    assert person.joined_at is not None


def test_a_newcomer_says_her_name_and_is_asked_nothing_else():
    person = PersonFactory(name="", in_directory=False)
    person = actions.settle_in(by=person, name="Maud Lenoir", directory=True)
    assert (person.name, person.search_key, person.in_directory) == ("Maud Lenoir", "maud lenoir", True)
    assert [(row.kind, row.given) for row in person.consents.all()] == [(Consent.DIRECTORY, True)]


def test_an_address_nobody_confirmed_is_forgotten():
    actions.ask_to_enter(email="jamais@exemple.fr")
    with clock.at(clock.now() + timedelta(days=3)):
        assert actions.purge_all()["people.pending"] == 1
    assert User.objects.count() == 0

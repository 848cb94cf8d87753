"""The charter: versions that never change, accepted by people and organisations."""

import pytest

from cercles.circles import actions, queries
from cercles.circles.models import CharterAcceptance
from cercles.core.difference import difference
from cercles.core.errors import RuleBroken
from cercles.journal.models import Entry
from tests.factories.organisations import AffiliationFactory, OrganisationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def publish(cast, text="Ce qui est dit ici reste entre nous.", base=1):
    version = actions.publish_charter(
        circle=cast.circle, by=cast.facilitator, text=text, change_note="Plus clair.", base=base
    )
    actions.write_charter_letters(version.pk)
    return version


def test_a_new_version_asks_members_and_representatives_by_letter(cast, outbox):
    version = publish(cast)

    assert [mail.to for mail in outbox()] == ["member@example.org", "representative@example.org"]
    assert queries.has_accepted(version, cast.facilitator)
    assert list(queries.people_to_ask(version)) == [cast.member]
    assert queries.representatives_to_ask(version) == [(cast.organisation, cast.representative)]


def test_the_letters_leave_once_however_often_the_worker_runs(cast, outbox):
    version = publish(cast)

    actions.write_charter_letters(version.pk)

    assert len(outbox()) == 2


def test_a_member_accepts_from_her_letter_without_signing_in(cast, client, outbox, path_in):
    version = publish(cast)
    path = path_in(outbox()[0])

    page = client.get(path).content.decode()
    answer = client.post(path, {"version": version.pk, "accepts": "on"})

    assert "Ce qui est dit ici reste" in page
    assert "<ins>" in page
    assert answer.status_code == 302
    assert queries.has_accepted(version, cast.member)
    assert outbox()[-1].to == "member@example.org"


def test_the_organisation_is_accepted_for_by_who_represents_it(cast, client, outbox, path_in):
    version = publish(cast)

    client.post(path_in(outbox()[1]), {"version": version.pk, "organisation": cast.organisation.pk, "accepts": "on"})

    row = CharterAcceptance.objects.get(version=version, organisation=cast.organisation)
    assert row.person == cast.representative


def test_a_letter_that_a_newer_version_overtook_says_so_and_shows_what_changed(cast, client, outbox, path_in):
    former = publish(cast)
    path = path_in(outbox()[0])
    newer = publish(cast, text="Ce qui est dit ici se garde.", base=2)

    page = client.get(path).content.decode()
    stale = client.post(path, {"version": former.pk, "accepts": "on"})

    assert "La charte a changé depuis ce courriel" in page
    assert stale.status_code == 422
    assert f'name="version" value="{newer.pk}"' in stale.content.decode()
    assert not queries.has_accepted(former, cast.member)
    client.post(path, {"version": newer.pk, "accepts": "on"})
    assert queries.has_accepted(newer, cast.member)


def test_on_the_page_too_a_change_keeps_the_readers_place(cast, client_of):
    version = publish(cast)
    browser = client_of(cast.member)
    read = version.pk
    newer = publish(cast, text="Ce qui est dit ici se garde.", base=2)

    page = browser.post(f"/cercles/{cast.circle.slug}/charte/", {"version": read, "accepts": "on"})

    text = page.content.decode()
    assert page.status_code == 422
    assert "Ce qui a changé pendant votre lecture" in text
    assert "Ce champ est obligatoire" not in text  # she had ticked it: the tick was for another text
    assert "<del>" in text
    assert CharterAcceptance.objects.filter(version=newer, person=cast.member).count() == 0


def test_who_is_nothing_in_the_circle_accepts_nothing(cast, charter):
    with pytest.raises(RuleBroken, match="not_yours_to_accept"):
        actions.accept_charter(version=charter, by=PersonFactory())


def test_a_staff_member_does_not_accept_for_the_organisation(cast):
    version = publish(cast)

    with pytest.raises(RuleBroken, match="not_yours_to_accept"):
        actions.accept_charter(version=version, by=cast.member, organisation=cast.organisation)


def test_an_organisation_that_comes_in_is_asked_for_once_through_those_who_represent_it(cast, outbox):
    toiles = OrganisationFactory(name="Les Toiles")
    AffiliationFactory(person=cast.representative, organisation=toiles, role="representative")
    first, second = (AffiliationFactory(person=PersonFactory(), organisation=toiles).person for _ in range(2))

    for person in (first, second):
        actions.add_member(circle=cast.circle, person=person, by=cast.facilitator, organisation=toiles)

    [letter] = outbox()
    assert (letter.to, letter.subject.replace("\xa0", " ")) == (
        "representative@example.org", "Les Toiles et la charte de « Cercle des pairs »",
    )  # fmt: skip
    version = queries.current_charter(cast.circle)
    actions.accept_charter(version=version, by=cast.representative, organisation=toiles)
    assert queries.organisations_to_accept(version, cast.representative) == []


def test_accepting_twice_is_written_once(cast):
    version = publish(cast)
    for _ in range(2):
        actions.accept_charter(version=version, by=cast.member)

    assert CharterAcceptance.objects.filter(version=version, person=cast.member).count() == 1
    assert Entry.objects.filter(verb="circles.charter_accepted").count() == 1


def test_a_letter_about_an_accepted_charter_asks_nothing_more(cast, client, outbox, path_in):
    version = publish(cast)
    path = path_in(outbox()[0])
    client.post(path, {"version": version.pk, "accepts": "on"})

    page = client.get(path).content.decode()

    assert "La charte en vigueur est déjà acceptée." in page
    assert 'name="accepts"' not in page


def test_a_version_says_what_changes_and_does_change(cast, charter):
    for text, note, code in ((charter.text, "Rien.", "charter_same"), ("Autre.", " ", "note_missing")):
        with pytest.raises(RuleBroken, match=code):
            actions.publish_charter(circle=cast.circle, by=cast.facilitator, text=text, change_note=note, base=1)


def test_two_editors_the_second_keeps_her_text_and_sees_the_firsts(cast, client_of):
    publish(cast)
    page = client_of(cast.facilitator).post(
        f"/cercles/{cast.circle.slug}/charte/modifier/",
        {"base": 1, "text": "Mon texte à moi.", "change_note": "Mon idée."},
    )

    text = page.content.decode()
    assert page.status_code == 422
    assert "Mon texte à moi." in text
    assert 'name="base" value="2"' in text
    assert "Ce qui a changé pendant votre rédaction" in text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("un mot", "un autre mot", [("same", "un "), ("added", "autre "), ("same", "mot")]),
        ("un vieux mot", "un mot", [("same", "un "), ("removed", "vieux "), ("same", "mot")]),
        ("oui", "non", [("removed", "oui"), ("added", "non")]),
    ],
)
def test_a_difference_is_told_in_whole_words(old, new, told):
    [line] = difference(old, new)

    assert [(passage.kind, passage.text) for passage in line] == told


def test_the_draft_holds_every_rule_of_trust():
    titles = [line for line in queries.draft_charter().splitlines() if line.startswith("## ")]

    assert len(titles) == 11

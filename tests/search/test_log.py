"""No action forgets to log what it changed: an index that only follows says what one rebuilt from the database says."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from cercles.circles import actions as circles
from cercles.circles.models import Circle
from cercles.core import clock
from cercles.meetings import actions as meetings
from cercles.meetings.models import Minutes
from cercles.organisations import actions as organisations
from cercles.organisations.queries import Filters, find_organisations
from cercles.organisations.queries.reading import meant
from cercles.people import actions as people
from cercles.people.models import User
from cercles.practices import actions as practices
from cercles.practices.models import PracticeSheet
from cercles.references.actions import load_terms
from cercles.references.models import Term
from cercles.search.models import Change
from cercles.search.queries.folder import opened
from cercles.search.worker import differences, follow_once
from cercles.territories.models import Territory
from tests.cast import Cast
from tests.factories.meetings import MinutesFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.practices import answer, make_public, make_shared, make_sheet, submit
from tests.factories.references import shipped, vocabularies
from tests.factories.territories import TREE, load, small_france

AGREED: dict[str, list[str]] = {"missing": [], "left": [], "old": []}


@pytest.mark.slow
def test_the_whole_demonstration(db: Any, settings: Any, capsys: Any) -> None:
    settings.DEMO = True
    follow_once()
    call_command("load_demo")
    done = follow_once()
    assert (done["rebuilt"], differences(opened())) == (0, AGREED)
    kinds = {key.partition(":")[0] for key in _keys()}
    assert kinds >= {
        "organisations.organisation", "circles.circle", "people.user", "practices.practicesheet", "meetings.meeting",
    }  # fmt: skip
    assert Minutes.objects.filter(published_number__gt=0).exists() is ("meetings.minutes" in kinds)


def _keys() -> set[str]:
    from cercles.search.worker.verify import kept

    return set(kept(opened()))


def _agreed() -> None:
    follow_once()
    assert differences(opened()) == AGREED


def test_the_life_of_a_sheet(cast: Cast) -> None:
    follow_once()
    sheet = make_sheet(cast)
    _agreed()
    sheet = submit(cast, sheet)
    _agreed()
    sheet = practices.withdraw_sheet(sheet=sheet, by=cast.member)
    _agreed()
    answer(cast, submit(cast, sheet))
    _agreed()
    public = make_public(cast)
    _agreed()
    practices.narrow_sheet(sheet=public, by=cast.member)
    _agreed()
    practices.archive_sheet(sheet=make_shared(cast), by=cast.member, reason="Refait ailleurs.")
    _agreed()


def test_the_life_of_a_person(cast: Cast) -> None:
    follow_once()
    person = User.objects.get(pk=cast.account.pk)
    people.set_consent(by=person, kind="directory", given=True)
    _agreed()
    assert f"people.user:{person.pk}" in _keys()
    people.update_profile(by=person, name="Aline Compte", about="Clown", visibility="circle")
    _agreed()
    circles.add_member(circle=Circle.objects.get(), person=person, by=cast.facilitator)
    _agreed()
    circles.leave_circle(circle=Circle.objects.get(), by=User.objects.get(pk=person.pk))
    _agreed()
    people.suspend(person=person, by=cast.administrator, reason="Essai")
    _agreed()
    assert f"people.user:{person.pk}" not in _keys()
    people.reactivate(person=person, by=cast.administrator)
    _agreed()
    make_sheet(cast, author=cast.member)
    people.erase_person(by=User.objects.get(pk=person.pk))
    people.erase_person(by=User.objects.get(pk=cast.member.pk))
    _agreed()
    assert PracticeSheet.objects.count() == 0


def test_the_lists_that_ship_with_the_site(db: Any) -> None:
    follow_once()
    small_france()
    vocabularies()
    _agreed()
    rows = shipped()[:-1]
    rows[0]["label"] = "Autrement dit"
    load_terms(rows)
    load("country,FR,current,France,,,,,,1,,,,,\nregion,84,current,Auvergne,FR,,,84,,2,,,,,")
    _agreed()


def _filters() -> dict[str, list[str]]:
    """What a visitor of the directory may choose."""
    facets = find_organisations(AnonymousUser(), "", Filters(), 1).facets
    return {name: [value.label for value in facets[name]] for name in ("category", "territory")}


def test_what_names_a_word_or_a_place_is_read_again_when_that_gets_another_name(db: Any) -> None:
    small_france()
    vocabularies()
    lyon = Territory.objects.get(code="69123", heir=None)
    category = Term.objects.get(vocabulary="category", code=shipped()[0]["code"])
    OrganisationFactory(seat=lyon, category=category)
    follow_once()
    assert _filters() == {"category": [category.label], "territory": ["Auvergne-Rhône-Alpes"]}
    assert ([place.label for place in meant("Lyon")], meant("Lugdunum")) == (["Lyon (Rhône, 69)"], [])

    load(TREE.replace(",Lyon,", ",Lugdunum,").replace(",Auvergne-Rhône-Alpes,", ",Lyonnaise,"))
    _agreed()
    assert _filters() == {"category": [category.label], "territory": ["Lyonnaise"]}
    assert [place.label for place in meant("Lugdunum")] == ["Lugdunum (Rhône, 69)"]
    rows = shipped()
    rows[0]["label"] = "Autrement dit"
    load_terms(rows)
    _agreed()
    assert _filters() == {"category": ["Autrement dit"], "territory": ["Lyonnaise"]}


def test_nothing_else_is_read_again_when_no_name_changes(db: Any) -> None:
    small_france()
    vocabularies()
    follow_once()
    before = Change.objects.count()
    small_france()
    rows = shipped()
    rows[0]["definition"] = "Dite autrement."
    load_terms(rows)
    assert Change.objects.count() == before + 1


def test_the_life_of_a_meeting(cast: Cast) -> None:
    follow_once()
    start = clock.now() + timedelta(days=3)
    meeting = meetings.open_meeting(
        circle=cast.circle,
        by=cast.facilitator,
        format="rex",
        title="Location",
        starts_at=start,
        address="12 rue des Pairs",
    )
    _agreed()
    meetings.announce_meeting(meeting=meeting, by=cast.facilitator)
    _agreed()
    MinutesFactory(meeting=meeting)  # a factory logs nothing: what follows does
    meetings.change_meeting(
        meeting=meeting, by=cast.facilitator, reporter=cast.member, confidentiality="chatham", visibility="public"
    )
    _agreed()


def test_the_life_of_an_organisation(cast: Cast) -> None:
    follow_once()
    twin = organisations.create_organisation(name="Val Fibre bis", by=cast.representative)
    _agreed()
    organisations.merge_organisations(duplicate=twin, into=cast.organisation, reason="La même.", by=cast.administrator)
    _agreed()
    assert f"organisations.organisation:{twin.pk}" not in _keys()
    twin.refresh_from_db()
    organisations.undo_merge(duplicate=twin, reason="Pas la même.", by=cast.administrator)
    _agreed()
    organisations.set_visibility(organisation=cast.organisation, visibility="organisation", by=cast.representative)
    _agreed()

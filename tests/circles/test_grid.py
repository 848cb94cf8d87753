"""« Qui fait cela ? », and three members one has not met."""

from datetime import datetime, timedelta

import pytest

from cercles.circles import actions, queries
from cercles.circles.models import PositionStatement
from cercles.core import clock, slots
from cercles.core.errors import RuleBroken
from cercles.organisations.actions import end_affiliation
from cercles.organisations.models import Organisation
from cercles.territories.models import Territory
from tests.factories.circles import CircleThemeFactory, MembershipFactory
from tests.factories.organisations import AffiliationFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme(cast):
    return CircleThemeFactory(circle=cast.circle, label="Vendre l’usage")


def state(theme, person, level="trying", text="Deux clients.", **fields):
    return actions.state_position(theme=theme, by=person, level=level, text=text, **fields)


def test_what_was_said_before_is_kept_with_its_date(cast, theme):
    state(theme, cast.member, text="Un client.")
    state(theme, cast.member, text="Deux clients.")

    assert [(said.text, said.until is None) for said in queries.own_positions(theme, cast.member)] == [
        ("Deux clients.", True),
        ("Un client.", False),
    ]


def test_two_people_of_one_organisation_share_a_line(cast, theme):
    MembershipFactory(circle=cast.circle, organisation=cast.organisation)
    state(theme, cast.member)

    grid = queries.grid_of(cast.circle, cast.member)

    assert [(line.name, len(line.contacts), line.said, line.mine) for line in grid.lines] == [
        ("Val-Fibre", 2, 1, True),
        ("Fanny Animatrice", 1, 0, False),
    ]


@pytest.mark.parametrize(
    ("words", "found"), [("clients", ["Val-Fibre"]), ("expérimente USAGE", ["Val-Fibre"]), ("cantine", [])]
)
def test_the_grid_answers_who_does_this(cast, theme, words, found):
    state(theme, cast.member)

    grid = queries.grid_of(cast.circle, cast.facilitator)

    assert [line.name for line in grid.matching(words).lines] == found


def test_by_theme_it_gives_those_who_said_something_of_it(cast, theme):
    other = CircleThemeFactory(circle=cast.circle)
    state(theme, cast.member)

    grid = queries.grid_of(cast.circle, cast.facilitator)

    assert [line.name for line in grid.matching("", str(theme.pk)).lines] == ["Val-Fibre"]
    assert [line.name for line in grid.matching("", str(other.pk)).lines] == []


def test_only_who_represents_the_organisation_shows_it_outside(cast, theme):
    with pytest.raises(RuleBroken, match="not_yours_to_widen"):
        state(theme, cast.member, visibility="network")
    MembershipFactory(circle=cast.circle, person=cast.representative, organisation=cast.organisation)
    assert state(theme, cast.representative, visibility="network").audience == "network"


def test_a_position_is_never_wider_than_its_circle(cast, theme):
    with pytest.raises(RuleBroken, match="wider_than_circle"):
        state(theme, cast.facilitator, visibility="public")
    state(theme, cast.facilitator, visibility="network")
    actions.update_circle(circle=cast.circle, by=cast.facilitator, name="C", purpose="P", visibility="circle")
    assert [said.audience for said in PositionStatement.objects.all()] == [cast.circle.members_audience]


def test_a_level_beyond_not_yet_says_it_in_a_sentence(cast, theme):
    with pytest.raises(RuleBroken, match="text_missing"):
        state(theme, cast.member, text=" ")
    assert state(theme, cast.member, level="not_yet", text="").text == ""


def test_who_left_the_organisation_speaks_for_it_no_more(cast, theme, client_of):
    state(theme, cast.member)
    [link] = cast.member.affiliations.all()
    end_affiliation(affiliation=link, by=cast.member)
    browser, address = client_of(cast.member), f"/cercles/{cast.circle.slug}/grille/{theme.pk}/"

    refused = browser.post(f"{address}ma-case/", {"level": "usual", "text": "Toujours là.", "visibility": "circle"})

    assert refused.status_code == 422
    assert "Vous ne faites plus partie de Val-Fibre" in refused.content.decode()
    assert "Toujours là." in refused.content.decode()
    assert "Vous ne faites plus partie" in browser.post(f"{address}vider/", follow=True).content.decode()
    assert [said.text for said in PositionStatement.objects.current()] == ["Deux clients."]
    actions.speak_for(circle=cast.circle, by=cast.member, organisation=None)
    assert state(theme, cast.member, text="Pour moi.").party == f"p{cast.member.pk}"


def test_who_knows_the_circle_reads_the_positions_that_were_opened_and_no_other(cast, theme, client_of):
    MembershipFactory(circle=cast.circle, person=cast.representative, organisation=cast.organisation)
    state(theme, cast.representative, text="Dit à tous.", visibility="network")
    state(theme, cast.facilitator, text="Dit entre nous.")

    outside = client_of(cast.account).get(f"/cercles/{cast.circle.slug}/").content.decode()
    inside = client_of(cast.member).get(f"/cercles/{cast.circle.slug}/grille/").content.decode()

    assert [word in outside for word in ("Dit à tous.", "Val-Fibre", "Dit entre nous.")] == [True, True, False]
    assert inside.count("visible par toutes les personnes qui ont un compte") == 1


def test_what_was_said_by_who_left_is_shown_no_more(cast, theme, client_of):
    gone = MembershipFactory(circle=cast.circle)
    state(theme, gone.person, text="Je le fais.", visibility="network")
    outside, inside = f"/cercles/{cast.circle.slug}/", f"/cercles/{cast.circle.slug}/grille/{theme.pk}/"

    def shown():
        pages = (client_of(cast.account).get(outside), client_of(cast.member).get(inside))
        return ["Je le fais." in page.content.decode() for page in pages]

    assert shown() == [True, True]
    actions.leave_circle(circle=cast.circle, by=gone.person)
    assert shown() == [False, False]


def test_an_emptied_cell_keeps_its_history(cast, theme, client_of):
    state(theme, cast.member)
    client_of(cast.member).post(f"/cercles/{cast.circle.slug}/grille/{theme.pk}/vider/")
    assert [said.until is None for said in PositionStatement.objects.all()] == [False]


def test_a_theme_dropped_and_taken_back_finds_what_was_said(cast, theme):
    state(theme, cast.member)
    actions.retire_theme(theme=theme, by=cast.facilitator)
    assert queries.grid_of(cast.circle, cast.member).themes == ()
    actions.add_theme(circle=cast.circle, by=cast.facilitator, label="Vendre l’usage")
    assert [line.said for line in queries.grid_of(cast.circle, cast.member).lines] == [1, 0]


# Three members, and why


def unmet(cast, person):
    return queries.unmet_members(cast.circle, person, queries.grid_of(cast.circle, person))


def test_complementary_positions_are_the_reason(cast, theme):
    lamps = MembershipFactory(
        circle=cast.circle, organisation=OrganisationFactory(name="Les Toiles"), since=clock.now() - timedelta(days=400)
    )
    AffiliationFactory(person=lamps.person, organisation=lamps.organisation)
    state(theme, cast.member, level="thinking", text="Nous y pensons.")
    state(theme, lamps.person, level="usual", text="Depuis 2017.")

    reasons = {one.member.person_id: one.reasons for one in unmet(cast, cast.member)}

    assert [reason.replace("\xa0", " ") for reason in reasons[lamps.person_id]] == [
        "« Vendre l’usage » : vous cherchez, Les Toiles le dit déjà (pratique courante)."
    ]


def test_a_newcomer_is_a_reason_and_those_one_met_are_left_out(cast, monkeypatch):
    new = MembershipFactory(circle=cast.circle)
    assert {one.member.person_id: one.reasons for one in unmet(cast, cast.member)} == {
        new.person_id: ("Vient d’entrer dans le cercle.",),
        cast.facilitator.pk: ("Vient d’entrer dans le cercle.",),
    }

    monkeypatch.setattr(slots, "_registered", {})
    slots.register("circles.met", lambda person, circle: {cast.facilitator.pk})
    assert [one.member.person_id for one in unmet(cast, cast.member)] == [new.person_id]


def test_three_at_most_the_same_all_week_others_the_next(cast):
    MembershipFactory.create_batch(30, circle=cast.circle)
    monday = datetime(2026, 3, 2, 9, tzinfo=clock.now().tzinfo)

    def names(moment):
        with clock.at(moment):
            return [one.member.pk for one in unmet(cast, cast.member)]

    assert len(names(monday)) == 3
    assert names(monday) == names(monday + timedelta(days=6))
    assert names(monday) != names(monday + timedelta(days=7))


def test_two_seats_in_one_departement_are_a_reason(cast):
    loiret = Territory.objects.create(kind="departement", code="45", name="Loiret", search_key="loiret")
    montargis, gien = (
        Territory.objects.create(kind="commune", code=code, name=name, search_key=name.lower(), parent=loiret)
        for code, name in (("45208", "Montargis"), ("45155", "Gien"))
    )
    Organisation.objects.filter(pk=cast.organisation.pk).update(seat=montargis)
    long_ago = clock.now() - timedelta(days=400)
    for seat in (montargis, gien):
        MembershipFactory(circle=cast.circle, organisation=OrganisationFactory(seat=seat), since=long_ago)

    reasons = {one.reasons for one in unmet(cast, cast.member)}

    assert {
        ("Vos deux organisations sont à Montargis.",),
        ("Vos deux organisations sont dans le même département.",),
    } <= reasons

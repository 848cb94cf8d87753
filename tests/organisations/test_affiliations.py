"""Who belongs to an organisation, and since when it gives rights."""

from datetime import timedelta

import pytest

from cercles.core import clock
from cercles.core.audience import audience_of
from cercles.core.errors import RuleBroken
from cercles.organisations.actions import add_affiliation, edit_affiliation, end_affiliation
from cercles.organisations.models import Affiliation
from cercles.organisations.rules import is_affiliated, is_representative
from tests.cast import Cast
from tests.factories.organisations import AffiliationFactory, OrganisationFactory


def test_a_person_belongs_to_several_organisations(cast: Cast) -> None:
    other = OrganisationFactory()

    add_affiliation(person=cast.member, organisation=other, by=cast.member, role="board", title="Trésorier")

    held = {f"organisation:{cast.organisation.pk}", f"organisation:{other.pk}"}
    assert held <= audience_of(cast.person("member"))


def test_saying_it_twice_is_saying_it_once(cast: Cast) -> None:
    first = add_affiliation(person=cast.account, organisation=cast.organisation, by=cast.account, role="staff")
    again = add_affiliation(person=cast.account, organisation=cast.organisation, by=cast.account, role="staff")

    assert first == again


def test_nobody_makes_herself_a_representative(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="representative_by_claim"):
        add_affiliation(person=cast.account, organisation=cast.organisation, by=cast.account, role="representative")


def test_a_representative_names_another(cast: Cast) -> None:
    add_affiliation(person=cast.account, organisation=cast.organisation, by=cast.representative, role="representative")

    assert is_representative(cast.person("account"), cast.organisation)


def test_changing_one_s_role_is_no_way_around(cast: Cast) -> None:
    mine = Affiliation.objects.get(person=cast.member)

    with pytest.raises(RuleBroken, match="representative_by_claim"):
        edit_affiliation(affiliation=mine, by=cast.member, role="representative")


def test_neither_is_opening_an_ended_link_again(cast: Cast) -> None:
    ended = AffiliationFactory(
        person=cast.account, organisation=cast.organisation, role="representative", until=clock.today()
    )

    with pytest.raises(RuleBroken, match="representative_by_claim"):
        edit_affiliation(affiliation=ended, by=cast.account, role="representative", until=None)


def test_an_ended_link_gives_no_right_from_that_moment(cast: Cast) -> None:
    link = Affiliation.objects.get(person=cast.member)

    end_affiliation(affiliation=link, by=cast.representative)

    member = cast.person("member")
    assert not is_affiliated(member, cast.organisation)
    assert f"organisation:{cast.organisation.pk}" not in audience_of(member)


def test_a_link_that_has_not_begun_gives_no_right(cast: Cast) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    add_affiliation(person=cast.account, organisation=cast.organisation, by=cast.account, since=tomorrow)

    assert not is_affiliated(cast.person("account"), cast.organisation)


def test_dates_are_in_order(cast: Cast) -> None:
    day = clock.today()
    with pytest.raises(RuleBroken, match="dates_in_order"):
        add_affiliation(
            person=cast.account, organisation=cast.organisation, by=cast.account,
            since=day, until=day - timedelta(days=1),
        )  # fmt: skip

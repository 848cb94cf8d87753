"""An organisation's page: made, changed, shown."""

from typing import Any

import pytest

from cercles.core.audience import PUBLIC
from cercles.core.errors import RuleBroken
from cercles.journal.models import Entry
from cercles.organisations.actions import create_organisation, edit_organisation, set_visibility
from cercles.organisations.models import Affiliation, Organisation
from cercles.references.models import Term
from cercles.search.models import Change
from tests.cast import Cast
from tests.factories.organisations import OrganisationFactory

SIRET = "80746931700018"


def _goals(count: int) -> list[Term]:
    return [Term.objects.get_or_create(vocabulary="sdg", code=f"g{n}", label=f"Objectif {n}")[0] for n in range(count)]


def test_a_page_is_created_with_what_is_known(cast: Cast) -> None:
    made = create_organisation(by=cast.account, name=" Les   Toiles ", siret="807 469 317 00018", goals=_goals(2))

    assert (made.name, made.search_key, made.siren, made.siret) == ("Les Toiles", "les toiles", "807469317", SIRET)
    assert (made.visibility, made.audience, made.created_by) == ("public", PUBLIC, cast.account)
    assert [(goal.term.code, goal.is_main) for goal in made.goals.all()] == [("g0", True), ("g1", False)]
    assert list(Entry.objects.values_list("verb", "object_id")) == [("organisations.created", made.pk)]
    assert list(Change.objects.values_list("kind", "first_id")) == [("organisations.organisation", made.pk)]


def test_who_adds_a_page_may_say_that_she_works_there(cast: Cast) -> None:
    made = create_organisation(by=cast.account, name="Les Toiles", role="staff", title="Directrice")

    assert list(made.affiliations.values_list("person", "role", "title")) == [(cast.account.pk, "staff", "Directrice")]


def test_adding_a_page_never_makes_a_representative(cast: Cast) -> None:
    create_organisation(by=cast.account, name="Les Toiles", role="representative")

    assert not Affiliation.objects.filter(person=cast.account).exists()


def test_a_page_one_may_not_see_is_not_named(cast: Cast) -> None:
    OrganisationFactory(name="Secret", siret=SIRET, visibility="organisation")

    with pytest.raises(RuleBroken) as refusal:
        create_organisation(by=cast.account, name="Autre", siret=SIRET)

    assert "Secret" not in str(refusal.value.text)


def test_an_identifier_that_has_a_page_leads_there(cast: Cast) -> None:
    known = OrganisationFactory(name="Baluchon", siret=SIRET)

    with pytest.raises(RuleBroken) as refusal:
        create_organisation(by=cast.account, name="Baluchon bis", siret=SIRET)

    assert (refusal.value.code, refusal.value.field) == ("siret_known", "siret")
    assert f'<a href="/organisations/{known.ref}/">Baluchon</a>' in str(refusal.value.text)
    assert not Organisation.objects.filter(name="Baluchon bis").exists()


def test_a_name_cannot_carry_html_into_the_link(cast: Cast) -> None:
    OrganisationFactory(name="<b>Gras</b>", siret=SIRET)

    with pytest.raises(RuleBroken) as refusal:
        create_organisation(by=cast.account, name="Autre", siret=SIRET)

    assert "&lt;b&gt;Gras&lt;/b&gt;" in str(refusal.value.text)


def test_a_fourth_goal_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="too_many_goals"):
        create_organisation(by=cast.account, name="Tout", goals=_goals(4))
    assert not Organisation.objects.filter(name="Tout").exists()


def test_editing_keeps_what_is_not_given(cast: Cast) -> None:
    made = OrganisationFactory(siret=SIRET, siren=SIRET[:9], purpose="Tisser.")

    edit_organisation(organisation=made, by=cast.account, name="Toiles", website="https://toiles.example")

    made.refresh_from_db()
    assert (made.name, made.search_key, made.siret, made.purpose) == ("Toiles", "toiles", SIRET, "Tisser.")


def test_only_a_representative_widens(cast: Cast) -> None:
    made = OrganisationFactory(visibility="organisation", created_by=cast.account)

    with pytest.raises(RuleBroken, match="widening_is_the_owners"):
        set_visibility(organisation=made, visibility="public", by=cast.account)


def test_a_representative_narrows_then_widens(cast: Cast) -> None:
    def audience() -> Any:
        return Organisation.objects.values_list("audience", flat=True).get(pk=cast.organisation.pk)

    set_visibility(organisation=cast.organisation, visibility="organisation", by=cast.representative)
    assert audience() == f"organisation:{cast.organisation.pk}"

    set_visibility(organisation=cast.organisation, visibility="public", by=cast.representative)
    assert audience() == PUBLIC

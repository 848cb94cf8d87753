"""What administrators mend: identifiers and duplicates, never what is private."""

from typing import Any

import pytest

from cercles.core.audience import audience_of
from cercles.core.errors import RuleBroken
from cercles.organisations.actions import merge_organisations, repair_identifiers, undo_merge
from cercles.organisations.models import Organisation
from cercles.organisations.rules import can_edit_organisation, is_representative
from tests.cast import Cast
from tests.factories.organisations import OrganisationFactory

SIRET = "80746931700018"


def test_identifiers_are_corrected_with_a_reason(cast: Cast) -> None:
    repair_identifiers(organisation=cast.organisation, by=cast.administrator, reason="Avis Insee.", siret=SIRET)

    assert Organisation.objects.values_list("siren", "siret").get(pk=cast.organisation.pk) == (SIRET[:9], SIRET)


def test_without_a_reason_nothing_changes(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="reason_missing"):
        repair_identifiers(organisation=cast.organisation, by=cast.administrator, reason="", siret=SIRET)

    assert Organisation.objects.get(pk=cast.organisation.pk).siret is None


def test_a_duplicate_becomes_an_alias(cast: Cast, client_of: Any, outbox: Any) -> None:
    double = OrganisationFactory(name="Val Fibre SARL")

    merge_organisations(duplicate=double, into=cast.organisation, reason="Même SIRET.", by=cast.administrator)

    page = client_of(cast.stranger).get(double.get_absolute_url())
    assert (page.status_code, page.url) == (302, cast.organisation.get_absolute_url())
    assert [row.pk for row in Organisation.objects.canonical()] == [cast.organisation.pk]
    assert [(mail.to, "Même SIRET." in mail.text) for mail in outbox()] == [("representative@example.org", True)]


def test_who_represented_the_duplicate_represents_both(cast: Cast) -> None:
    double = OrganisationFactory(representative=cast.account)

    merge_organisations(duplicate=double, into=cast.organisation, reason="Doublon.", by=cast.administrator)

    account = cast.person("account")
    assert is_representative(account, cast.organisation)
    assert {f"organisation:{double.pk}", f"organisation:{cast.organisation.pk}"} <= audience_of(account)


def test_who_added_a_page_leaves_it_to_those_who_represent_its_duplicate(cast: Cast) -> None:
    added = OrganisationFactory(created_by=cast.account)
    double = OrganisationFactory(representative=cast.representative)
    assert can_edit_organisation(cast.account, added)

    merge_organisations(duplicate=double, into=added, reason="Doublon.", by=cast.administrator)

    assert not can_edit_organisation(cast.person("account"), added)
    assert can_edit_organisation(cast.person("representative"), added)


def test_undone_each_page_has_its_own_again(cast: Cast) -> None:
    double = OrganisationFactory(representative=cast.account)
    merge_organisations(duplicate=double, into=cast.organisation, reason="Doublon.", by=cast.administrator)

    undo_merge(duplicate=double, reason="Deux établissements.", by=cast.administrator)

    account = cast.person("account")
    assert is_representative(account, Organisation.objects.get(pk=double.pk))
    assert not is_representative(account, cast.organisation)


def test_merging_twice_is_merging_once(cast: Cast) -> None:
    double = OrganisationFactory()
    for _ in range(2):
        merge_organisations(duplicate=double, into=cast.organisation, reason="Doublon.", by=cast.administrator)

    assert list(cast.organisation.aliases.all()) == [double]


@pytest.mark.parametrize("code", ["same_page", "already_merged", "has_aliases"])
def test_no_chain_and_no_loop(cast: Cast, code: str) -> None:
    one, two, three = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    merge_organisations(duplicate=two, into=one, reason="Doublon.", by=cast.administrator)
    pair = {"same_page": (three, three), "already_merged": (three, two), "has_aliases": (one, three)}[code]

    with pytest.raises(RuleBroken, match=code):
        merge_organisations(duplicate=pair[0], into=pair[1], reason="Doublon.", by=cast.administrator)

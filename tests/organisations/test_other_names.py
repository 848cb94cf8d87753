"""The list says by which other name an organisation was found, to whoever may know that name."""

import pytest

from cercles.core.enums import Visibility
from cercles.organisations.actions import merge_organisations
from cercles.organisations.queries import Filters, find_organisations
from tests.factories.organisations import OrganisationFactory
from tests.search.conftest import indexed

__all__ = ["indexed"]


def _also(reader, text):
    return {row.name: row.also for row in find_organisations(reader, text, Filters(), page=1).items}


@pytest.mark.parametrize(
    ("text", "also"),
    [
        ("recyclerie", ""),  # in the name one sees
        ("recyclerie loire", "La Recyclerie solidaire du bassin de Loire"),
        ("rsbl", "RSBL"),
        ("BASSIN", "La Recyclerie solidaire du bassin de Loire"),
    ],
)
def test_its_legal_and_its_short_name(cast, indexed, text, also):
    OrganisationFactory(
        name="Recyclerie", legal_name="La Recyclerie solidaire du bassin de Loire", short_name="RSBL", audience="public"
    )
    indexed()
    assert _also(cast.stranger, text) == {"Recyclerie": also}


@pytest.mark.parametrize(
    ("visibility", "reader", "found"),
    [
        (Visibility.PUBLIC, "stranger", {"Val-Fibre": "Fibres d’autrefois"}),
        (Visibility.NETWORK, "stranger", {}),
        (
            Visibility.NETWORK,
            "account",
            {},
        ),  # the page that speaks for it is public: the name would tell more than she may know
    ],
)
def test_that_of_a_page_merged_into_it(cast, indexed, visibility, reader, found):
    double = OrganisationFactory(name="Fibres d’autrefois", visibility=visibility)
    merge_organisations(duplicate=double, into=cast.organisation, reason="Même SIRET.", by=cast.administrator)
    indexed()
    assert _also(getattr(cast, reader), "autrefois") == found


def test_a_hidden_name_is_not_told_when_other_words_find_the_page(cast, indexed):
    double = OrganisationFactory(name="Val secret", visibility=Visibility.NETWORK)
    merge_organisations(duplicate=double, into=cast.organisation, reason="Même SIRET.", by=cast.administrator)
    cast.organisation.purpose = "Un secret de fabrique."
    cast.organisation.save()
    indexed()
    assert _also(cast.account, "val secret") == {"Val-Fibre": ""}


def test_the_line_says_it(cast, client_of, indexed):
    OrganisationFactory(name="Recyclerie", short_name="RSBL", audience="public")
    indexed()
    browser = client_of(cast.stranger)
    assert "aussi nommée «\xa0RSBL\xa0»" in browser.get("/organisations/", {"q": "rsbl"}).content.decode()

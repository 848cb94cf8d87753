"""What stands in a place: the index and the database say the same, each reader her own."""

from collections.abc import Callable
from typing import Any

import pytest

from cercles.organisations import queries as reads
from cercles.territories.models import Territory
from tests.cast import Cast
from tests.factories.organisations import OrganisationFactory
from tests.factories.references import TermFactory
from tests.factories.territories import small_france
from tests.search.conftest import indexed

__all__ = ["indexed"]
pytestmark = pytest.mark.django_db


def said(reader: Any, lyon: Territory) -> dict[str, Any]:
    rhone = Territory.objects.get(kind="departement", code="69")
    region = Territory.objects.get(kind="region", code="84")
    heres = {place.kind: reads.here(reader, place) for place in (lyon, rhone, region)}
    return {
        "country": reads.by_departement(reader),
        "inside": [reads.by_place(reader, place) for place in (rhone, lyon)],
        "here": {kind: (one.total, sorted(one.ids), one.categories, one.unsaid) for kind, one in heres.items()},
    }


def test_the_index_and_the_database_say_the_same(cast: Cast, indexed: Callable[[], None]) -> None:
    places = small_france()
    lyon, grigny = places["69123"], places["69096"]
    siae = TermFactory(vocabulary="category", code="siae", label="Structure d’insertion")
    first, second = OrganisationFactory.create_batch(2, seat=lyon, category=siae)
    third = OrganisationFactory(seat=grigny, category=None)
    OrganisationFactory(seat=lyon, category=siae, visibility="network")
    OrganisationFactory(seat=lyon, category=siae, state="dissolved")
    from_database = said(cast.stranger, lyon), said(cast.account, lyon)
    indexed()
    assert (said(cast.stranger, lyon), said(cast.account, lyon)) == from_database
    stranger, account = from_database
    two = ("siae", "Structure d’insertion", 2)
    assert stranger["inside"] == [{"69123": 2, "69096": 1}, {}]
    assert stranger["here"] == {
        "commune": (2, [first.pk, second.pk], (two,), 0),
        "departement": (3, [first.pk, second.pk, third.pk], (two,), 1),
        "region": (3, [first.pk, second.pk, third.pk], (two,), 1),
    }
    assert stranger["country"]["69"] == 3
    assert account["country"]["69"] == 4
    assert account["inside"][0] == {"69123": 3, "69096": 1}


@pytest.mark.parametrize("many", [2, 20])
@pytest.mark.parametrize("with_index", [True, False], ids=["index", "no index"])
@pytest.mark.parametrize(
    ("path", "asked", "alone"),
    [("commune/69123", 8, 12), ("departement/69", 5, 13), ("region/84", 5, 11), ("", 1, 3), ("liste", 1, 3)],
)
def test_a_place_asks_the_same_queries_whatever_stands_there(
    client: Any,
    queries: Any,
    indexed: Callable[[], None],
    many: int,
    path: str,
    asked: int,
    alone: int,
    with_index: bool,
) -> None:
    """``alone``: of the database without the index, which counts by itself while it is small."""
    places = small_france()
    siae = TermFactory(vocabulary="category", code="siae")
    for code in ("69123", "69096"):
        OrganisationFactory.create_batch(many, seat=places[code], category=siae)
    if with_index:
        indexed()
    address = f"/territoires/{path}/".replace("//", "/")
    client.get(address)
    with queries(asked if with_index else alone):
        assert client.get(address).status_code == 200

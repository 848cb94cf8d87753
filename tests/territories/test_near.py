import random
from math import acos, cos, radians, sin
from typing import Any

import pytest
from django.db.models import F

from cercles.territories.enums import TerritoryStatus
from cercles.territories.models import Territory
from cercles.territories.queries import communes_near, kilometres
from tests.factories.territories import TerritoryFactory, small_france

pytestmark = pytest.mark.django_db
PARIS, LYON, MONTARGIS = (48.8566, 2.3522), (45.7640, 4.8357), (47.998, 2.7317)


def test_distances_are_those_of_the_map() -> None:
    """Paris – Lyon is 391 or 392 km as the crow flies, Montargis – Paris 99 or 100."""
    assert 391 <= kilometres(PARIS, LYON) <= 392
    assert 99 <= kilometres(PARIS, MONTARGIS) <= 100
    assert kilometres(LYON, LYON) == 0


@pytest.mark.parametrize(
    ("code", "km", "codes"),
    [
        ("69123", 100, ["69123", "01033"]),
        ("69123", 5_000, ["69123", "01033"]),  # a hundred kilometres at most: Paris is farther
        ("69123", 80, ["69123"]),
        ("69123", 0, ["69123"]),
        ("80829", 50, ["80829"]),  # nobody knows where
        ("69383", 50, []),
        ("00000", 50, []),
    ],
)
def test_the_communes_around_one(code: str, km: float, codes: list[str]) -> None:
    small_france()
    assert [near.code for near in communes_near(code, km)] == codes


def test_a_commune_that_is_gone_is_near_nothing() -> None:
    small_france()
    Territory.objects.filter(code="01033").update(status=TerritoryStatus.GONE)
    assert [near.name for near in communes_near("69123", 100)] == ["Lyon"]


def test_as_many_as_when_all_are_measured() -> None:
    """Against the other formula of the sphere, over a square of 300 km, at three distances."""
    choose = random.Random(7)
    spots = [(choose.uniform(46.0, 49.0), choose.uniform(1.0, 5.0)) for _ in range(400)]
    made = TerritoryFactory.build_batch(len(spots))
    for place, (place.latitude, place.longitude) in zip(made, spots, strict=True):
        place.save()
    here = made[0]
    for km in (10, 40, 100):
        within = {place.code for place in made if _far(here, place) <= km}
        found = communes_near(here.code, km)
        assert {near.code for near in found} == within
        assert [near.km for near in found] == sorted(near.km for near in found)
        assert (found[0].pk, found[0].km) == (here.pk, 0)


def _far(one: Territory, other: Territory) -> float:
    """The law of cosines."""
    if one == other:
        return 0
    north, north_2 = radians(one.latitude), radians(other.latitude)
    across = radians(other.longitude - one.longitude)
    return 6371 * acos(sin(north) * sin(north_2) + cos(north) * cos(north_2) * cos(across))


def test_two_queries_whatever_is_around(queries: Any) -> None:
    small_france()
    Territory.objects.filter(code__in=["69096", "88465"]).update(latitude=F("pk") * 0 + 45.7, longitude=4.8)
    for code, n in (("75056", 1), ("69123", 4)):
        communes_near(code, 100)
        with queries(2):
            assert len(communes_near(code, 100)) == n

"""The people and the organisations that an export names, in slices; and what came of what."""

from collections.abc import Collection, Iterator
from typing import Any

from cercles.circles.models import ArrivedMember, Circle, Membership
from cercles.core import audience
from cercles.journal.models import Link
from cercles.organisations.models import Organisation
from cercles.people.models import User

_SLICE = 500


def _sliced(rows: Any, ids: Collection[int]) -> Iterator[Any]:
    """In the order of their names' ids: stable, and no query bears more names than a database takes."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _SLICE):
        yield from rows.filter(pk__in=ordered[start : start + _SLICE]).order_by("ref")


def people_named(ids: Collection[int]) -> list[Any]:
    return sorted(_sliced(User.objects.all(), ids), key=lambda row: row.ref)


def organisations_named(ids: Collection[int]) -> list[Any]:
    return sorted(_sliced(Organisation.objects.select_related("seat"), ids), key=lambda row: row.ref)


def addresses_read(circle: Circle) -> set[int]:
    """Those whose address is read by who facilitates: the members, now."""
    here = Membership.objects.filter(circle=circle).current().values_list("person", flat=True)
    waited = ArrivedMember.objects.filter(circle=circle).exclude(person__email__endswith="@invalid")
    return {*here, *waited.values_list("person", flat=True)}


def links_among(ends: dict[str, Collection[int]]) -> Iterator[Link]:
    """What came of what, both ends being among what leaves."""
    rows = Link.objects.filter(origin_kind__in=ends, outcome_kind__in=ends, revoked_at__isnull=True)
    for kind in sorted(ends):
        ordered = sorted(ends[kind])
        for start in range(0, len(ordered), _SLICE):
            found = rows.filter(origin_kind=kind, origin_id__in=ordered[start : start + _SLICE])
            for link in found.select_related("by").order_by("at", "id"):
                if link.outcome_id in ends[link.outcome_kind]:
                    yield link


def organisations_shown() -> Iterator[Any]:
    """What every account reads, one after another whatever their number."""
    rows = Organisation.objects.canonical().filter(audience__in=[audience.NETWORK, audience.PUBLIC])
    yield from rows.select_related("seat").order_by("pk").iterator(chunk_size=500)


def people_shown() -> Iterator[Any]:
    """Those who show their page to every account."""
    yield from User.objects.active().filter(audience=audience.NETWORK).order_by("pk").iterator(chunk_size=500)

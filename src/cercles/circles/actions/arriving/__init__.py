"""A circle comes from another instance: nothing twice, nobody signed up, and it goes on where an accident stopped it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.arriving import known
from cercles.circles.actions.arriving.folder import Incoming, checked
from cercles.circles.actions.arriving.rows import Reading, arrived, settle_circle, went_on, write, write_late
from cercles.circles.actions.opening import RESERVED
from cercles.circles.enums import LINKS, ORGANISATIONS, PEOPLE
from cercles.circles.models import Arrival, Circle
from cercles.core import clock, slots
from cercles.core.errors import RuleBroken
from cercles.core.portable import Table, key_of
from cercles.journal import actions as journal
from cercles.journal.models import Link

_FEW, _MANY = 10, 50  # rows in one transaction: it stays short on a slow disk
_ENDING = {PEOPLE: known.people, ORGANISATIONS: known.organisations}

__all__ = ["bring_circle"]


def bring_circle(folder: Path, *, slug: str = "", same_network: bool = False) -> Arrival:
    """The folder is checked whole, then read table after table. Run again, it goes on; finished, it changes nothing."""
    incoming = checked(folder)
    arrival = _arrival(incoming, slug or str(incoming.said["cercle"]), same_network=same_network)
    steps = list(_steps())
    while arrival.finished_at is None:
        steps[arrival.table](arrival, incoming)
        arrival = Arrival.objects.select_related("circle").get(pk=arrival.pk)
    return arrival


@transaction.atomic
def _arrival(incoming: Incoming, slug: str, *, same_network: bool) -> Arrival:
    found = Arrival.objects.select_related("circle").filter(digest=incoming.digest).first()
    if found is not None:
        return found
    _check_slug(slug)
    if (
        Circle.objects.filter(slug=slug).exists()
        or Arrival.objects.filter(slug=slug, finished_at__isnull=True).exists()
    ):
        told = _("Un cercle « %(slug)s » est déjà là : donnez à celui-ci un autre nom court.") % {"slug": slug}
        raise RuleBroken("slug_taken", told)
    try:
        return Arrival.objects.create(digest=incoming.digest, slug=slug, same_network=same_network)
    except IntegrityError:  # brought at the same moment by another
        raise RuleBroken("arriving", _("Ce dossier est déjà en train d’entrer.")) from None


def _check_slug(slug: str) -> None:
    """It becomes an address here, and a folder in the next export."""
    try:
        Circle._meta.get_field("slug").clean(slug, None)
    except ValidationError:
        right = False
    else:
        right = slug not in RESERVED
    if not right:
        told = _(
            "« %(slug)s » ne peut pas être le nom court d’un cercle : des lettres sans accent, des chiffres et des tirets, 60 au plus. "
            "Donnez-lui-en un avec --slug."
        ) % {"slug": slug[:80]}
        raise RuleBroken("slug_wrong", told)


Step = Callable[[Arrival, Incoming], None]


def _steps() -> Iterator[Step]:
    tables: list[Table] = slots.collect("circle.archive")
    yield _ends(PEOPLE)
    yield _ends(ORGANISATIONS)
    for table in tables:
        yield _table(table)
    for table in tables:
        if any(column.late for column in table.columns):
            yield _late(table)
    yield _links(tables)
    yield _finish


def _next(arrival: Arrival) -> None:
    Arrival.objects.filter(pk=arrival.pk, table=arrival.table).update(table=arrival.table + 1, line=0)


def _ends(name: str) -> Step:
    def step(arrival: Arrival, incoming: Incoming) -> None:
        lines = incoming.take(name, arrival.line, _FEW)
        if not lines:
            _next(arrival)
            return
        with transaction.atomic():
            fresh = Arrival.objects.select_for_update(of=("self",)).get(pk=arrival.pk)
            rows = _ENDING[name](lines, fresh)
            went_on(
                fresh, name, len(lines), [(line["référence"], row.pk) for line, row in zip(lines, rows, strict=True)]
            )

    return step


def _table(table: Table) -> Step:
    def step(arrival: Arrival, incoming: Incoming) -> None:
        lines = incoming.take(table.name, arrival.line, _MANY)
        if not lines:
            _next(arrival)
            return
        if table.model is Circle:
            lines = [line | {"nom court": arrival.slug} for line in lines]
        write(Reading(arrival, incoming, table, lines))
        if table.model is Circle:
            (pk,) = arrived(arrival, table.name, ["1"]).values()
            Arrival.objects.filter(pk=arrival.pk).update(circle=pk)

    return step


def _late(table: Table) -> Step:
    def step(arrival: Arrival, incoming: Incoming) -> None:
        lines = incoming.take(table.name, arrival.line, _MANY)
        if not lines:
            _next(arrival)
            return
        write_late(Reading(arrival, incoming, table, lines))

    return step


def _links(tables: list[Table]) -> Step:
    """What came of what: both ends are here, or the link is not written."""
    names: dict[str, str] = {table.label: table.name for table in tables}

    def step(arrival: Arrival, incoming: Incoming) -> None:
        lines = incoming.take(LINKS, arrival.line, _MANY)
        if not lines:
            _next(arrival)
            return
        made = [link for line in lines if (link := _link(arrival, names, line)) is not None]
        with transaction.atomic():
            fresh = Arrival.objects.select_for_update(of=("self",)).get(pk=arrival.pk)
            rows = Link.objects.bulk_create(made)
            went_on(fresh, LINKS, len(lines), [(f"{row.pk}", row.pk) for row in rows])

    return step


def _link(arrival: Arrival, names: dict[str, str], line: dict[str, str]) -> Link | None:
    ends = [(line["d’où"], line["clé"]), (line["ce qui en est venu"], line["sa clé"])]
    origin, outcome = (arrived(arrival, names.get(kind, ""), [key]).get(key) for kind, key in ends)
    if origin is None or outcome is None:
        return None
    by = arrived(arrival, PEOPLE, [key_of(line["par"])]).get(key_of(line["par"]))
    return Link(
        origin_kind=ends[0][0], origin_id=origin, outcome_kind=ends[1][0], outcome_id=outcome, verb=line["comment"],
        by_id=by, at=datetime.fromisoformat(line["le"]),
    )  # fmt: skip


@transaction.atomic
def _finish(arrival: Arrival, incoming: Incoming) -> None:
    circle: Any = arrival.circle
    settle_circle(circle)
    Arrival.objects.filter(pk=arrival.pk).update(finished_at=clock.now())
    journal.record("circles.arrived", circle, by=None, audience=circle.members_audience)

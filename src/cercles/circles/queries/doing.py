"""« Qui fait cela ? » of one theme: who does it, who would like to, who gave up, as the positions say."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from cercles.circles.enums import DOING, WANTING, Level
from cercles.circles.models import Circle, CircleTheme, PositionStatement
from cercles.circles.queries.grid import positions_of
from cercles.circles.queries.members import members_of

Said = tuple[PositionStatement, ...]


class Doing(NamedTuple):
    """Positions of today, the newest first. ``gave_up``: « not yet » today, after having said that they did."""

    does: Said
    wants: Said
    gave_up: Said
    others: Said


def who_does(theme: CircleTheme, reader: Any) -> Doing:
    """Two queries; what the reader may not see, of today or of before, counts for nothing."""
    now = positions_of(theme, reader)
    before = PositionStatement.objects.visible_to(reader).filter(theme=theme, until__isnull=False, level__in=DOING)
    did = {f"o{organisation}" if organisation else f"p{person}" for organisation, person in before.values_list(
        "organisation", "person"
    )}  # fmt: skip
    stopped = [row for row in now if row.level == Level.NOT_YET and row.party in did]
    return Doing(
        tuple(row for row in now if row.level in DOING),
        tuple(row for row in now if row.level in WANTING),
        tuple(stopped),
        tuple(row for row in now if row.level == Level.NOT_YET and row not in stopped),
    )


def contacts_of(circle: Circle, said: Iterable[PositionStatement], reader: Any) -> list[str]:
    """The names of the members who are there for those who said so, the reader apart, in the order of the members."""
    parties = {party_of(row) for row in said}
    return [
        member.name for member in members_of(circle)
        if member.key in parties and member.person_id != reader.pk and member.is_reachable
    ]  # fmt: skip


def party_of(row: PositionStatement) -> str:
    """Whose line of the grid; of pages merged into one, the one that stays."""
    if row.organisation_id and row.organisation is not None:
        return f"o{row.organisation.merged_into_id or row.organisation_id}"
    return f"p{row.person_id}"


def groups_of(doing: Doing) -> list[tuple[str, Said]]:
    """With the words that head them; those that hold nobody are left out."""
    heads = (_("Le font"), _("Y pensent"), _("Ont essayé, puis arrêté"), _("Pas encore"))
    return [(head, said) for head, said in zip(heads, doing, strict=True) if said]

"""Three members the reader has not met, and why she may want to: from stated facts, told in words, without a score."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.enums import Level
from cercles.circles.models import Circle
from cercles.circles.queries.grid import Grid, Line
from cercles.circles.queries.members import Member
from cercles.core import clock, slots

SHOWN = 3
NEW_FOR = timedelta(days=90)
_PRACTISING = (Level.TRYING, Level.USUAL)
_SEARCHING = (Level.NOT_YET, Level.THINKING)


@dataclass(frozen=True)
class Unmet:
    """A member, and the reasons in words."""

    member: Member
    reasons: tuple[str, ...]

    @property
    def told(self) -> dict[str, Any]:
        """In plain values, for a page."""
        ref = self.member.ref if self.member.is_reachable else ""
        return {
            "name": self.member.name,
            "ref": ref,
            "organisation": self.member.organisation or "",
            "reasons": self.reasons,
        }


def unmet_members(circle: Circle, reader: Any, grid: Grid) -> list[Unmet]:
    """The same three all week. Asks whoever knows of meetings; reads nothing else than ``grid``."""
    met = set(slots.collect("circles.met", reader, circle))
    mine = grid.mine
    found = []
    for line in grid.lines:
        if line.mine:
            continue
        for member in line.contacts:
            if member.person_id != reader.pk and member.person_id not in met:
                found.append(Unmet(member, tuple(_reasons(mine, line, member))[:2]))
    week = clock.today().isocalendar()
    mark = f"{circle.pk}-{reader.pk}-{week.year}-{week.week}"
    # Those with a reason to say come first; among them the week decides, never a mark given to people.
    found.sort(key=lambda unmet: (not unmet.reasons, _shuffle(mark, unmet.member.pk)))
    return found[:SHOWN]


def _shuffle(mark: str, pk: int) -> str:
    return hashlib.sha256(f"{mark}-{pk}".encode()).hexdigest()


def _reasons(mine: Line | None, line: Line, member: Member) -> Iterator[str]:
    yield from _from_positions(mine, line)
    yield from _from_places(mine, member)
    if clock.now() - member.since < NEW_FOR:
        yield _("Vient d’entrer dans le cercle.")
    if member.pioneer_since:
        yield _("Pair pionnier depuis %(year)s.") % {"year": member.pioneer_since.year}


def _from_positions(mine: Line | None, line: Line) -> Iterator[str]:
    """Complementary first: one searches where the other practises; then the same theme told differently."""
    if mine is None:
        return
    pairs = [
        (own.position, other.position, own.theme)
        for own, other in zip(mine.cells, line.cells, strict=True)
        if own.position and other.position
    ]
    for own, other, theme in pairs:
        said = {"theme": theme.label, "name": line.name, "level": other.level_label.lower()}
        if own.level in _SEARCHING and other.level in _PRACTISING:
            yield _("« %(theme)s » : vous cherchez, %(name)s le dit déjà (%(level)s).") % said
        elif own.level in _PRACTISING and other.level in _SEARCHING:
            yield _("« %(theme)s » : vous le faites, %(name)s y vient (%(level)s).") % said
        else:
            yield _("« %(theme)s » : vous en êtes au même point, chacun à sa façon.") % said


def _from_places(mine: Line | None, other: Member) -> Iterator[str]:
    """Two seats in one commune or one département."""
    own = next(iter(mine.contacts), None) if mine else None
    if own is None or not own.seat_id or not other.seat_id:
        return
    if own.seat_id == other.seat_id:
        yield _("Vos deux organisations sont à %(place)s.") % {"place": other.seat}
    elif own.seat_parent and own.seat_parent == other.seat_parent:
        yield _("Vos deux organisations sont dans le même département.")

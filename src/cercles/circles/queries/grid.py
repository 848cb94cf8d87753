"""« Qui fait cela ? »: the grid members × themes, as one reader sees it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cercles.circles.enums import Level
from cercles.circles.models import Circle, CircleTheme, PositionStatement
from cercles.circles.queries.members import Member, current_members, members_of, themes_of
from cercles.core.enums import Visibility
from cercles.core.prepared import prepared
from cercles.core.text import search_key
from cercles.core.typography import when


class Said(NamedTuple):
    """A position in force."""

    level: str
    text: str
    said_at: datetime
    visibility: str

    @property
    def level_label(self) -> str:
        return str(Level(self.level).label)


class Cell(NamedTuple):
    """What one member says of one theme, or nothing yet."""

    theme: CircleTheme
    position: Said | None


@dataclass(frozen=True)
class Line:
    """A member organisation with those who are there for it, or a person there for herself."""

    key: str
    name: str
    contacts: tuple[Member, ...]
    cells: tuple[Cell, ...]
    mine: bool

    @property
    def said(self) -> int:
        return sum(cell.position is not None for cell in self.cells)


@dataclass(frozen=True)
class Grid:
    themes: tuple[CircleTheme, ...]
    lines: tuple[Line, ...]

    @property
    def mine(self) -> Line | None:
        return next((line for line in self.lines if line.mine), None)

    @property
    def next_empty(self) -> CircleTheme | None:
        """The first theme of which the reader has said nothing."""
        return next((cell.theme for cell in self.mine.cells if cell.position is None), None) if self.mine else None

    def matching(self, words: str = "", theme: str = "") -> "Grid":
        """Only the lines that said something of ``theme`` holding ``words``; an empty search is the whole grid."""
        wanted = search_key(words).split()
        if not wanted and not theme:
            return self
        return replace(self, lines=tuple(line for line in self.lines if _matches(line, wanted, theme)))

    def few(self, limit: int) -> "Grid":
        """Mine first, then those who said most recently: for a page that shows a part."""
        lines = sorted(self.lines, key=lambda line: (not line.mine, -_latest(line), line.key))
        return replace(self, lines=tuple(lines[:limit]))


def _latest(line: Line) -> float:
    return max((cell.position.said_at.timestamp() for cell in line.cells if cell.position), default=0.0)


def _matches(line: Line, wanted: list[str], theme: str) -> bool:
    said = [cell for cell in line.cells if cell.position and theme in ("", str(cell.theme.pk))]
    if not wanted:
        return bool(said)
    return any(all(word in _words(line, cell) for word in wanted) for cell in said)


def _words(line: Line, cell: Cell) -> str:
    position = cell.position
    assert position is not None
    return search_key(line.name, cell.theme.label, position.text, position.level_label)


@prepared
def _said_in(circle: Circle, reader: Any) -> QuerySet[PositionStatement, Any]:
    """The newest last, of the themes in use."""
    found = PositionStatement.objects.visible_to(reader).current().filter(circle=circle, theme__retired_at__isnull=True)
    told = found.order_by("said_at", "pk")
    return told.values_list(
        "theme", "organisation", "organisation__merged_into", "person", "level", "text", "said_at", "visibility"
    )


def grid_of(circle: Circle, reader: Any) -> Grid:
    """The whole grid in three queries: themes, members, positions in force that the reader may see."""
    themes = tuple(themes_of(circle))
    said = {}
    for theme, organisation, merged_into, person, *position in _said_in(circle, reader):
        said[(f"o{merged_into or organisation}" if organisation else f"p{person}", theme)] = Said(*position)
    parties: dict[str, list[Member]] = {}
    for member in members_of(circle):
        parties.setdefault(member.key, []).append(member)
    lines = [_line(key, rows, themes, said, reader) for key, rows in parties.items()]
    return Grid(themes, tuple(sorted(lines, key=lambda line: (not line.mine, search_key(line.name), line.key))))


def _line(key: str, rows: list[Member], themes: Iterable[CircleTheme], said: dict, reader: Any) -> Line:
    own = [row.organisation for row in rows if key == f"o{row.organisation_id}"]
    return Line(
        key=key,
        name=next(iter(own), None) or rows[0].organisation or rows[0].name,
        contacts=tuple(rows),
        cells=tuple(Cell(theme, said.get((key, theme.pk))) for theme in themes),
        mine=any(row.person_id == reader.pk for row in rows),
    )


def head_of(grid: Grid, limit: int | None = None) -> tuple[tuple[int, str], ...]:
    """Key and label of its themes, or of the first ones."""
    return tuple((theme.pk, theme.label) for theme in grid.themes[:limit])


def lines_of(grid: Grid, reader: Any, may_act: bool, limit: int | None = None) -> list[dict[str, Any]]:
    """Its lines in plain values: each is drawn once for what it says. With ``limit``, the first themes and nobody to write to."""
    levels = {str(level): str(level.label) for level in Level}
    return [
        {
            "slug": line.contacts[0].circle.slug, "name": line.name, "mine": line.mine, "acts": line.mine and may_act,
            "contacts": () if limit else _reachable(line, reader),
            "cells": tuple(
                (theme.pk, theme.label, said and (levels[said.level], said.text, when(said.said_at), _wider(said)))
                for theme, said in line.cells[:limit]
            ),
        }
        for line in grid.lines
    ]  # fmt: skip


def _wider(said: Said) -> str:
    """Who else reads it, when that is more than the circle."""
    return {
        Visibility.NETWORK.value: _("visible par toutes les personnes qui ont un compte"),
        Visibility.PUBLIC.value: _("visible par tout le monde"),
    }.get(said.visibility, "")


@prepared
def _shown(circle: Circle, reader: Any) -> QuerySet[PositionStatement, Any]:
    rows = PositionStatement.objects.visible_to(reader).current().of_members()
    said = (
        rows.filter(circle=circle, theme__retired_at__isnull=True)
        .order_by("-said_at", "-pk")
        .select_related("organisation", "person")
    )
    return said.only(
        "theme_id", "level", "text", "said_at",
        "organisation__name", "person__name", "person__email", "person__state",
    )  # fmt: skip


def shown_outside(circle: Circle, reader: Any) -> list[tuple[str, list[PositionStatement]]]:
    """Each theme, with what those who opened their position say of it: for who knows the circle and is not in it."""
    said: dict[int, list[PositionStatement]] = {}
    for position in _shown(circle, reader):
        said.setdefault(position.theme_id, []).append(position)
    return [(theme.label, said.get(theme.pk, [])) for theme in themes_of(circle)]


def _reachable(line: Line, reader: Any) -> tuple[tuple[str, str], ...]:
    return tuple((one.ref, one.name) for one in line.contacts if one.is_reachable and one.person_id != reader.pk)


def own_positions(theme: CircleTheme, person: Any) -> list[PositionStatement]:
    """All that a member's organisation, or she herself, said of a theme, the newest first."""
    row = current_members(theme.circle).filter(person=person).first()
    if row is None:
        return []
    rows = PositionStatement.objects.filter(theme=theme).select_related("said_by")
    owner = {"organisation": row.organisation_id} if row.organisation_id else {"person": person.pk}
    return list(rows.filter(**owner))


def positions_of(theme: CircleTheme, reader: Any) -> list[PositionStatement]:
    """What members say of a theme today, the newest first."""
    rows = PositionStatement.objects.visible_to(reader).current().of_members().filter(theme=theme)
    return list(rows.select_related("organisation", "person", "said_by"))

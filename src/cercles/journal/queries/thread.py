"""The thread of an object, read both ways: one query for the links, one for each kind of object they lead to."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db import connection, models
from django.utils import timezone

from cercles.core import slots
from cercles.journal.queries.nodes import Node, kind_of

UP = 6  # an origin, its origin, and so on
DOWN = 2  # outcomes, and theirs
MOST_LINKS = 200
MOST_ITEMS = 24  # of each side, the newest

End = tuple[str, int]

# ``side`` is -1 towards the origins and 1 towards the outcomes. UNION, not UNION ALL: a loop ends. Each side walks alone: joined by an
# « or », each step would read the whole table instead of an index.
_WALK = """
WITH RECURSIVE up(depth, near_kind, near_id, far_kind, far_id, at) AS (
    SELECT 1, outcome_kind, outcome_id, origin_kind, origin_id, at FROM journal_link
    WHERE outcome_kind = %s AND outcome_id = %s AND revoked_at IS NULL
    UNION
    SELECT up.depth + 1, up.far_kind, up.far_id, link.origin_kind, link.origin_id, link.at
    FROM up JOIN journal_link link ON link.outcome_kind = up.far_kind AND link.outcome_id = up.far_id
    WHERE {up} AND link.revoked_at IS NULL
), down(depth, near_kind, near_id, far_kind, far_id, at) AS (
    SELECT 1, origin_kind, origin_id, outcome_kind, outcome_id, at FROM journal_link
    WHERE origin_kind = %s AND origin_id = %s AND revoked_at IS NULL
    UNION
    SELECT down.depth + 1, down.far_kind, down.far_id, link.outcome_kind, link.outcome_id, link.at
    FROM down JOIN journal_link link ON link.origin_kind = down.far_kind AND link.origin_id = down.far_id
    WHERE {down} AND link.revoked_at IS NULL
)
SELECT -1 AS side, depth, near_kind, near_id, far_kind, far_id, at FROM up
UNION ALL
SELECT 1 AS side, depth, near_kind, near_id, far_kind, far_id, at FROM down
ORDER BY depth, at DESC LIMIT %s
"""
# Once SQLite knows how many links there are, it reads them all to prepare the join, unless it is told that few steps are met.
_FEW = {"sqlite": "likelihood({side}.depth < %s, 0.000001)"}


class ThreadItem(NamedTuple):
    """One step of the thread: ``side`` is ``origin``, ``here`` or ``outcome``."""

    node: Node
    side: str
    depth: int = 0

    @property
    def here(self) -> bool:
        return self.side == "here"


class _Step(NamedTuple):
    side: int
    depth: int
    near: End
    far: End
    at: date | str


def thread_of(obj: models.Model, reader: Any) -> list[ThreadItem]:
    """The origins of ``obj`` by date, then itself, then what came of it by date; empty when it stands alone.

    What the reader may not see is absent, and so is what could only be reached through it.
    """
    here = (kind_of(obj), obj.pk)
    steps = _walk(here)
    nodes = _nodes({step.far for step in steps} - {here}, reader)
    sides: dict[int, dict[End, _Step]] = {-1: {}, 1: {}}
    for step in steps:  # shallow first: a step counts only if it starts from something shown
        shown = sides[step.side]
        if step.far in nodes and step.far not in shown and (step.near == here or step.near in shown):
            shown[step.far] = step
    for far in sides[-1]:
        sides[1].pop(far, None)  # in a loop, an origin is told once
    if not sides[-1] and not sides[1]:
        return []
    itself = ThreadItem(Node(title=str(obj), url=""), "here")
    return [*_told(sides[-1], nodes, "origin"), itself, *_told(sides[1], nodes, "outcome")]


def _walk(here: End) -> list[_Step]:
    few = _FEW.get(connection.vendor, "{side}.depth < %s")
    walk = _WALK.format(up=few.format(side="up"), down=few.format(side="down"))
    with connection.cursor() as cursor:
        cursor.execute(walk, [*here, UP, *here, DOWN, MOST_LINKS])
        return [_Step(row[0], row[1], (row[2], row[3]), (row[4], row[5]), row[6]) for row in cursor.fetchall()]


def _day(at: date | str) -> date:
    """A day as the database gave it: SQLite keeps dates as text, in UTC."""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    if not isinstance(moment, datetime):
        return moment
    if timezone.is_naive(moment):
        moment = moment.replace(tzinfo=UTC)
    return timezone.localdate(moment)


def _nodes(ends: Iterable[End], reader: Any) -> dict[End, Node]:
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, pk in sorted(ends):
        by_kind[kind].append(pk)
    return {
        (kind, pk): node
        for kind, pks in by_kind.items()
        for resolve in slots.providers(f"thread.nodes:{kind}")
        for pk, node in resolve(pks, reader).items()
    }


def _told(steps: dict[End, _Step], nodes: dict[End, Node], side: str) -> list[ThreadItem]:
    found = [
        (_day(nodes[end].at or step.at), -step.depth if side == "origin" else step.depth, end)
        for end, step in steps.items()
    ]
    return [ThreadItem(nodes[end], side, abs(depth)) for _at, depth, end in sorted(found)[-MOST_ITEMS:]]

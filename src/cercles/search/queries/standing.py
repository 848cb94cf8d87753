"""How the index stands: for those who administer the platform, and for ``/healthz``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cercles.core import clock
from cercles.search.models import Follower
from cercles.search.queries.folder import current_name, is_followed, opened, root, row_name
from cercles.search.queries.log import Pending, Position, pending

LATE = timedelta(seconds=30)


@dataclass(frozen=True)
class Machine:
    """An index and how far it has read for sure, as the database was last told: at most half a minute ago."""

    name: str
    here: bool
    seen_at: datetime
    waiting: int


@dataclass(frozen=True)
class Standing:
    """``documents`` is None without an index; ``rebuilding_since`` without a rebuild in progress."""

    documents: int | None
    followed: bool
    waiting: Pending
    built_at: datetime | None
    rebuilding_since: datetime | None

    @property
    def late(self) -> bool:
        return self.waiting.since is not None and self.waiting.since < clock.now() - LATE

    @property
    def fine(self) -> bool:
        return self.documents is not None and self.followed and not self.late


def standing() -> Standing:
    """Of this machine. One query, or none without an index."""
    index = opened()
    return Standing(
        None if index is None else index.searcher.num_docs - 1, is_followed(),
        Pending() if index is None else pending(index.position), _built_at(), _rebuilding_since(),
    )  # fmt: skip


def machines() -> Sequence[Machine]:
    """Every index known to the database. One query, and one each: there are as many as servers."""
    return [
        Machine(row.name, row.name == row_name(), row.seen_at, pending(Position(row.tx, row.last_id)).count)
        for row in Follower.objects.order_by("name")
    ]


def _built_at() -> datetime | None:
    try:
        return datetime.fromtimestamp((root() / "current").stat().st_mtime, UTC)
    except OSError:
        return None


def _rebuilding_since() -> datetime | None:
    """The folder of an index that is not the one that serves: somebody is writing it, if somebody follows."""
    name = current_name()
    try:
        begun = [path.stat().st_ctime for path in root().iterdir() if path.is_dir() and path.name != name]
    except OSError:
        return None
    return datetime.fromtimestamp(max(begun), UTC) if begun and is_followed() else None

"""The conversations of a circle, the newest first, with what the reader has not seen yet."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cercles.circles.models import Circle, Thread, ThreadReading
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.typography import when
from cercles.people.models import User

THREADS_A_PAGE = 20
_SAID = (
    "ref", "title", "count", "last_at", "closed_at", "last_by", "last_by__name", "last_by__email", "last_by__state",
    "last_name", "read",
)  # fmt: skip


class ThreadLine(NamedTuple):
    """One line of the list."""

    slug: str
    ref: str
    title: str
    written: int
    last_at: datetime
    is_closed: bool
    who: str
    read: int

    @property
    def unread(self) -> int:
        return self.written - self.read

    @property
    def told(self) -> dict[str, Any]:
        """In plain values, for a page."""
        return {
            "url": address_of("circles:thread", self.slug, self.ref), "title": self.title, "count": self.written,
            "unread": self.unread, "when": when(self.last_at), "who": self.who, "closed": self.is_closed,
        }  # fmt: skip


@prepared
def _threads(circle: Any, reader: Any) -> QuerySet[Thread, Any]:
    read = ThreadReading.objects.filter(thread=OuterRef("pk"), person=reader).order_by().values("number")[:1]
    found = Thread.objects.visible_to(reader).filter(circle=circle).order_by("-last_at", "-pk")
    return found.annotate(read=Coalesce(Subquery(read), Value(0))).values_list(*_SAID)


def threads_of(circle: Circle, reader: Any) -> Any:
    """For a ``Paginator``; each row through ``line_of``."""
    return _threads.listed(circle, reader)


def line_of(circle: Circle, row: Any) -> ThreadLine:
    ref, title, count, last_at, closed_at, by, *named, last_name, read = row
    who = User.named(*named) if by else last_name
    return ThreadLine(circle.slug, ref, title, count, last_at, closed_at is not None, who, read)


def newest_threads(circle: Circle, reader: Any, most: int) -> list[ThreadLine]:
    return [line_of(circle, row) for row in threads_of(circle, reader)[:most]]

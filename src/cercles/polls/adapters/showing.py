"""What the room shows on the pages of others: a tab, panels, ends of the thread, what the search finds, words of the history."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.circles.models import Circle, Thread
from cercles.circles.rules import can_see_inside
from cercles.core.components import Panel, Tab
from cercles.core.markdown import plain
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.typography import day_of
from cercles.journal.queries import Node
from cercles.polls.enums import PollState
from cercles.polls.models import Poll
from cercles.polls.queries import open_in
from cercles.polls.rules import can_open_poll
from cercles.search.queries import Document, Read, Shown, Source

FEW = 3
WORDS = {
    "polls.opened": gettext_lazy("a ouvert le sondage"),
    "polls.closed": gettext_lazy("a clos le sondage"),
    "polls.cancelled": gettext_lazy("a annulé le sondage"),
    "polls.objection_treated": gettext_lazy("a traité une objection"),
}


def tabs(circle: Circle, reader: Any) -> list[Tab]:
    if not can_see_inside(reader, circle):
        return []
    return [Tab(_("Sondages"), address_of("polls:of_circle", circle.slug), "polls")]


def circle_overview(circle: Circle, reader: Any) -> list[Panel]:
    """What the circle is asked now; nothing when it is asked nothing."""
    lines = [line.told for line in open_in(circle, reader)[:FEW]]
    return [Panel("polls/panels/open.html", {"lines": lines, "slug": circle.slug}, alone=True)] if lines else []


def thread_panels(thread: Thread, reader: Any) -> list[Panel]:
    """A conversation that comes to a choice."""
    if not can_open_poll(reader, thread.circle):
        return []
    return [Panel("polls/panels/thread.html", {"slug": thread.circle.slug, "ref": thread.ref}, alone=True)]


@prepared
def _ends(reader: Any, ids: Collection[int]) -> QuerySet[Poll, Any]:
    return Poll.objects.visible_to(reader).filter(pk__in=ids).order_by().values_list("pk", "ref", "title", "created_at")


def nodes(ids: Iterable[int], reader: Any) -> dict[int, Node]:
    return {
        pk: Node(title, address_of("polls:detail", ref), note=_("sondage"), at=day_of(created))
        for pk, ref, title, created in _ends(reader, list(ids))
    }


def close_told(circle: Circle) -> list[str]:
    told = _("Les sondages ouverts sont clos avec ce qui a été répondu.")
    return [told] if circle.polls.filter(state=PollState.OPEN).exists() else []


def erase_told(person: Any) -> list[tuple[bool, str]]:
    return [
        (False, _("vos réponses aux sondages encore ouverts")),
        (True, _("vos réponses et vos objections des sondages clos, sans votre nom")),
    ]


# Search


def findable() -> QuerySet[Poll]:
    return Poll.objects.select_related("circle").prefetch_related("options")


def _told(poll: Poll) -> str:
    return " · ".join(filter(None, (plain(poll.text), *(one.label for one in poll.options.all()), poll.outcome)))


def document(poll: Poll) -> Document:
    """The question, what can be answered, what was kept of it; never who answered what."""
    return Document(poll.title, [poll.audience], _told(poll), at=day_of(poll.created_at))


def shown(poll: Poll) -> Shown:
    return Shown(poll.title, poll.get_absolute_url(), poll.circle.name, fictional=poll.is_fictional)


@prepared
def _read(reader: Any, ids: Collection[int]) -> QuerySet[Poll]:
    found = Poll.objects.visible_to(reader).filter(pk__in=ids).order_by()
    return found.select_related("circle").prefetch_related("options")


def read(reader: Any, ids: Collection[int]) -> Mapping[int, Read]:
    return {poll.pk: Read(shown(poll), _told(poll)) for poll in _read(reader, ids)}


def sources() -> list[Source]:
    return [Source(Poll, "sondages", gettext_lazy("Sondages"), findable, document, shown, order=26, read=read)]

"""What the room tells in grouped mails: whose circles, what was written, who came."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from cercles.circles.enums import MessageSource
from cercles.circles.models import Membership, Mention, Message, ThreadReading
from cercles.core import audience
from cercles.core.markdown import plain
from cercles.core.routes import address_of
from cercles.core.typography import NBSP
from cercles.journal.queries import MOST_GIVEN, NewsItem, Section, Topic
from cercles.people.enums import AccountState

_CUT = 240


def topics(people: Collection[int]) -> Iterable[tuple[int, Topic]]:
    """The circles each is in now, since when."""
    rows = Membership.objects.current().filter(person__in=people).order_by("pk")
    for pk, circle, slug, name, since in rows.values_list("person", "circle", "circle__slug", "circle__name", "since"):
        yield pk, Topic(audience.key("circle", circle), name, address_of("circles:detail", slug), since)


def conversations(circle: int, since: datetime, until: datetime) -> list[Section]:
    """Messages, by conversation; no news for whoever has read so far in the site, nor for whoever was told because it names her."""
    found = Message.objects.filter(thread__circle=circle, at__gt=since, at__lte=until, withdrawn_at__isnull=True)
    found = found.exclude(source=MessageSource.LIST).select_related("thread__circle", "author")
    rows = sorted(found.order_by("-at", "-pk")[:MOST_GIVEN], key=lambda row: (row.thread_id, row.number))
    if not rows:
        return []
    named: dict[int, set[int]] = defaultdict(set)
    for message, person in Mention.objects.filter(message__in=rows).values_list("message", "person"):
        named[message].add(person)
    read: dict[int, list[tuple[int, int]]] = defaultdict(list)
    threads = {row.thread_id for row in rows}
    for thread, person, number in ThreadReading.objects.filter(thread__in=threads).values_list(
        "thread", "person", "number"
    ):
        read[thread].append((person, number))
    items = [_item(row, named[row.pk], read[row.thread_id]) for row in rows]
    return [Section(_("Échanges"), tuple(items))]


def _item(row: Message, named: set[int], read: list[tuple[int, int]]) -> NewsItem:
    told = frozenset(named.union(person for person, number in read if number >= row.number))
    return NewsItem(
        row.at, row.thread.title, row.thread.get_absolute_url(), row.thread.audience,
        note=f"{row.author_label}{NBSP}: {_cut(row)}", by=row.author_id, told=told,
    )  # fmt: skip


def _cut(message: Message) -> str:
    """One line of it."""
    text = " ".join((message.text if message.is_plain else plain(message.text)).split())
    return text if len(text) <= _CUT else text[:_CUT].rsplit(" ", 1)[0] + " …"


def newcomers(circle: int, since: datetime, until: datetime) -> list[Section]:
    """Who came, and is still there."""
    came = Membership.objects.current().filter(circle=circle, since__gt=since, since__lte=until)
    came = came.filter(person__is_active=True, person__state=AccountState.ACTIVE)
    rows = came.select_related("person", "organisation", "circle").order_by("-since", "-pk")[:MOST_GIVEN]
    items = [
        NewsItem(
            row.since, row.person.display_name, address_of("circles:members", row.circle.slug),
            row.circle.members_audience, note=row.organisation.name if row.organisation else "", by=row.person_id,
        )
        for row in reversed(rows)
    ]  # fmt: skip
    return [Section(_("Nouveaux membres"), tuple(items))] if items else []

"""What is new in what a person follows: given by the rooms for everybody at once, then kept to what each reader may be told."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cercles.core import audience, clock, slots
from cercles.journal.enums import GROUPED
from cercles.journal.queries.rhythm import choices_of

MOST_LINES = 12  # of a heading, in one mail; the others are read in the site
MOST_GIVEN = 60  # what a room gives under one heading
FARTHEST = timedelta(days=31)  # nobody is told what is older
KEPT = timedelta(seconds=60)  # how long what a room said stands for the next readers
_NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Topic:
    """What a person follows, as its room names it: ``circle:12``. ``since``: she was not there before."""

    key: str
    label: str
    url: str
    since: datetime

    @property
    def object_id(self) -> int:
        return int(self.key.partition(":")[2])


@dataclass(frozen=True, slots=True)
class NewsItem:
    """Something new. Read by whoever holds ``audience``; no news for ``by``, who did it, nor for ``told``."""

    at: datetime
    title: str
    url: str
    audience: str
    note: str = ""
    by: int | None = None
    told: frozenset[int] = _NOBODY


@dataclass(frozen=True, slots=True)
class Section:
    """What a room tells of a topic, under one heading, the oldest first."""

    heading: str
    items: tuple[NewsItem, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a mail: what it leads to, and what is said of it."""

    title: str
    url: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A heading, as one person reads it. ``more``: lines that are read in the site."""

    heading: str
    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True, slots=True)
class TopicNews:
    topic: Topic
    parts: tuple[Told, ...]

    @property
    def many(self) -> int:
        return sum(len(part.lines) + part.more for part in self.parts)


class NewsDesk:
    """Asks each room once for a topic, whatever the number of its readers, and again after a minute. It keeps ``most`` topics."""

    def __init__(self, until: datetime, *, most: int = 256):
        self.until, self.most = until, most
        self._kept: dict[int, tuple[datetime, datetime, tuple[Section, ...]]] = {}

    def sections(self, topic: Topic, since: datetime) -> tuple[Section, ...]:
        asked, floor, found = self._kept.get(topic.object_id, (self.until, self.until, ()))
        if since < floor or clock.now() - asked > KEPT:
            found = tuple(slots.collect("digest.items", topic.object_id, since, self.until))
            self._keep(topic.object_id, since, found)
        return found

    def _keep(self, topic: int, since: datetime, found: tuple[Section, ...]) -> None:
        self._kept.pop(topic, None)
        if len(self._kept) >= self.most:
            del self._kept[next(iter(self._kept))]
        self._kept[topic] = (clock.now(), since, found)

    def told_to(self, person: int, topic: Topic, since: datetime, floor: datetime | None = None) -> TopicNews:
        """What is new for one reader. ``floor``: since when the room is asked, the same for all the readers of a run."""
        since = max(since, topic.since, self.until - FARTHEST)
        floor = max(min(floor or since, since), self.until - FARTHEST)
        strings = {audience.PUBLIC, audience.NETWORK, topic.key, audience.key("person", person)}
        parts = [_told(part, person, since, strings) for part in self.sections(topic, floor)]
        return TopicNews(topic, tuple(part for part in parts if part.lines))


def _told(section: Section, person: int, since: datetime, strings: Collection[str]) -> Told:
    """Things that lead to the same place are one line."""
    lines: dict[tuple[str, str], list[str]] = {}
    for item in section.items:
        if item.audience in strings and item.at > since and item.by != person and person not in item.told:
            notes = lines.setdefault((item.title, item.url), [])
            if item.note:
                notes.append(item.note)
    shown = tuple(Line(title, url, tuple(notes)) for (title, url), notes in lines.items())
    return Told(section.heading, shown[:MOST_LINES], max(0, len(shown) - MOST_LINES))


def topics_of(people: Iterable[int]) -> dict[int, dict[str, Topic]]:
    """What each person follows now, by its key."""
    asked = list(people)
    found: dict[int, dict[str, Topic]] = {pk: {} for pk in asked}
    for provider in slots.providers("digest.topics"):
        for person, topic in provider(asked):
            found[person][topic.key] = topic
    return found


def followed_news(
    person: int, rows: Iterable[Any], topics: dict[str, Topic], desk: NewsDesk, floors: dict[str, datetime]
) -> list[TopicNews]:
    """Of the choices ``rows``, those she still follows, by their name."""
    followed = [(topics[row.topic], row) for row in rows if row.topic in topics]
    return [
        desk.told_to(person, topic, row.told_until, floors.get(row.topic))
        for topic, row in sorted(followed, key=lambda pair: (pair[0].label, pair[0].key))
    ]


def preview_of(person: Any) -> dict[str, Any]:
    """What her grouped mail would tell if it left now, and when it leaves."""
    rows = [row for row in choices_of(person).values() if row.rhythm in GROUPED]
    topics = topics_of([person.pk])[person.pk]
    rows = [row for row in rows if row.topic in topics]
    now = clock.now()
    said = said_of(followed_news(person.pk, rows, topics, NewsDesk(now), {}))
    leaves = min((row.next_at for row in rows if row.next_at and row.next_at > now), default=None)
    return {**said, "grouped": bool(rows), "leaves": leaves}


def said_of(news: Iterable[TopicNews]) -> dict[str, Any]:
    """For a page or a letter."""
    kept = [one for one in news if one.parts]
    return {"news": kept, "many": sum(one.many for one in kept)}

"""200 circles, 5 000 people in about two circles each, a day of their life, and everybody's grouped mail due now."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from benchmarks.fill.book import Book, Size, write
from cercles.circles.models import Circle, Membership, Message, Thread, ThreadReading
from cercles.core import clock
from cercles.core.text import search_key
from cercles.journal.enums import Rhythm
from cercles.journal.models import NotificationChoice
from cercles.library.models import CircleDocument, DocumentVersion
from cercles.meetings.models import Meeting
from cercles.people.models import User
from cercles.polls.models import Poll
from cercles.practices.models import PracticeSheet, SheetVersion


def fill(people: int) -> dict[str, int]:
    """Everything of one day is new to everybody: no run of a real network is that full."""
    book = Book("mail", Size(people=people))
    users = write(
        User(email=f"p{n}@exemple.fr", name=book.words.title()[:60], search_key=str(n), audience="network")
        for n in range(people)
    )
    circles = write(
        Circle(slug=f"c{n}", name=f"Cercle {n}", search_key=f"cercle {n}", purpose="Apprendre.", stage="active",
               visibility="network", audience="network")
        for n in range(book.size.circles)
    )  # fmt: skip
    members = write(_members(book, circles, users))
    write(
        NotificationChoice(
            person_id=row.person_id, topic=f"circle:{row.circle_id}", rhythm=Rhythm.DAILY,
            told_until=book.now - timedelta(days=1), next_at=book.now - timedelta(minutes=1),
        )
        for row in members
    )  # fmt: skip
    by_circle: dict[int, list[int]] = {}
    for row in members:
        by_circle.setdefault(row.circle_id, []).append(row.person_id)
    _talk(book, circles, by_circle)
    _others(book, circles, by_circle)
    return {"people": people, "circles": len(circles), "memberships": len(members)}


def _members(book: Book, circles: list[Circle], users: list[User]) -> Iterator[Membership]:
    """The largest circle has hundreds of members, most have some tens; everybody is in one at least."""
    first = {circle.pk: set() for circle in circles}
    for index, user in enumerate(users):
        first[circles[index % len(circles)].pk].add(user.pk)
    pks = [user.pk for user in users]
    for circle, size in zip(circles, book.shares(len(users), len(circles), 0.8, least=3), strict=True):
        for pk in sorted(first[circle.pk] | set(book.rng.sample(pks, min(size, len(pks))))):
            yield Membership(circle=circle, person_id=pk, since=book.now - timedelta(days=book.rng.randint(2, 900)))


def _when(book: Book) -> Any:
    return book.now - timedelta(minutes=book.rng.randint(5, 1400))


def _talk(book: Book, circles: list[Circle], by_circle: dict[int, list[int]]) -> None:
    """Three conversations a circle, of one to eight new messages; a fifth of the members have read one in the site."""
    threads = write(
        Thread(circle=circle, title=book.words.title()[:150], audience=circle.members_audience, count=8)
        for circle in circles
        for _ in range(3)
    )
    write(
        Message(thread=thread, number=n, author_id=book.rng.choice(by_circle[thread.circle_id]), at=_when(book),
                text=book.words.text(4))
        for thread in threads
        for n in range(1, book.rng.randint(2, 9))
    )  # fmt: skip
    write(
        ThreadReading(thread=thread, person_id=pk, number=4)
        for thread in threads[::3]
        for pk in book.few(by_circle[thread.circle_id], max(1, len(by_circle[thread.circle_id]) // 5))
    )


def _others(book: Book, circles: list[Circle], by_circle: dict[int, list[int]]) -> None:
    """A meeting, a poll, a document and a sheet in each circle."""
    now = clock.now()
    own = [(circle, circle.members_audience, by_circle[circle.pk][0]) for circle in circles]
    write(
        Meeting(circle=circle, title=book.words.title()[:150], search_key="", starts_at=now + timedelta(days=20),
                ends_at=now + timedelta(days=20, hours=2), state="announced", announced_at=_when(book), visibility="circle",
                audience=audience)
        for circle, audience, _by in own
    )  # fmt: skip
    write(
        Poll(circle=circle, title=book.words.title()[:150], audience=audience, opened_by_id=by, created_at=_when(book),
             closes_at=now + timedelta(days=9))
        for circle, audience, by in own
    )  # fmt: skip
    documents = write(
        CircleDocument(
            circle=circle, title=book.words.title()[:150], audience=audience, added_by_id=by, format="pdf", size=9
        )
        for circle, audience, by in own
    )
    write(
        DocumentVersion(document=row, number=1, file="x", name="x.pdf", kind="application/pdf", size=9,
                        digest=f"{row.pk:064d}", added_by_id=row.added_by_id, added_at=_when(book), text=book.words.text(40))
        for row in documents
    )  # fmt: skip
    sheets = write(
        PracticeSheet(circle=circle, author_id=by, state="circle", title=book.words.title()[:150], search_key=search_key("x"),
                      difficulties="Le temps.", audience=audience, shared_at=now)
        for circle, audience, by in own
    )  # fmt: skip
    write(SheetVersion(sheet=row, number=1, texts={}, shared_at=_when(book)) for row in sheets)

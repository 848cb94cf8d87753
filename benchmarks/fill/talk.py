"""Conversations: most have a few messages, one in ten dozens, and one, in the circle that the pages are read in, two thousand."""

from benchmarks.fill.book import Book, write
from cercles.circles.models import Circle, Membership, Message, Thread

LONGEST = 2_000


def fill_threads(book: Book) -> None:
    from benchmarks.pages import the_circle

    longest = the_circle()
    members: dict[int, list[int]] = {}
    for circle, person in Membership.objects.order_by("pk").values_list("circle", "person"):
        members.setdefault(circle, []).append(person)
    rows = [
        (circle, book.rng.randint(30, 90) if rank == 3 else book.rng.randint(1, 12))
        for circle in Circle.objects.order_by("pk") for rank in range(book.rng.randint(4, 12))
    ]  # fmt: skip
    threads = write(_thread(book, circle, count) for circle, count in [*rows, (longest, LONGEST)])
    write(
        _message(book, thread, number, members[thread.circle_id])
        for thread in threads
        for number in range(1, thread.count + 1)
    )


def _thread(book: Book, circle: Circle, count: int) -> Thread:
    at = book.ago(400)
    return Thread(
        circle=circle, title=book.words.sentence()[:150], count=count, created_at=at, changed_at=at, last_at=at,
        audience=circle.members_audience,
    )  # fmt: skip


def _message(book: Book, thread: Thread, number: int, people: list[int]) -> Message:
    author = book.rng.choice(people)
    return Message(thread=thread, number=number, author_id=author, text=book.words.text(2), at=thread.created_at)

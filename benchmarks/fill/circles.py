"""Circles: the largest has hundreds of members, most have a dozen or two."""

from collections.abc import Iterator

from benchmarks.fill.book import Book, tag, write
from benchmarks.fill.people import terms
from cercles.circles.enums import Level, Stage
from cercles.circles.models import (
    CharterAcceptance,
    CharterVersion,
    Circle,
    CircleTheme,
    Membership,
    PositionStatement,
    StageNote,
)
from cercles.core.text import search_key
from cercles.organisations.models import Affiliation
from cercles.people.models import User

_STAGES = (Stage.ACTIVE, Stage.ACTIVE, Stage.ACTIVE, Stage.MATURING, Stage.COALESCING, Stage.TRANSFORMATION)


def fill_circles(book: Book) -> None:
    rows = write(_circle(book, number) for number in range(book.size.circles))
    tag(Circle, "themes", [(row.pk, pk) for row in rows for pk in book.few(terms("theme"), 3)])
    write(StageNote(circle=row, stage=row.stage, note=book.words.sentence(), at=row.created_at) for row in rows)
    write(
        CircleTheme(circle=row, label=f"{book.words.sentence()[:60]} {rank}", position=rank)
        for row in rows
        for rank in range(book.rng.randint(3, 7))
    )
    versions = write(
        CharterVersion(circle=row, number=1, text=book.words.text(30), published_at=row.created_at) for row in rows
    )
    charter = {version.circle_id: version for version in versions}
    members = write(_memberships(book, rows))
    write(CharterAcceptance(version=charter[row.circle_id], person_id=row.person_id, at=row.since) for row in members)


def _circle(book: Book, number: int) -> Circle:
    name = f"{book.words.title()[:80]} {number + 1}"
    asked, visibility = book.words.sentence(), "public" if number % 8 == 0 else "network"
    return Circle(
        slug=f"cercle-{number + 1}", name=name, search_key=search_key(name, asked)[:500], purpose=book.words.text(5),
        audience_text=asked[:200], stage=book.rng.choice(_STAGES), since=book.ago(1500).date(), visibility=visibility,
        audience=visibility, is_fictional=True, created_at=book.ago(1500),
    )  # fmt: skip


def _memberships(book: Book, circles: list[Circle]) -> Iterator[Membership]:
    """About two circles a person; the first of each circle facilitates it."""
    people = list(User.objects.order_by("pk").values_list("pk", flat=True))
    homes = dict(Affiliation.objects.order_by("pk").values_list("person", "organisation"))
    sizes = book.shares(len(people) * 2, len(circles), 0.8, least=5)
    for circle, size in zip(circles, sizes, strict=True):
        for rank, person in enumerate(book.rng.sample(people, min(size, len(people)))):
            role = ("facilitator", "co_facilitator")[rank] if rank < 2 else "member"
            home = homes.get(person) if rank == 0 or book.rng.random() < 0.8 else None
            yield Membership(circle=circle, person_id=person, organisation_id=home, role=role, since=book.ago(1200))


def fill_positions(book: Book) -> None:
    """Four cells of ten are said."""
    themes: dict[int, list[int]] = {}
    for pk, circle in CircleTheme.objects.order_by("pk").values_list("pk", "circle"):
        themes.setdefault(circle, []).append(pk)
    cells: dict[tuple[int, str], PositionStatement] = {}
    for row in Membership.objects.order_by("pk"):
        for theme in themes[row.circle_id]:
            if book.rng.random() < 0.4:
                cells[theme, row.party] = PositionStatement(
                    circle_id=row.circle_id, theme_id=theme, organisation_id=row.organisation_id,
                    person_id=None if row.organisation_id else row.person_id, level=book.rng.choice(Level.values),
                    text=book.words.sentence()[:280], said_by_id=row.person_id, said_at=book.ago(600),
                    visibility="circle", audience=f"circle:{row.circle_id}",
                )  # fmt: skip
    write(cells.values())

"""Organisations and people: a third of the organisations have nobody yet, a few have dozens."""

from datetime import timedelta
from functools import cache

from benchmarks.fill.book import Book, tag, write
from cercles.core.text import search_key
from cercles.organisations.enums import AffiliationRole
from cercles.organisations.models import Affiliation, Goal, Organisation
from cercles.people.enums import CONSENT_VERSION, Consent
from cercles.people.models import ConsentRecord, User
from cercles.references.models import Term
from cercles.territories.models import Territory


@cache
def terms(vocabulary: str) -> list[int]:
    return list(Term.objects.of(vocabulary).in_use().order_by("pk").values_list("pk", flat=True))


def towns(book: Book, count: int) -> list[int]:
    """Seats drawn as people live: the weight of a commune is its population."""
    found = list(Territory.objects.communes().order_by("pk").values_list("pk", "population"))
    return book.rng.choices([pk for pk, _ in found], [number or 1 for _, number in found], k=count)


def fill_organisations(book: Book) -> None:
    rows = write(_organisation(book, seat) for seat in towns(book, book.size.organisations))
    tag(Organisation, "themes", [(row.pk, pk) for row in rows for pk in book.few(terms("theme"), 3, 0)])
    tag(
        Organisation,
        "economic_models",
        [(row.pk, pk) for row in rows for pk in book.few(terms("economic_model"), 2, 0)],
    )
    write(
        Goal(organisation=row, term_id=pk, rank=rank)
        for row in rows[: len(rows) // 3]
        for rank, pk in enumerate(book.few(terms("sdg"), 3), 1)
    )


def _organisation(book: Book, seat: int) -> Organisation:
    row = Organisation(
        name=book.words.organisation(), purpose=book.words.text(3), category_id=book.rng.choice(terms("category")), seat_id=seat,
        visibility="public", audience="public", is_fictional=True, created_at=book.ago(1500),
        address=f"{book.rng.randint(1, 90)} rue des Essais",
    )  # fmt: skip
    row.write_search_key()
    return row


def fill_people(book: Book) -> None:
    rows = write(_person(book, number) for number in range(book.size.people))
    write(
        ConsentRecord(person=row, kind=Consent.DIRECTORY, version=CONSENT_VERSION, given=True, at=row.created_at)
        for row in rows
        if row.in_directory
    )
    places = list(Organisation.objects.order_by("pk")[: book.size.organisations * 2 // 3])
    sizes = book.shares(len(rows), len(places), 0.6)
    homes = [place for place, size in zip(places, sizes, strict=True) for _ in range(size)]
    book.rng.shuffle(homes)
    links = []
    for number, (person, place) in enumerate(zip(rows, homes, strict=False)):
        role = AffiliationRole.REPRESENTATIVE if number % 3 == 0 else AffiliationRole.STAFF
        links.append(Affiliation(person=person, organisation=place, role=role, since=book.ago(1500).date()))
    write(links)


def _person(book: Book, number: int) -> User:
    name, came = book.words.person(), book.ago(1200)
    row = User(
        email=f"personne{number}@exemple.invalid", name=name, search_key=search_key(name), about=book.words.text(1),
        in_directory=number % 10 < 7, audience="network", is_fictional=True, created_at=came,
        joined_at=came + timedelta(hours=2), settled_at=came + timedelta(hours=2), is_administrator=number == 0,
    )  # fmt: skip
    row.set_unusable_password()
    return row

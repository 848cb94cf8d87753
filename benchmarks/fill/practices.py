"""Practice sheets with their agreements, versions and reuses: most are never reused, a few are reused by dozens."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from benchmarks.fill.book import Book, tag, write
from benchmarks.fill.people import terms, towns
from cercles.circles.models import Membership
from cercles.core.text import search_key
from cercles.organisations.models import Organisation
from cercles.practices.enums import SHARED, TEXT_FIELDS, ApprovalState, ReuseOutcome, SheetState
from cercles.practices.models import Approval, PracticeSheet, Reuse, SheetVersion

_STATES = {
    SheetState.CIRCLE: 50, SheetState.PUBLIC: 33, SheetState.TO_REFRESH: 6, SheetState.DRAFT: 6, SheetState.OWNER_CHECK: 3,
    SheetState.ARCHIVED: 2,
}  # fmt: skip
_SEEN = {SheetState.PUBLIC: "public", SheetState.DRAFT: "private", SheetState.OWNER_CHECK: "private"}
_ANSWERS = {
    SheetState.PUBLIC: ApprovalState.PUBLIC, SheetState.DRAFT: ApprovalState.WAITING, SheetState.OWNER_CHECK: ApprovalState.WAITING,
}  # fmt: skip
_LENGTHS = {
    "problem": 4,
    "what_was_done": 9,
    "who_did_it": 2,
    "means": 2,
    "results": 3,
    "difficulties": 4,
    "transfer": 3,
}
_MOST_REUSES = 60


def fill_sheets(book: Book) -> None:
    members: dict[int, list[int]] = {}
    for circle, person in Membership.objects.order_by("pk").values_list("circle", "person"):
        members.setdefault(circle, []).append(person)
    shares = book.shares(book.size.sheets, len(members), 0.6)
    homes = [circle for circle, count in zip(members, shares, strict=True) for _ in range(count)][: book.size.sheets]
    homes += book.rng.choices(list(members), k=book.size.sheets - len(homes))
    places = towns(book, len(homes))
    rows = write(_sheet(book, circle, place, members[circle]) for circle, place in zip(homes, places, strict=True))
    tag(PracticeSheet, "economic_models", [(row.pk, pk) for row in rows for pk in book.few(terms("economic_model"), 2)])
    tag(PracticeSheet, "goals", [(row.pk, pk) for row in rows for pk in book.few(terms("sdg"), 3, 0)])


def _sheet(book: Book, circle: int, place: int, members: list[int]) -> PracticeSheet:
    state = book.rng.choices(list(_STATES), list(_STATES.values()))[0]
    title, born, author = book.words.title()[:160], book.ago(1400), book.rng.choice(members)
    visibility = _SEEN.get(state, "circle")
    audience = {"public": "public", "private": f"person:{author}"}.get(visibility, f"circle:{circle}")
    shared = born + timedelta(days=20) if state in SHARED else None
    texts: dict[str, Any] = {name: book.words.text(count) for name, count in _LENGTHS.items()}
    return PracticeSheet(
        circle_id=circle, author_id=author, state=state, title=title, search_key=search_key(title)[:200], place_id=place,
        visibility=visibility, audience=audience, shared_at=shared, checked_at=shared, created_at=born,
        changed_at=shared or born, results_source=book.words.sentence()[:200], is_fictional=True, **texts,
    )  # fmt: skip


def fill_approvals(book: Book) -> None:
    """One to three organisations named by each sheet, of its circle; one to three versions."""
    inside: dict[int, list[int]] = {}
    rows = Membership.objects.exclude(organisation=None).order_by("pk").values_list("circle", "organisation")
    for circle, organisation in rows:
        inside.setdefault(circle, []).append(organisation)
    names = dict(Organisation.objects.order_by("pk").values_list("pk", "name"))
    sheets = list(PracticeSheet.objects.order_by("pk"))
    anywhere = list(names)[:3]
    approvals = [row for sheet in sheets for row in _approvals(book, sheet, inside.get(sheet.circle_id, anywhere))]
    write(approvals)
    named: dict[int, list[str]] = {}
    for row in approvals:
        named.setdefault(row.sheet_id, []).append(names[row.organisation_id])
    write(
        SheetVersion(sheet=sheet, number=number, texts={name: getattr(sheet, name, "") for name in TEXT_FIELDS},
                     licence=sheet.licence, organisation_names=named[sheet.pk], shared_at=sheet.shared_at)
        for sheet in sheets if sheet.shared_at for number in range(1, book.rng.choice([2, 2, 2, 3, 4]))
    )  # fmt: skip


def _approvals(book: Book, sheet: PracticeSheet, inside: list[int]) -> Iterator[Approval]:
    state = _ANSWERS.get(SheetState(sheet.state), ApprovalState.CIRCLE)
    for organisation in dict.fromkeys(book.few(inside, 3)):
        yield Approval(
            sheet=sheet, organisation_id=organisation, state=state, round=0 if sheet.state == SheetState.DRAFT else 1,
            answered_at=sheet.shared_at, answered_by_id=sheet.author_id if sheet.shared_at else None,
        )  # fmt: skip


def fill_reuses(book: Book) -> None:
    shared = list(PracticeSheet.objects.filter(state__in=[SheetState.PUBLIC, SheetState.CIRCLE]).order_by("pk"))
    book.rng.shuffle(shared)
    places = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
    counts = book.shares(len(shared) // 2, len(shared), 0.9, least=0)
    write(
        row
        for sheet, count in zip(shared, counts, strict=True)
        for row in _reuses(book, sheet, book.rng.sample(places, min(count, _MOST_REUSES, len(places))))
    )


def _reuses(book: Book, sheet: PracticeSheet, places: list[int]) -> Iterator[Reuse]:
    for place in places:
        yield Reuse(
            sheet=sheet, version=1, organisation_id=place, declared_by_id=sheet.author_id,
            outcome=book.rng.choices(ReuseOutcome.values, [3, 5, 2])[0], where=book.words.surname(),
            what_changed=book.words.text(2), result=book.words.text(2), visibility=sheet.visibility, audience=sheet.audience,
            declared_at=book.ago(900),
        )  # fmt: skip

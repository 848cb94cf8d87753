"""Sheets in the search index: each for those who may read it."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from cercles.core.audience import key
from cercles.core.markdown import plain
from cercles.core.typography import day_of
from cercles.organisations.enums import REPRESENTS
from cercles.practices import queries
from cercles.practices.enums import TEXT_FIELDS, UNASKED
from cercles.practices.models import PracticeSheet
from cercles.search.queries import Document, Read, Shown, Source
from cercles.territories.queries import areas, levels


def findable() -> QuerySet[PracticeSheet]:
    found = PracticeSheet.objects.select_related("circle", "place__parent", "place__epci")
    return found.prefetch_related("organisations", "economic_models", "goals")


def told(sheet: PracticeSheet) -> str:
    """Its text without its title, as one line."""
    texts = (getattr(sheet, name) for name in TEXT_FIELDS if name not in ("title", "contact"))
    return " · ".join(plain(text) for text in texts if text)


def document(sheet: PracticeSheet) -> Document:
    """The agreed text, for its audience and, once it left its author's desk, for those who speak for the organisations it names.

    What is being written for the next version (``pending``) is not found: nobody has agreed to it.
    """
    organisations = list(sheet.organisations.all())
    seen = {sheet.audience}
    if sheet.state not in UNASKED:
        seen |= {key(REPRESENTS, organisation.pk) for organisation in organisations}
    names = [organisation.name for organisation in organisations]
    facets = {
        "model": [term.code for term in sheet.economic_models.all()], "sdg": [term.code for term in sheet.goals.all()],
        "area": areas(sheet.place),
    }  # fmt: skip
    return Document(
        sheet.title, seen, " · ".join([told(sheet), *names]), facets=facets,
        places=levels(sheet.place), at=day_of(sheet.shared_at or sheet.created_at),
    )  # fmt: skip


def shown(sheet: PracticeSheet) -> Shown:
    return _shown(sheet, (organisation.name for organisation in sheet.organisations.all()))


def _shown(sheet: PracticeSheet, names: Iterable[str]) -> Shown:
    return Shown(sheet.title, sheet.get_absolute_url(), ", ".join(names), fictional=sheet.is_fictional)


def read(reader: Any, ids: Collection[int]) -> Mapping[int, Read]:
    return {sheet.pk: Read(_shown(sheet, names), told(sheet)) for sheet, names in queries.told_sheets(reader, ids)}


def sources() -> list[Source]:
    return [
        Source(
            PracticeSheet, "fiches", gettext_lazy("Fiches pratiques"), findable, document, shown, order=15, read=read
        )
    ]

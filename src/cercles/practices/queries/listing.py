"""The list of sheets: which, in which order, and what a line says of each."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from cercles.core.audience import audience_of
from cercles.core.components import Line
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.text import search_key
from cercles.organisations.models import Organisation
from cercles.practices.enums import TEXT_FIELDS, ReuseOutcome, SheetState
from cercles.practices.models import Approval, PracticeSheet, PracticeSheetQuerySet, Reuse, represented_by
from cercles.practices.queries.texts import reused
from cercles.references.enums import Vocabulary
from cercles.references.models import Term
from cercles.search.queries.begun import begun

MOST_OF_ONE = 12  # on an organisation's page
_LISTED = ("ref", "title", "state", "changed_at")


@prepared
def named_for(reader: Any, represented: Collection[int]) -> QuerySet[PracticeSheet, int]:
    """Sheets that a reader may see for one reason alone: she answers for an organisation they name."""
    return _named(reader, represented).order_by().values_list("pk", flat=True)


def _named(reader: Any, represented: Collection[int]) -> PracticeSheetQuerySet:
    return PracticeSheet.objects.naming(represented).exclude(audience__in=audience_of(reader))


def _narrowed(
    found: PracticeSheetQuerySet, words: tuple[str, ...], circle: str, model: str, state: str, pks: Any
) -> Any:
    """Long texts are not read."""
    for word in words:
        found = found.alias(padded=Concat(Value(" "), F("search_key"))).filter(padded__contains=word)
    wanted = {"circle__slug": circle, "economic_models__code": model, "state": state, "pk__in": pks}
    return found.filter(**{name: value for name, value in wanted.items() if value}).only(*_LISTED)


@prepared
def _sheets(
    reader: Any, represented: Collection[int], words: tuple[str, ...], circle: str, model: str, state: str,
    pks: Collection[int],
) -> QuerySet[PracticeSheet]:  # fmt: skip
    """Each of the two reasons to see a sheet has its own index: one « or » of both would sort them all."""
    seen = _named(reader, represented) if represented else PracticeSheet.objects.by_audience(reader)
    return _narrowed(seen, words, circle, model, state, pks)


class Found:
    """For a ``Paginator``: the sheets whose audience holds the reader, and those that name an organisation she answers for."""

    ordered = True

    def __init__(self, reader: Any, narrowed: tuple[Any, ...], total: int | None):
        represented = represented_by(reader)
        self.parts = [_sheets.listed(reader, [], *narrowed)]
        self.parts += [_sheets.listed(reader, represented, *narrowed)] if represented else []
        self.total = total

    def count(self) -> int:
        return sum(part.count() for part in self.parts) if self.total is None else self.total

    def __getitem__(self, page: slice) -> list[PracticeSheet]:
        """The newest of one and of the other."""
        if len(self.parts) == 1:
            return self.parts[0][page]
        rows = [row for part in self.parts for row in part[: page.stop]]
        rows.sort(key=lambda row: (row.changed_at, row.pk), reverse=True)
        return rows[page]


def newest_public(reader: Any, most: int) -> list[PracticeSheet]:
    """For a home: the last that anybody may read."""
    return _sheets.listed(reader, [], (), "", "", SheetState.PUBLIC.value, [])[:most]


def sheets_for(reader: Any, *, words: str = "", circle: str = "", model: str = "") -> Found:
    """The sheets a reader may see, newest first, filtered by circle, economic model, and words that begin one of their title's.

    The search index says which sheets have the words when they are not too many; the database reads those.
    """
    begins = tuple(f" {word}" for word in search_key(words).split())
    known = begun(reader, PracticeSheet, words, {"model": model}) if begins and not circle else None
    if known is not None and known.ids is not None:
        return Found(reader, ((), "", "", "", known.ids or [0]), known.total)
    return Found(reader, (begins, circle, model, "", []), known.total if known else None)


@prepared
def _organisations_named(sheets: Collection[int]) -> QuerySet[Approval, tuple[int, str, bool]]:
    rows = Approval.objects.filter(sheet__in=sheets)
    return rows.values_list("sheet", "organisation__name", "organisation__is_fictional")


@prepared
def _outcomes(reader: Any, represented: Collection[int], sheets: Collection[int]) -> QuerySet[Reuse, tuple[int, str]]:
    return Reuse.objects.seen_by(reader, represented).filter(sheet__in=sheets).values_list("sheet", "outcome")


@prepared
def _model_labels(sheets: Collection[int]) -> QuerySet[PracticeSheet, tuple[int, str]]:
    found = PracticeSheet.objects.filter(pk__in=sheets, economic_models__isnull=False)
    return found.order_by("economic_models__position", "economic_models__code").values_list(
        "pk", "economic_models__label"
    )


@prepared
def models() -> QuerySet[Term, tuple[str, str]]:
    """Codes and labels of the economic models a sheet may have."""
    return Term.objects.of(Vocabulary.ECONOMIC_MODEL).values_list("code", "label")


@prepared
def _told(reader: Any, represented: Collection[int], ids: Collection[int]) -> QuerySet[PracticeSheet]:
    found = PracticeSheet.objects.by_audience(reader)
    if represented:
        found = found | PracticeSheet.objects.naming(represented)
    return found.filter(pk__in=ids).order_by().only("ref", "is_fictional", *TEXT_FIELDS)


def told_sheets(reader: Any, ids: Collection[int]) -> list[tuple[PracticeSheet, list[str]]]:
    """Some of the sheets a reader may see, with their texts and the names of their organisations. Two queries."""
    names = defaultdict(list)
    for pk, name, _fictional in _organisations_named(ids):
        names[pk].append(name)
    return [(sheet, names[sheet.pk]) for sheet in _told(reader, represented_by(reader), ids)]


@prepared
def _naming(reader: Any, represented: Collection[int], organisation: int) -> QuerySet[PracticeSheet]:
    found = PracticeSheet.objects.by_audience(reader)
    found = found | PracticeSheet.objects.naming(represented) if represented else found
    family = Organisation.objects.family(organisation).values("pk")
    named = Approval.objects.filter(organisation__in=family).order_by().values("sheet")
    return found.filter(pk__in=named).only(*_LISTED)[:MOST_OF_ONE]


@prepared
def _taken_up(
    reader: Any, represented: Collection[int], organisation: int
) -> QuerySet[Reuse, tuple[str, str, str, str, str]]:
    family = Organisation.objects.family(organisation).values("pk")
    found = Reuse.objects.seen_by(reader, represented).filter(organisation__in=family).order_by("-declared_at", "-id")
    return found.values_list("outcome", "sheet__title", "sheet__ref", "ref", "result")[:MOST_OF_ONE]


def told_of(organisation: Organisation, reader: Any) -> tuple[list[Line], list[Line]]:
    """What an organisation told of itself, and what it did with the practices of others: the newest a reader may see."""
    sheets = lines_of(_naming(reader, represented_by(reader), organisation.pk), reader)
    reuses = [
        Line(f"{ReuseOutcome(outcome).label} · {title}", address_of("practices:reuse_detail", sheet, ref), result)
        for outcome, title, sheet, ref, result in _taken_up(reader, represented_by(reader), organisation.pk)
    ]
    return sheets, reuses


def lines_of(sheets: Sequence[PracticeSheet], reader: Any, *, models: bool = False) -> list[Line]:
    """One line a sheet: the organisations, its models or its state, and what became of it elsewhere."""
    pks = [sheet.pk for sheet in sheets]
    names, outcomes, labels = defaultdict(list), defaultdict(list), defaultdict(list)
    for pk, name, fictional in _organisations_named(pks):
        names[pk].append(_("%(name)s (fictif)") % {"name": name} if fictional else name)
    for pk, outcome in _outcomes(reader, represented_by(reader), pks):
        outcomes[pk].append(outcome)
    for pk, label in _model_labels(pks) if models else ():
        labels[pk].append(label)
    return [
        Line(
            sheet.title, sheet.get_absolute_url(),
            " · ".join(
                filter(None, (*names[sheet.pk], *(labels[sheet.pk] if models else (sheet.state_label,)), reused(outcomes[sheet.pk]).words))
            ),
        )
        for sheet in sheets
    ]  # fmt: skip

"""Reads of practice sheets."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from cercles.core.text import search_key
from cercles.journal.queries import Node
from cercles.organisations.models import Affiliation, Organisation
from cercles.people.models import User
from cercles.practices.enums import TEXT_FIELDS, ApprovalState, ReuseOutcome, SheetState
from cercles.practices.models import Approval, PracticeSheet, Reuse

_LONG = (*(name for name in TEXT_FIELDS if name != "title"), "pending", "pending_note")


def texts_of(sheet: PracticeSheet) -> dict[str, str]:
    """The text at work: the one being asked about if there is one, else the one of the columns."""
    return dict(sheet.pending) if sheet.pending else {name: getattr(sheet, name) for name in TEXT_FIELDS}


def sheets_for(reader: Any, *, words: str = "", circle: str = "", model: str = "") -> QuerySet[PracticeSheet]:
    """The sheets a reader may see, newest first, filtered by words of the title, circle and economic model. Their long texts are not
    read: a list shows none, and sorting thousands of them cost more than the rest of the page."""
    found = PracticeSheet.objects.visible_to(reader).defer(*_LONG).prefetch_related("organisations")
    for word in search_key(words).split():
        found = found.filter(search_key__contains=word)
    if circle:
        found = found.filter(circle__slug=circle)
    if model:
        found = found.filter(economic_models__code=model)
    return found.prefetch_related(Prefetch("reuses", Reuse.objects.visible_to(reader), to_attr="shown_reuses"))


def representatives_of(organisation: Organisation) -> QuerySet[User]:
    """Those who may answer for an organisation today."""
    rows = Affiliation.objects.representatives().filter(organisation=organisation)
    return User.objects.filter(affiliations__in=rows).distinct()


def asked_approvals() -> QuerySet[Approval]:
    """Those of a text that was proposed: a text taken back is asked about no more, until it is proposed again."""
    return Approval.objects.filter(round__gt=0).exclude(sheet__state=SheetState.DRAFT)


def waiting_approvals(person: Any) -> QuerySet[Approval]:
    """The answers a person owes, for the organisations she represents."""
    represented = Affiliation.objects.representatives().filter(person=person).values("organisation")
    rows = asked_approvals().filter(organisation__in=represented, state=ApprovalState.WAITING)
    return rows.select_related("sheet", "organisation").order_by("id")


@dataclass(frozen=True)
class Reused:
    """How often a sheet was taken up, with what became of it: nothing else is counted."""

    tried: int
    adapted: int
    gave_up: int

    @property
    def words(self) -> str:
        """« 1 essai, 2 adaptations, 1 abandon expliqué »; empty when nobody said anything."""
        counts = (
            (self.tried, ngettext("%(n)d essai", "%(n)d essais", self.tried)),
            (self.adapted, ngettext("%(n)d adaptation", "%(n)d adaptations", self.adapted)),
            (self.gave_up, ngettext("%(n)d abandon expliqué", "%(n)d abandons expliqués", self.gave_up)),
        )
        return ", ".join(text % {"n": count} for count, text in counts if count)


def reused(reuses: Iterable[Reuse]) -> Reused:
    outcomes = [reuse.outcome for reuse in reuses]
    return Reused(*(outcomes.count(outcome) for outcome in ReuseOutcome))


def with_reused(sheets: Iterable[PracticeSheet]) -> list[PracticeSheet]:
    """The sheets of ``sheets_for``, each with what became of it elsewhere in ``reused``."""
    told: list[PracticeSheet] = list(sheets)
    for sheet in told:
        sheet.reused = reused(sheet.shown_reuses)  # type: ignore[attr-defined]
    return told


def citation(sheet: PracticeSheet, version: Any) -> str:
    """One line: who, title, what it is, which version, year, licence, address path."""
    names = ", ".join(version.organisation_names)
    year = version.shared_at.year
    return f"{names}, « {version.texts['title']} », fiche pratique, version {version.number}, {year}, {version.get_licence_display()}."


def sheet_nodes(ids: Iterable[int], reader: Any) -> dict[int, Node]:
    """What a reader may see of these sheets at the ends of the thread."""
    shown = PracticeSheet.objects.visible_to(reader).filter(pk__in=list(ids))
    return {
        sheet.pk: Node(
            title=sheet.title, url=reverse("practices:detail", args=[sheet.ref]), note=sheet.get_state_display(),
            at=(sheet.shared_at or sheet.created_at).date(),
        )
        for sheet in shown
    }  # fmt: skip


def reuse_nodes(ids: Iterable[int], reader: Any) -> dict[int, Node]:
    shown = Reuse.objects.visible_to(reader).filter(pk__in=list(ids)).select_related("organisation", "sheet")
    return {
        reuse.pk: Node(
            title=f"{reuse.get_outcome_display()} · {reuse.organisation}",
            url=f"{reverse('practices:detail', args=[reuse.sheet.ref])}#reprises", note=reuse.result or reuse.what_changed,
            at=reuse.declared_at.date(),
        )
        for reuse in shown
    }  # fmt: skip

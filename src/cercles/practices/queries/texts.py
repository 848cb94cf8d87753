"""The text of a sheet, who answers for it, what became of it elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import ngettext

from cercles.organisations.models import Affiliation, Organisation
from cercles.people.models import User
from cercles.practices.enums import TEXT_FIELDS, ApprovalState, ReuseOutcome, SheetState
from cercles.practices.models import Approval, PracticeSheet


def texts_of(sheet: PracticeSheet) -> dict[str, str]:
    """The text at work: the one being asked about if there is one, else the one of the columns."""
    return dict(sheet.pending) if sheet.pending else {name: getattr(sheet, name) for name in TEXT_FIELDS}


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
        told = []
        if self.tried:
            told.append(ngettext("%(n)d essai", "%(n)d essais", self.tried) % {"n": self.tried})
        if self.adapted:
            told.append(ngettext("%(n)d adaptation", "%(n)d adaptations", self.adapted) % {"n": self.adapted})
        if self.gave_up:
            told.append(
                ngettext("%(n)d abandon expliqué", "%(n)d abandons expliqués", self.gave_up) % {"n": self.gave_up}
            )
        return ", ".join(told)


def reused(outcomes: Sequence[str]) -> Reused:
    return Reused(*(outcomes.count(outcome) for outcome in ReuseOutcome))


def citation(sheet: PracticeSheet, version: Any) -> str:
    """One line: who, title, what it is, which version, year, licence, address path."""
    names = ", ".join(version.organisation_names)
    year = version.shared_at.year
    return f"{names}, « {version.texts['title']} », fiche pratique, version {version.number}, {year}, {version.get_licence_display()}."

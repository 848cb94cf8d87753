"""The text of a sheet, who answers for it, what became of it elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.core.routes import address_of
from cercles.organisations.models import Affiliation, Organisation
from cercles.people.models import User
from cercles.practices.enums import TEXT_FIELDS, UNASKED, ApprovalState, Licence, ReuseOutcome
from cercles.practices.models import Approval, PracticeSheet


def texts_of(sheet: PracticeSheet) -> dict[str, str]:
    """The text at work: the next one if there is one, else the one of the columns."""
    return dict(sheet.pending["texts"]) if sheet.pending else {name: getattr(sheet, name) for name in TEXT_FIELDS}


def asked_texts(sheet: PracticeSheet) -> dict[str, str]:
    """The text those it names are asked about; while the next one is only written, the one that is shared."""
    return texts_of(sheet) if sheet.asked_at else {name: getattr(sheet, name) for name in TEXT_FIELDS}


def representatives_of(organisation: Organisation) -> QuerySet[User]:
    """Those who may answer for an organisation today."""
    rows = Affiliation.objects.representatives().filter(organisation=organisation)
    return User.objects.filter(affiliations__in=rows).distinct()


def asked_approvals() -> QuerySet[Approval]:
    """Those of a text that was proposed: a text taken back is asked about no more, until it is proposed again."""
    now = Q(sheet__asked_at__isnull=False) | ~Q(state=ApprovalState.WAITING)
    return Approval.objects.filter(now, round__gt=0).exclude(sheet__state__in=UNASKED)


def is_asked(approval: Approval) -> bool:
    """The same, of one."""
    asked = bool(approval.sheet.asked_at) or approval.state != ApprovalState.WAITING
    return asked and approval.round > 0 and approval.sheet.state not in UNASKED


def waiting_approvals(person: Any) -> QuerySet[Approval]:
    """The answers a person owes, for the organisations she represents."""
    represented = Affiliation.objects.representatives().filter(person=person).values("organisation")
    rows = asked_approvals().filter(organisation__in=represented, state=ApprovalState.WAITING)
    return rows.select_related("sheet", "organisation").order_by("id")


def labelled(texts: dict[str, str]) -> list[tuple[str, str, str]]:
    """Each part of a text: its code, its name in words, what it says; in reading order, without what is empty."""
    labels = {field.name: str(field.verbose_name) for field in PracticeSheet._meta.concrete_fields}
    named = ((name, labels[name], texts.get(name, "")) for name in TEXT_FIELDS)
    return [(name, label[:1].upper() + label[1:], text) for name, label, text in named if text]


def around(sheet: PracticeSheet) -> list[tuple[str, str]]:
    """What one agrees to beside the text: who is named, the licence, the files."""
    licence = sheet.pending["licence"] if sheet.pending and sheet.asked_at else sheet.licence
    names = ", ".join(sheet.organisations.order_by("search_key").values_list("name", flat=True))
    files = ", ".join(sheet.attachments.values_list("name", flat=True))
    told = [(_("Organisations nommées"), names), (_("Licence du texte"), str(Licence(licence).label))]
    return [*told, (_("Fichiers joints"), files)] if files else told


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


def citation(sheet: PracticeSheet, version: Any, title: str) -> str:
    """One line: who, title, what it is, which version, year, licence, and its address, which does not change."""
    names, year = ", ".join(version.organisation_names), version.shared_at.year
    licence = str(Licence(version.licence).label).split(":")[0].strip()
    address = settings.SITE_URL + address_of("practices:version", sheet.ref, version.number)
    return f"{names}, « {title} », fiche pratique, version {version.number}, {year}, {licence}. {address}"

"""Start a sheet and write it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from cercles.circles.models import Circle
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.core.text import search_key
from cercles.journal.actions import link, record
from cercles.meetings.models import Meeting
from cercles.organisations.models import Organisation
from cercles.practices.actions.moves import locked, show
from cercles.practices.actions.pending import set_aside
from cercles.practices.enums import SHARED, TEXT_FIELDS, SheetState
from cercles.practices.models import Approval, PracticeSheet
from cercles.references.models import Term
from cercles.search.actions import touch
from cercles.territories.models import Territory


@transaction.atomic
def start_sheet(
    *,
    circle: Circle,
    by: Any,
    texts: Mapping[str, str],
    organisations: Iterable[Organisation],
    economic_models: Iterable[Term] = (),
    goals: Iterable[Term] = (),
    place: Territory | None = None,
    licence: str = "cc-by-4.0",
    origin: models.Model | None = None,
    is_fictional: bool = False,
) -> PracticeSheet:
    """A draft, seen by its author alone. ``origin`` is what it comes from: a reuse, a question, a meeting, else the circle.

    Under the Chatham House rule a sheet does not say from which meeting it comes: it names organisations, and who was there is not told.
    """
    now = clock.now()
    sheet = PracticeSheet(
        circle=circle,
        author=by,
        place=place,
        licence=licence,
        is_fictional=is_fictional,
        created_at=now,
        changed_at=now,
    )
    _put(sheet, texts)
    show(sheet)
    sheet.save()
    _name(sheet, organisations)
    sheet.economic_models.set(economic_models)
    sheet.goals.set(goals)
    record("practices.started", sheet, by=by)
    if isinstance(origin, Meeting) and origin.is_chatham:
        origin = None
    link(origin or circle, sheet, verb="told", by=by)
    touch(sheet)
    return sheet


@transaction.atomic
def write_sheet(
    *,
    sheet: PracticeSheet,
    by: Any,
    texts: Mapping[str, str],
    organisations: Iterable[Organisation],
    economic_models: Iterable[Term] = (),
    goals: Iterable[Term] = (),
    place: Territory | None = None,
    licence: str = "cc-by-4.0",
) -> PracticeSheet:
    """Write a draft; or, on a shared sheet, the next version, which stays aside until those it names agree again."""
    sheet = locked(sheet)
    refuse_while_asked(sheet)
    if sheet.state in SHARED:
        _refuse_other_names(sheet, organisations)
        set_aside(sheet, texts=texts, economic_models=economic_models, goals=goals, place=place, licence=licence)
        sheet.save()
    else:
        _put(sheet, texts)
        sheet.place, sheet.licence, sheet.changed_at = place, licence, clock.now()
        sheet.save()
        _name(sheet, organisations)
        sheet.economic_models.set(economic_models)
        sheet.goals.set(goals)
    record("practices.written", sheet, by=by)
    touch(sheet)
    return sheet


def refuse_while_asked(sheet: PracticeSheet) -> None:
    """One agrees to what one has read: a text that is being asked about does not move."""
    if sheet.state == SheetState.OWNER_CHECK:
        raise RuleBroken(
            "being_asked", _("Le texte est entre les mains de celles qu’il nomme. Revenez d’abord au brouillon.")
        )


def _refuse_other_names(sheet: PracticeSheet, organisations: Iterable[Organisation]) -> None:
    if {organisation.pk for organisation in organisations} != set(sheet.organisations.values_list("pk", flat=True)):
        raise RuleBroken(
            "named_once",
            _("Une fiche partagée garde les organisations qu’elle nomme. Pour une autre, écrivez une autre fiche."),
            field="organisations",
        )


def _put(sheet: PracticeSheet, texts: Mapping[str, str]) -> None:
    for name in TEXT_FIELDS:
        setattr(sheet, name, texts.get(name, "").strip())
    sheet.title = " ".join(sheet.title.split())
    sheet.search_key = search_key(sheet.title)[:200]


def _name(sheet: PracticeSheet, organisations: Iterable[Organisation]) -> None:
    """Say which organisations the sheet is about; what those who stay have answered is kept."""
    named = list(organisations)
    if not named:
        raise RuleBroken(
            "no_organisation",
            _("Dites au moins une organisation dont la fiche raconte la pratique."),
            field="organisations",
        )
    Approval.objects.filter(sheet=sheet).exclude(organisation__in=named).delete()
    for organisation in named:
        Approval.objects.get_or_create(sheet=sheet, organisation=organisation)

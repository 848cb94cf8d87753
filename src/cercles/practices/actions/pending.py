"""The next version of a shared sheet: kept aside, whole, until those it names agree to it; or given up."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.journal.actions import record
from cercles.practices.actions.moves import locked
from cercles.practices.enums import TEXT_FIELDS, ApprovalState
from cercles.practices.models import Approval, Attachment, PracticeSheet
from cercles.practices.queries import texts_of
from cercles.references.models import Term
from cercles.territories.models import Territory


def set_aside(
    sheet: PracticeSheet, *, texts: Mapping[str, str], economic_models: Iterable[Term], goals: Iterable[Term],
    place: Territory | None, licence: str,
) -> None:  # fmt: skip
    """Under the sheet's lock; the caller saves. Written again, it is no longer what was asked about."""
    sheet.pending = {
        "texts": {name: texts.get(name, "").strip() for name in TEXT_FIELDS}, "licence": licence,
        "place": place.pk if place else None, "economic_models": [term.pk for term in economic_models],
        "goals": [term.pk for term in goals],
    }  # fmt: skip
    sheet.asked_at = None


def set_aside_as_it_is(sheet: PracticeSheet) -> None:
    """For a file that joins a shared sheet: the same words, to be agreed again with it."""
    if sheet.pending:
        sheet.asked_at = None
        return
    set_aside(
        sheet, texts=texts_of(sheet), economic_models=sheet.economic_models.all(), goals=sheet.goals.all(),
        place=sheet.place, licence=sheet.licence,
    )  # fmt: skip


def put_in_place(sheet: PracticeSheet) -> None:
    """What was kept aside becomes the sheet, with the files that were asked about. Under its lock; the caller saves."""
    aside, sheet.pending = sheet.pending, None
    if aside:
        for name in TEXT_FIELDS:
            setattr(sheet, name, aside["texts"][name])
        sheet.licence, sheet.place_id = aside["licence"], aside["place"]
        sheet.economic_models.set(aside["economic_models"])
        sheet.goals.set(aside["goals"])
    Attachment.objects.filter(sheet=sheet).update(is_shared=True)


@transaction.atomic
def give_up_pending(*, sheet: PracticeSheet, by: Any) -> PracticeSheet:
    """Forget the next version: the shared one stays, agreed as far as it was; files that nobody agreed to go."""
    sheet = locked(sheet)
    if not sheet.pending:
        raise RuleBroken("nothing_aside", _("Il n’y a plus de nouveau texte : la page a changé entre-temps."))
    sheet.pending, sheet.pending_note, sheet.asked_at = None, "", None
    sheet.save()
    for approval in Approval.objects.filter(sheet=sheet).exclude(Q(kept="") | Q(kept=ApprovalState.WAITING)):
        approval.state, approval.reason = approval.kept, ""
        approval.save()
    unshared = Attachment.objects.filter(sheet=sheet, is_shared=False)
    for row in unshared:
        transaction.on_commit(partial(row.file.delete, save=False))
    unshared.delete()
    record("practices.given_up", sheet, by=by)
    return sheet

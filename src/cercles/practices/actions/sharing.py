"""Share a sheet, open it to everybody, keep it fresh, put it away."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cercles.circles.queries import current_members
from cercles.core import clock
from cercles.core.enums import Visibility
from cercles.core.errors import RuleBroken
from cercles.core.text import search_key
from cercles.journal.actions import enqueue, record
from cercles.journal.enums import Rhythm
from cercles.journal.queries import rhythms_of
from cercles.practices import emails
from cercles.practices.actions.moves import locked, move
from cercles.practices.actions.pending import give_up_pending, put_in_place
from cercles.practices.enums import SHARED, ApprovalState, SheetState
from cercles.practices.models import FRESH_FOR, PracticeSheet, Reuse, SheetVersion
from cercles.practices.queries import texts_of
from cercles.search.actions import touch


def share(sheet: PracticeSheet, by: Any) -> None:
    """Show the agreed text, frozen as the next version. Called under the sheet's lock, by the last agreement."""
    put_in_place(sheet)
    sheet.search_key = search_key(sheet.title)[:200]
    if sheet.state == SheetState.OWNER_CHECK:
        move(sheet, "share")
    elif sheet.state == SheetState.TO_REFRESH:
        move(sheet, "refresh")
    now = clock.now()
    version = _freeze(sheet)
    sheet.pending_note, sheet.asked_at, sheet.shared_at, sheet.checked_at = "", None, sheet.shared_at or now, now
    sheet.save()
    sheet.approvals.update(kept=F("state"))
    Reuse.objects.filter(sheet=sheet, visibility=Visibility.PRIVATE).update(
        visibility=Visibility.CIRCLE, audience=sheet.circle.members_audience
    )
    record("practices.shared", sheet, by=by, version=version.number)
    if sheet.visibility == Visibility.PUBLIC and sheet.approvals.exclude(state=ApprovalState.PUBLIC).exists():
        narrow(sheet, by)  # the new text was agreed for the circle only
    touch(sheet)
    enqueue(
        "practices.tell_members", key=f"sheet-told:{sheet.pk}:{version.number}", sheet=sheet.pk, version=version.number
    )


def _freeze(sheet: PracticeSheet) -> SheetVersion:
    """The next version; the last one when it says exactly this: an owner took back her agreement, then gave it again."""
    said = {
        "texts": texts_of(sheet), "licence": sheet.licence, "sorted_by": _sorted_by(sheet),
        "organisation_names": [organisation.name for organisation in sheet.organisations.all()],
    }  # fmt: skip
    last = sheet.versions.first()
    if last is not None and not sheet.pending_note and all(getattr(last, name) == said[name] for name in said):
        return last
    number = last.number + 1 if last else 1
    return SheetVersion.objects.create(
        sheet=sheet, number=number, change_note=sheet.pending_note, shared_at=clock.now(), **said
    )


def _sorted_by(sheet: PracticeSheet) -> list[str]:
    terms = [*sheet.economic_models.all(), *sheet.goals.all()]
    return [*([str(sheet.place)] if sheet.place else []), *(term.label for term in terms)]


def tell_members(*, sheet: int, version: int) -> None:
    """The worker's part: one letter to each member of the circle who receives each message, but the author. The others read it in their
    grouped mail, or in the site. Run twice, it writes once."""
    found = PracticeSheet.objects.select_related("circle").filter(pk=sheet, state__in=SHARED).first()
    if found is None:  # taken back or away meanwhile
        return
    note = found.versions.values_list("change_note", flat=True).filter(number=version).first() or ""
    rhythms = rhythms_of(found.circle.members_audience)
    for row in current_members(found.circle):
        if row.person_id != found.author_id and rhythms.get(row.person_id, Rhythm.EACH) == Rhythm.EACH:
            emails.tell_shared(found, version, row.person, note)


@transaction.atomic
def open_sheet(*, sheet: PracticeSheet, by: Any) -> PracticeSheet:
    """Show the sheet to everybody, if every organisation it names agreed to that."""
    sheet = locked(sheet)
    hesitant = sheet.approvals.exclude(state=ApprovalState.PUBLIC).values_list("organisation__name", flat=True)
    if hesitant:
        raise RuleBroken(
            "not_all_agree",
            _("Il manque l’accord « pour tout le monde » de : %(names)s.") % {"names": ", ".join(hesitant)},
        )
    move(sheet, "open")
    sheet.save()
    record("practices.opened", sheet, by=by)
    touch(sheet)
    return sheet


@transaction.atomic
def narrow_sheet(*, sheet: PracticeSheet, by: Any) -> PracticeSheet:
    """Back to the circle, with its reuses: lowering is free."""
    sheet = locked(sheet)
    narrow(sheet, by)
    return sheet


def narrow(sheet: PracticeSheet, by: Any) -> None:
    """Called under the sheet's lock: what was told about it goes back to the circle with it."""
    if sheet.state in (SheetState.CIRCLE, SheetState.PUBLIC):
        move(sheet, "narrow")
    sheet.visibility, sheet.audience = Visibility.CIRCLE, sheet.circle.members_audience
    sheet.save()
    Reuse.objects.filter(sheet=sheet).update(visibility=Visibility.CIRCLE, audience=sheet.audience)
    record("practices.narrowed", sheet, by=by)
    touch(sheet)


def retract(sheet: PracticeSheet, by: Any) -> None:
    """One of those it names no longer agrees at all: nobody reads it, nor what was told about it, until it is agreed again."""
    move(sheet, "retract")
    sheet.asked_at = clock.now()
    if sheet.pending:  # what is being written was shown to nobody: it stays on its author's desk
        put_in_place(sheet)
        move(sheet, "withdraw")
        sheet.asked_at = None
    sheet.save()
    Reuse.objects.filter(sheet=sheet).update(visibility=Visibility.PRIVATE, audience=sheet.audience)
    record("practices.retracted", sheet, by=by)
    touch(sheet)


@transaction.atomic
def archive_sheet(*, sheet: PracticeSheet, by: Any, reason: str) -> PracticeSheet:
    """Put it away: it stays readable and citable, with the reason."""
    sheet = locked(sheet)
    if not reason.strip():
        raise RuleBroken("no_reason", _("Dites en une phrase pourquoi la fiche est archivée."), field="reason")
    if sheet.pending:
        sheet = give_up_pending(sheet=sheet, by=by)
    move(sheet, "archive")
    sheet.archived_because = reason.strip()
    sheet.save()
    record("practices.archived", sheet, by=by, reason=reason.strip())
    touch(sheet)
    return sheet


@transaction.atomic
def confirm_fresh(*, sheet: PracticeSheet, by: Any) -> PracticeSheet:
    """« C’est toujours vrai » : the sheet is good for two more years."""
    sheet = locked(sheet)
    if sheet.state == SheetState.TO_REFRESH:
        move(sheet, "refresh")
    sheet.checked_at = clock.now()
    sheet.save()
    record("practices.confirmed_fresh", sheet, by=by)
    return sheet


def find_old_sheets() -> None:
    """Once a day: what nobody confirmed for two years asks to be refreshed."""
    limit: timedelta = FRESH_FOR
    old = PracticeSheet.objects.filter(
        state__in=(SheetState.CIRCLE, SheetState.PUBLIC), checked_at__lt=clock.now() - limit
    )
    for pk in old.values_list("pk", flat=True):
        with transaction.atomic():
            sheet = PracticeSheet.objects.select_for_update().get(pk=pk)
            if sheet.state in (SheetState.CIRCLE, SheetState.PUBLIC):
                move(sheet, "age")
                sheet.save()
                record("practices.aged", sheet, by=None)

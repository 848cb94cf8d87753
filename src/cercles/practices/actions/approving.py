"""Ask those a sheet names, and take their answers; the last agreement shares it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.enums import Visibility
from cercles.core.errors import RuleBroken
from cercles.journal.actions import record
from cercles.organisations.rules import is_representative
from cercles.practices import emails
from cercles.practices.actions.moves import locked, move
from cercles.practices.actions.sharing import narrow, share
from cercles.practices.enums import NEEDED_TO_SHARE, SHARED, ApprovalState, SheetState
from cercles.practices.models import Approval, PracticeSheet
from cercles.practices.queries import representatives_of, texts_of
from cercles.search.actions import touch


@transaction.atomic
def submit_sheet(*, sheet: PracticeSheet, by: Any, change_note: str = "") -> PracticeSheet:
    """Ask every named organisation. The one the author represents agrees by asking; the others get a signed link."""
    sheet = locked(sheet)
    _refuse_untold(sheet)
    approvals = list(sheet.approvals.select_related("organisation", "sheet"))
    _refuse_unanswerable(approvals)
    if sheet.state in SHARED:
        if not sheet.pending:
            raise RuleBroken("nothing_new", _("Le texte n’a pas changé depuis la dernière version partagée."))
        if not change_note.strip():
            raise RuleBroken("no_note", _("Dites en une phrase ce qui change dans cette version."), field="change_note")
    else:
        move(sheet, "submit")
    sheet.pending_note = change_note.strip()
    sheet.save()
    for approval in approvals:
        _ask(approval, by)
    record("practices.submitted", sheet, by=by)
    touch(sheet)
    _share_if_agreed(sheet, by)
    return sheet


def _refuse_untold(sheet: PracticeSheet) -> None:
    texts = texts_of(sheet)
    labels = {field.name: str(field.verbose_name) for field in PracticeSheet._meta.concrete_fields}
    missing = [labels[name] for name in NEEDED_TO_SHARE if not texts[name].strip()]
    if missing:
        raise RuleBroken("untold", _("Il reste à raconter : %(what)s.") % {"what": ", ".join(missing)})


def _refuse_unanswerable(approvals: list[Approval]) -> None:
    silent = [a.organisation.name for a in approvals if not representatives_of(a.organisation).exists()]
    if silent:
        raise RuleBroken(
            "no_representative",
            _(
                "Personne ne représente encore %(names)s. Invitez quelqu’un à la représenter depuis sa page, puis redemandez."
            )
            % {"names": ", ".join(silent)},
        )


def _ask(approval: Approval, by: Any) -> None:
    own = is_representative(by, approval.organisation)
    approval.round += 1
    own_answer = ApprovalState.PUBLIC if approval.sheet.state == SheetState.PUBLIC else ApprovalState.CIRCLE
    approval.state = own_answer if own else ApprovalState.WAITING
    approval.answered_by, approval.answered_at = (by, clock.now()) if own else (None, None)
    approval.reason = ""
    approval.save()
    if not own:
        for person in representatives_of(approval.organisation):
            emails.ask_for_approval(approval, person)


@transaction.atomic
def answer_approval(*, approval: Approval, by: Any, answer: str, reason: str = "") -> Approval:
    """Agree for the circle, for everybody, or refuse with a reason. The same answer twice changes nothing."""
    sheet = locked(approval.sheet)
    approval = Approval.objects.select_for_update().select_related("organisation", "sheet").get(pk=approval.pk)
    if approval.round == 0 or sheet.state == SheetState.DRAFT:
        raise RuleBroken(
            "not_asked", _("Le texte est en cours de reprise : vous serez consulté de nouveau quand il sera prêt.")
        )
    if answer == ApprovalState.DECLINED and not reason.strip():
        raise RuleBroken(
            "no_reason",
            _("Dites en une phrase ce qui ne va pas, pour que le texte puisse être repris."),
            field="reason",
        )
    if approval.state == answer and approval.reason == reason.strip():
        return approval
    approval.state, approval.reason = answer, reason.strip()
    approval.answered_by, approval.answered_at = by, clock.now()
    approval.save()
    record(f"practices.approval_{answer}", sheet, by=by, reason=approval.reason)
    emails.confirm_answer(approval, by)
    if answer == ApprovalState.DECLINED:
        emails.tell_declined(approval)
    _share_if_agreed(sheet, by)
    return approval


def _share_if_agreed(sheet: PracticeSheet, by: Any) -> None:
    """Share when everybody agreed to the text at work and it is not shared yet."""
    states = set(sheet.approvals.values_list("state", flat=True))
    agreed = states <= {ApprovalState.CIRCLE, ApprovalState.PUBLIC}
    if agreed and (sheet.state == SheetState.OWNER_CHECK or sheet.pending):
        share(sheet, by)
    else:
        _narrow_if_less(sheet, states, by)


def _narrow_if_less(sheet: PracticeSheet, states: set[str], by: Any) -> None:
    """An owner who takes back « pour tout le monde » brings a public sheet back to its circle at once: lowering is free."""
    if sheet.visibility == Visibility.PUBLIC and states - {ApprovalState.PUBLIC, ApprovalState.WAITING}:
        narrow(sheet, by)


@transaction.atomic
def withdraw_sheet(*, sheet: PracticeSheet, by: Any) -> PracticeSheet:
    """Take the text back to rework it: links already sent say so."""
    sheet = locked(sheet)
    move(sheet, "withdraw")
    sheet.save()
    # The round stays: it tells the letters of this asking from those of the next.
    sheet.approvals.update(state=ApprovalState.WAITING, answered_by=None, answered_at=None)
    record("practices.withdrawn", sheet, by=by)
    touch(sheet)
    return sheet

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
from cercles.practices.actions.sharing import narrow, retract, share
from cercles.practices.enums import AGREED, EXPLAINED, NEEDED_TO_SHARE, SHARED, ApprovalState, SheetState
from cercles.practices.models import Approval, PracticeSheet
from cercles.practices.queries import is_asked, representatives_of, texts_of
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
    sheet.pending_note, sheet.asked_at = change_note.strip(), clock.now()
    sheet.save()
    for approval in approvals:
        _ask(approval, sheet, by)
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
                "Personne ne représente encore %(names)s. "
                "Une personne de chez elle choisit « Je représente cette organisation » sur sa page ; ensuite, redemandez."
            )
            % {"names": ", ".join(silent)},
        )


def _ask(approval: Approval, sheet: PracticeSheet, by: Any) -> None:
    own = is_representative(by, approval.organisation)
    approval.sheet, approval.round = sheet, approval.round + 1
    own_answer = ApprovalState.PUBLIC if sheet.state == SheetState.PUBLIC else ApprovalState.CIRCLE
    approval.state = own_answer if own else ApprovalState.WAITING
    approval.answered_by, approval.answered_at = (by, clock.now()) if own else (None, None)
    approval.reason = ""
    approval.save()
    if not own:
        for person in representatives_of(approval.organisation):
            emails.ask_for_approval(approval, person)


@transaction.atomic
def answer_approval(
    *, approval: Approval, by: Any, answer: str, reason: str = "", asked: int | None = None
) -> Approval:
    """Agree for the circle, for everybody, after a correction, or refuse with a reason. The same answer twice changes nothing.

    ``asked``: the asking whose text was read; another text was put in its place since, and nobody agrees to it unread.
    """
    sheet = locked(approval.sheet)
    approval = Approval.objects.select_for_update().select_related("organisation", "sheet").get(pk=approval.pk)
    _refuse_answer(approval, answer, reason, asked)
    if approval.state == answer and approval.reason == reason.strip():
        return approval
    approval.state, approval.reason = answer, reason.strip()
    approval.answered_by, approval.answered_at = by, clock.now()
    if not sheet.asked_at and answer != ApprovalState.CHANGES:
        approval.kept = answer
    approval.save()
    record(f"practices.approval_{answer}", sheet, by=by, reason=approval.reason)
    emails.confirm_answer(approval, by)
    if answer in EXPLAINED:
        emails.tell_declined(approval)
    if sheet.asked_at:
        _share_if_agreed(sheet, by)
    else:
        _follow(sheet, answer, by)
    return approval


def _refuse_answer(approval: Approval, answer: str, reason: str, asked: int | None) -> None:
    if not is_asked(approval):
        raise RuleBroken(
            "not_asked", _("Le texte est en cours de reprise : vous serez consulté de nouveau quand il sera prêt.")
        )
    if asked is not None and asked != approval.round:
        raise RuleBroken("text_changed", _("Le texte a changé pendant votre lecture. Relisez-le, puis répondez."))
    if answer in EXPLAINED and not reason.strip():
        raise RuleBroken(
            "no_reason",
            _("Dites en une phrase ce qui ne va pas, pour que le texte puisse être repris."),
            field="reason",
        )


def _share_if_agreed(sheet: PracticeSheet, by: Any) -> None:
    """Share when everybody agreed to the text that was asked about."""
    if set(sheet.approvals.values_list("state", flat=True)) <= set(AGREED):
        share(sheet, by)


def _follow(sheet: PracticeSheet, answer: str, by: Any) -> None:
    """A new answer about what is shared: less wide at once, lowering is free; refused, nobody reads it any more."""
    if answer == ApprovalState.DECLINED and sheet.state != SheetState.ARCHIVED:
        retract(sheet, by)
    elif answer != ApprovalState.PUBLIC and sheet.visibility == Visibility.PUBLIC:
        narrow(sheet, by)


@transaction.atomic
def withdraw_sheet(*, sheet: PracticeSheet, by: Any) -> PracticeSheet:
    """Take the text back to rework it: links already sent say so."""
    sheet = locked(sheet)
    move(sheet, "withdraw")
    sheet.asked_at = None
    sheet.save()
    # The round stays: it tells the letters of this asking from those of the next.
    sheet.approvals.update(state=ApprovalState.WAITING, kept="", answered_by=None, answered_at=None)
    record("practices.withdrawn", sheet, by=by)
    touch(sheet)
    return sheet

"""The acts of signed links: agree to a sheet, say what one did with it."""

from typing import Any

from django.utils.translation import gettext as _

from cercles.core.components import Panel
from cercles.core.links import Verb
from cercles.practices import actions, emails, forms, queries
from cercles.practices.models import Approval, PracticeSheet
from cercles.practices.rules import can_answer, can_declare_reuse


def load_approval(pk: int) -> Approval | None:
    return queries.asked_approvals().select_related("sheet", "organisation").filter(pk=pk).first()


def present_approval(approval: Approval, person: Any) -> dict[str, Any]:
    """The act needs the text: one agrees to what one has read."""
    sheet = approval.sheet
    texts = queries.asked_texts(sheet)
    read = [(label, text) for name, label, text in queries.labelled(texts) if name != "title"]
    read += queries.around(sheet)
    asked = {"name": approval.organisation.name, "title": texts["title"]}
    return {
        "title": _("Votre accord pour « %(title)s »") % asked,
        "text": _("Cette fiche raconte ce que %(name)s a fait. Rien n’est partagé sans votre accord.") % asked,
        "panels": [Panel("practices/approval_text.html", {"texts": read})],
        "button": _("Répondre"),
    }


def perform_approval(approval: Approval, person: Any, **clean: Any) -> str:
    answered = actions.answer_approval(approval=approval, by=person, **clean)
    return _("Votre réponse est notée : %(answer)s.") % {"answer": answered.get_state_display()}


def load_sheet(pk: int) -> PracticeSheet | None:
    return PracticeSheet.objects.filter(pk=pk, shared_at__isnull=False).first()


def present_reuse(sheet: PracticeSheet, person: Any) -> dict[str, Any]:
    return {
        "title": _("Qu’avez-vous fait de « %(title)s » ?") % {"title": sheet.title},
        "text": _("Deux minutes, même si cela n’a pas marché. Ceux dont c’est la pratique seront prévenus."),
        "button": _("Déclarer"),
    }


def perform_reuse(sheet: PracticeSheet, person: Any, **clean: Any) -> str:
    actions.declare_reuse(sheet=sheet, by=person, **clean)
    return _("Merci : votre reprise est notée.")


VERBS = (
    Verb(emails.APPROVE, load_approval, present_approval, perform_approval, forms.ApprovalForm, may=can_answer),
    Verb(emails.REUSE, load_sheet, present_reuse, perform_reuse, forms.ReuseForm, may=can_declare_reuse),
)

"""What the room gives to the others: signed-link acts, what is due, panels, personal data."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cercles.circles.rules import is_member
from cercles.core.components import NavItem, Panel, Tab
from cercles.core.links import Verb
from cercles.journal.queries import DueItem
from cercles.practices import actions, emails, forms, queries
from cercles.practices.models import Approval, PracticeSheet, Reuse


def load_approval(pk: int) -> Approval | None:
    return Approval.objects.select_related("sheet", "organisation").filter(pk=pk, round__gt=0).first()


def present_approval(approval: Approval, person: Any) -> dict[str, Any]:
    """The act needs the text: one agrees to what one has read."""
    sheet = approval.sheet
    texts = queries.texts_of(sheet)
    facts = [(sheet._meta.get_field(name).verbose_name, text) for name, text in texts.items() if text]
    asked = {"name": approval.organisation.name, "title": texts["title"]}
    return {
        "title": _("Votre accord pour « %(title)s »") % asked,
        "text": _("Cette fiche raconte ce que %(name)s a fait. Rien n’est partagé sans votre accord.") % asked,
        "facts": facts,
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
    Verb(emails.APPROVE, load_approval, present_approval, perform_approval, forms.ApprovalForm),
    Verb(emails.REUSE, load_sheet, present_reuse, perform_reuse, forms.ReuseForm),
)


def due(person: Any) -> list[DueItem]:
    """Agreements to give, and one's own sheets that were refused or grew old."""
    asked = [
        DueItem(
            title=_("Donner votre accord pour « %(title)s »") % {"title": row.sheet.title},
            note=_("au nom de %(name)s") % {"name": row.organisation.name}, label=_("Lire et répondre"),
            url=reverse("practices:approve", args=[row.sheet.ref, row.pk]), urgency=80,
        )
        for row in queries.waiting_approvals(person)
    ]  # fmt: skip
    own = PracticeSheet.objects.filter(author=person)
    refused = [
        DueItem(
            title=_("Reprendre « %(title)s »") % {"title": sheet.title}, note=_("une organisation nommée n’est pas d’accord"),
            label=_("Voir"), url=reverse("practices:detail", args=[sheet.ref]), urgency=70,
        )
        for sheet in own.filter(state="owner_check", approvals__state="declined").distinct()
    ]  # fmt: skip
    old = [
        DueItem(
            title=_("Rafraîchir « %(title)s »") % {"title": sheet.title}, note=_("rien n’a bougé depuis deux ans"),
            label=_("Voir"), url=reverse("practices:detail", args=[sheet.ref]), urgency=30,
        )
        for sheet in own.filter(state="to_refresh")
    ]  # fmt: skip
    return asked + refused + old


def nav() -> list[NavItem]:
    return [NavItem(_("Fiches"), "practices:list", "practices")]


def circle_tabs(circle: Any, reader: Any) -> list[Tab]:
    if not is_member(reader, circle):
        return []
    count = PracticeSheet.objects.visible_to(reader).filter(circle=circle).count()
    return [Tab(_("Fiches"), f"{reverse('practices:list')}?circle={circle.slug}", "practices", count)]


def home_public(reader: Any) -> list[Panel]:
    """Sheets that were taken up, with what became of them: failures are told too."""
    sheets = queries.sheets_for(reader).filter(state="public")[:4]
    return [Panel("practices/home_panel.html", {"sheets": list(sheets)})]


def export(person: Any) -> dict[str, list[dict[str, Any]]]:
    sheets = PracticeSheet.objects.filter(author=person).values(
        "title", "state", "created_at", "problem", "what_was_done", "difficulties"
    )
    reuses = Reuse.objects.filter(declared_by=person).values(
        "sheet__title", "outcome", "where", "what_changed", "result", "declared_at"
    )
    return {"fiches": list(sheets), "reprises": list(reuses)}


def erase(person: Any) -> None:
    """Drafts go with their author; what was agreed by organisations stays."""
    PracticeSheet.objects.filter(author=person, state="draft").delete()

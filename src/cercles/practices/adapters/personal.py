"""What the room holds of a person: told to her, erased with her."""

from typing import Any

from django.utils.translation import gettext as _

from cercles.practices.actions import drop_draft
from cercles.practices.enums import SHARED
from cercles.practices.models import PracticeSheet, Reuse


def export(person: Any) -> dict[str, list[dict[str, Any]]]:
    sheets = PracticeSheet.objects.filter(author=person).values(
        "title", "state", "created_at", "problem", "what_was_done", "difficulties"
    )
    reuses = Reuse.objects.filter(declared_by=person).select_related("sheet").order_by("pk")
    return {_("Fiches pratiques"): list(sheets), _("Reprises déclarées"): [_reuse(row) for row in reuses]}


def _reuse(row: Reuse) -> dict[str, Any]:
    """Of a practice that is no longer shared, what she said of it, and not what it was called."""
    title = row.sheet.title if row.sheet.state in SHARED else _("fiche qui n’est plus partagée")
    said = {name: getattr(row, name) for name in ("outcome", "where", "what_changed", "result", "declared_at")}
    return {"sheet__title": title, **said}


def erase_told(person: Any) -> list[tuple[bool, str]]:
    """For the page that asks before erasing."""
    return [
        (False, _("vos brouillons de fiches")),
        (True, _("les fiches et les reprises partagées, accordées par des organisations, sans votre nom")),
    ]


def erase(person: Any) -> None:
    """Drafts go with their author; what was agreed by organisations stays."""
    for sheet in PracticeSheet.objects.filter(author=person, state="draft"):
        drop_draft(sheet)

"""What the room holds of a person: told to her, erased with her."""

from typing import Any

from django.utils.translation import gettext as _

from cercles.practices.models import PracticeSheet, Reuse
from cercles.search.actions import touch


def export(person: Any) -> dict[str, list[dict[str, Any]]]:
    sheets = PracticeSheet.objects.filter(author=person).values(
        "title", "state", "created_at", "problem", "what_was_done", "difficulties"
    )
    reuses = Reuse.objects.filter(declared_by=person).values(
        "sheet__title", "outcome", "where", "what_changed", "result", "declared_at"
    )
    return {_("Fiches pratiques"): list(sheets), _("Reprises déclarées"): list(reuses)}


def erase_told(person: Any) -> list[tuple[bool, str]]:
    """For the page that asks before erasing."""
    return [
        (False, _("vos brouillons de fiches")),
        (True, _("les fiches et les reprises partagées, accordées par des organisations, sans votre nom")),
    ]


def erase(person: Any) -> None:
    """Drafts go with their author; what was agreed by organisations stays."""
    for sheet in PracticeSheet.objects.filter(author=person, state="draft"):
        touch(sheet)
        sheet.delete()

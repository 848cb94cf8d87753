"""Practice sheets for tests: made by the actions of real use, so that state, audience and versions agree."""

from typing import Any

from cercles.practices import actions
from cercles.practices.models import PracticeSheet

TEXTS = {
    "title": "Louer la lumière plutôt que vendre des lampes",
    "problem": "Nos clients repoussaient le remplacement faute de budget.",
    "what_was_done": "Un contrat d’usage de cinq ans.",
    "difficulties": "La trésorerie : dix-huit mois de tension.",
}


def make_sheet(cast: Any, *, author: Any = None, **texts: str) -> PracticeSheet:
    """A draft of ``cast.member`` about ``cast.organisation``."""
    by = author or cast.member
    return actions.start_sheet(circle=cast.circle, by=by, texts={**TEXTS, **texts}, organisations=[cast.organisation])


def submit(cast: Any, sheet: PracticeSheet) -> PracticeSheet:
    return actions.submit_sheet(sheet=sheet, by=sheet.author)


def answer(cast: Any, sheet: PracticeSheet, said: str = "circle", reason: str = "") -> PracticeSheet:
    actions.answer_approval(approval=sheet.approvals.get(), by=cast.representative, answer=said, reason=reason)
    return PracticeSheet.objects.get(pk=sheet.pk)


def make_shared(cast: Any, said: str = "circle") -> PracticeSheet:
    return answer(cast, submit(cast, make_sheet(cast)), said)


def make_public(cast: Any) -> PracticeSheet:
    return actions.open_sheet(sheet=make_shared(cast, "public"), by=cast.member)

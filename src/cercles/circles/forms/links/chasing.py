"""The link of a question taken to a member: she does not know, and it goes to the next."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.actions import chasing as actions
from cercles.circles.emails.chasing import asker, said
from cercles.circles.enums import QuestionState
from cercles.circles.forms.links.frame import told
from cercles.circles.models import Solicitation


def load(pk: int) -> Solicitation | None:
    """As long as its circle is open."""
    rows = Solicitation.objects.select_related("question__thread__circle", "question__asked_by")
    found = rows.filter(pk=pk).first()
    return None if found is None or found.question.thread.circle.is_closed else found


def present(row: Solicitation, person: Any) -> Mapping[str, Any]:
    question = row.question
    page = {
        "title": _("Vous ne savez pas répondre ?"), "text": _("La question ira à un autre membre qui pourrait savoir."),
        "facts": [
            (_("Question de %(who)s") % {"who": asker(question)}, question.thread.title), (_("En détail"), said(question)),
            (_("Pourquoi vous"), " ; ".join(row.reasons)),
        ],
        "button": _("Je ne sais pas"),
    }  # fmt: skip
    if row.passed_at is not None:
        return page | {
            "warning": _("Vous l’avez déjà dit. Une idée depuis ? L’échange vous reste ouvert."),
            "over": True,
        }
    if question.state != QuestionState.OPEN:
        return page | {"warning": _("Elle a trouvé sa réponse : il n’y a plus rien à faire."), "over": True}
    return page


def perform(row: Solicitation, person: Any) -> str:
    actions.do_not_know(solicitation=row, by=person)
    line = _("Vous avez dit ne pas savoir répondre à « %(title)s ».") % {"title": row.question.thread.title}
    return told(f"unknown-{row.pk}", person, line)

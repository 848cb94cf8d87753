"""Links of questions: an answer received by mail suits who asked."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles import rules
from cercles.circles.actions import questions as actions
from cercles.circles.forms.links.frame import told
from cercles.circles.models import Message

_SHOWN = 600  # characters


def load_answer(pk: int) -> Message | None:
    """As long as it stands, and its conversation is still a question of an open circle."""
    rows = Message.objects.select_related("author", "thread__circle", "thread__question__answer")
    found = rows.filter(pk=pk, withdrawn_at=None, thread__question__isnull=False).first()
    return None if found is None or found.thread.circle.is_closed else found


def may_settle(person: Any, message: Message) -> bool:
    return rules.can_settle(person, message.thread.question)


def present_answer(message: Message, person: Any) -> Mapping[str, Any]:
    chosen = message.thread.question.answer
    text = message.text if len(message.text) <= _SHOWN else message.text[:_SHOWN].rsplit(" ", 1)[0] + " …"
    page = {
        "title": _("Cette réponse vous convient-elle ?"), "text": text,
        "facts": [(_("Votre question"), message.thread.title), (_("Réponse de"), message.author_label)],
        "button": _("Cette réponse me convient"),
    }  # fmt: skip
    if chosen == message:
        return page | {"warning": _("Vous l’avez déjà dit : c’est la réponse."), "over": True}
    if chosen is not None:
        page["warning"] = _("Vous avez déjà choisi la réponse de %(name)s : celle-ci prendra sa place.") % {
            "name": chosen.author_label
        }
    return page


@transaction.atomic
def perform_fits(message: Message, person: Any) -> str:
    actions.settle(question=message.thread.question, by=person, answer=message)
    said = _("Vous avez choisi la réponse de %(name)s à « %(title)s ».") % {
        "name": message.author_label, "title": message.thread.title,
    }  # fmt: skip
    return told(f"fits-{message.pk}", person, said)

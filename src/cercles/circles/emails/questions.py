"""Letters of questions: a message was chosen as the answer."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cercles.circles.emails.frame import why_member
from cercles.circles.models import Message, Question
from cercles.core import links
from cercles.journal import actions as journal

FITS = "circle.fits"
CHOSEN = "circle-question-answer-"  # how the keys of these letters begin


def fits(message: Message, person: Any) -> tuple[str, str]:
    """The act of the letter that tells an answer to who asked."""
    return _("Cette réponse me convient"), links.url(FITS, message, person)


def chosen(question: Question, answer: Message, by: Any) -> None:
    """To who wrote it, once a message."""
    thread = question.thread
    values = {"who": by.display_name, "title": thread.title}
    journal.send_letter(
        key=f"circle-question-answer-{answer.pk}", person=answer.author,
        subject=_("Votre message répond à « %(title)s »") % values,
        lines=[_("%(who)s l’a choisi comme la réponse à la question « %(title)s ».") % values],
        act=(_("Revoir l’échange"), settings.SITE_URL + thread.get_absolute_url()), reason=why_member(thread.circle),
    )  # fmt: skip

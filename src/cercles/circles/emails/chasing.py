"""The letter that takes a question to a member who may know: the question, why she, how to answer, and one click to pass it on."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cercles.circles.emails.frame import why_member
from cercles.circles.emails.threads import about, list_headers
from cercles.circles.enums import ANSWER
from cercles.circles.models import Circle, Question, Solicitation
from cercles.circles.queries.knowing import text_of
from cercles.core import links, standing
from cercles.core.typography import when
from cercles.journal import actions as journal

UNKNOWN = "circle.unknown"
ASKED = "circle-asked-"
_SHOWN = 900  # characters of the question


def start_of(circle: Circle | int, question: Question | None = None) -> str:
    """How the keys of these letters begin: of a circle, or of one question."""
    of = f"{question.pk}-" if question else ""
    return f"circle-asked-{circle.pk if isinstance(circle, Circle) else circle}-{of}"


def said(question: Question) -> str:
    """Its words, as far as a letter shows them."""
    text = text_of(question)
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"


def asked(row: Solicitation) -> None:
    """To her alone; what she answers by mail goes to the conversation."""
    question, thread, person = row.question, row.question.thread, row.person
    circle, reply = thread.circle, standing.address(ANSWER, thread, person)
    page = settings.SITE_URL + thread.get_absolute_url()
    values = {"who": asker(question), "circle": circle, "day": when(question.asked_at), "url": page}
    how = _(
        "Vous le savez, même en partie ? Répondez à ce courriel : les membres du cercle vous liront dans l’échange."
    )
    journal.send_letter(
        key=f"{start_of(circle, question)}{person.pk}", person=person,
        subject=_("Sauriez-vous répondre à « %(title)s » ?") % {"title": thread.title},
        lines=[
            _("%(who)s a posé cette question au cercle « %(circle)s » le %(day)s, et personne n’y a encore répondu.") % values,
            how if reply else _("Vous le savez, même en partie ? Répondez dans l’échange : %(url)s") % values,
            *([_("Lire l’échange : %(url)s") % values] if reply else []),
        ],
        facts=[(_("La question"), said(question)), (_("Pourquoi vous"), " ; ".join(row.reasons))],
        act=(_("Je ne sais pas"), links.url(UNKNOWN, row, person)),
        reason=why_member(circle), reply_to=reply, headers={**list_headers(circle, person), **about(thread)},
    )  # fmt: skip


def asker(question: Question) -> Any:
    return question.asked_by.display_name if question.asked_by else _("Un ancien membre")

"""What the week prepared is sent once, put off, refused for ever, or taken up again."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.locks import locked_open
from cercles.circles.actions.threads import post_message
from cercles.circles.emails.week import word_letter
from cercles.circles.enums import NudgeState
from cercles.circles.models import Circle, Nudge, Thread
from cercles.circles.queries.week import Word
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.people.models import User

LATER = timedelta(days=14)


def _write(word: Word, by: Any, state: NudgeState, until: date | None) -> Nudge:
    """One row a line, the circle locked before it: what a colleague has just sent is not sent again."""
    circle = locked_open(Circle(pk=word.circle.pk))
    found = Nudge.objects.filter(circle=circle, kind=word.kind, about=word.about).first()
    today = clock.today()
    if found and found.state == NudgeState.SENT and (found.until is None or found.until > today):
        raise RuleBroken("already_sent", _("Ce mot est déjà parti : il ne part pas deux fois."))
    row = found or Nudge(circle=circle, kind=word.kind, about=word.about)
    row.person_id, row.title, row.state, row.until = word.person_id, word.title[:200], state, until
    row.by, row.at = by, clock.now()
    row.save()
    return row


@transaction.atomic
def send_word(*, word: Word, by: Any, text: str, with_address: bool = False) -> Nudge:
    """To its person by letter, or to its conversation. ``with_address``: her answer comes to ``by``, who so shows her address."""
    text = text.strip()
    if not text:
        raise RuleBroken("text_missing", _("Écrivez votre message."), field="text")
    again = clock.today() + timedelta(days=word.again_after) if word.again_after else None
    row = _write(word, by, NudgeState.SENT, again)
    if word.thread_id:
        post_message(thread=Thread.objects.select_related("circle").get(pk=word.thread_id), by=by, text=text)
    else:
        word_letter(row, word, User.objects.get(pk=word.person_id), by, text, with_address=with_address)
    return row


@transaction.atomic
def put_off(*, word: Word, by: Any) -> Nudge:
    """« Pas maintenant »: the line comes back in two weeks."""
    return _write(word, by, NudgeState.LATER, clock.today() + LATER)


@transaction.atomic
def never_again(*, word: Word, by: Any) -> Nudge:
    """No line about this person any more in this circle, whatever its kind; about a conversation, no line of it."""
    return _write(word, by, NudgeState.NEVER, None)


@transaction.atomic
def take_up(*, nudge: Nudge, by: Any) -> None:
    """What was put aside waits again. What was sent stays sent."""
    locked_open(nudge.circle)
    Nudge.objects.filter(pk=nudge.pk).exclude(state=NudgeState.SENT).delete()

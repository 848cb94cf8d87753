"""Change or take back one's own message. What it said before stays, dated; what is taken back is shown no more."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.copies import renew_copies
from cercles.circles.actions.locks import locked_open
from cercles.circles.actions.threads.quotes import cut_in_new
from cercles.circles.actions.threads.writing import LONGEST, locked_thread, name_members
from cercles.circles.emails import chasing
from cercles.circles.enums import QuestionState
from cercles.circles.models import Message, MessageVersion, Question
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal
from cercles.search import actions as search


def _held(message: Message) -> Message:
    """The message as it is now, its circle and thread locked before it."""
    message.thread.circle = locked_open(message.thread.circle)
    thread = locked_thread(message.thread)
    fresh = Message.objects.select_for_update().get(pk=message.pk)
    fresh.thread = thread
    return fresh


@transaction.atomic
def edit_message(*, message: Message, by: Any, text: str) -> Message:
    """The members read the new text, and may read the former one. Nobody is written to again, but for who is newly named."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise RuleBroken("text_missing", _("Écrivez le nouveau texte, ou retirez le message."), field="text")
    fresh = _held(message)
    if fresh.is_withdrawn:
        raise RuleBroken("withdrawn", _("Ce message a été retiré : il ne se modifie plus."))
    if text == fresh.text:
        return fresh
    now = clock.now()
    MessageVersion.objects.create(message=fresh, text=fresh.text, until=now)
    fresh.text, fresh.edited_at = text, now
    fresh.save(update_fields=["text", "edited_at"])
    cut_in_new(fresh)
    name_members(fresh)
    search.touch(fresh.thread)
    journal.record("circles.message_edited", fresh.thread, by=by, number=fresh.number)
    return fresh


@transaction.atomic
def withdraw_message(*, message: Message, by: Any, reason: str = "") -> Message:
    """Its place stays, so that answers keep their sense; its text, its files and its former versions are gone from the page. If it
    answered a question, the question waits again."""
    fresh = _held(message)
    if fresh.is_withdrawn:
        return fresh
    fresh.withdrawn_at, fresh.withdrawn_reason = clock.now(), " ".join(reason.split())[:300]
    fresh.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    take_out(fresh)
    journal.tell_again(fresh.thread.circle.members_audience)
    renew_copies(fresh.thread.circle)
    journal.record("circles.message_withdrawn", fresh.thread, by=by, number=fresh.number)
    return fresh


def take_out(message: Message) -> None:
    """Of a message that is no longer to be read: what it answered waits again, the search forgets it, its letters do not leave."""
    Question.objects.filter(answer=message).update(
        state=QuestionState.OPEN, answer=None, answered_at=None, certified_by=None, certified_at=None, certified_said=""
    )
    search.touch(message.thread)
    circle = message.thread.circle_id
    journal.drop_waiting(start=f"circle-thread-{circle}-m{message.pk}-")
    if message.number == 1 and (asked := Question.objects.filter(thread=message.thread).first()):
        journal.drop_waiting(start=chasing.start_of(circle, asked))

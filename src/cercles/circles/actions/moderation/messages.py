"""What moderation does to a message of a conversation: the same as its author taking it back, but for the motive, and it can be undone."""

from collections.abc import Collection
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.threads.changing import take_out
from cercles.circles.actions.threads.files import drop_stored
from cercles.circles.actions.threads.quotes import cut_quotes, forget_quotes
from cercles.circles.models import Message, MessageFile, MessageVersion, Thread
from cercles.core import clock
from cercles.search import actions as search


def remove_message(pk: int, motive: str, by: Any) -> None:
    """Letters that have not left do not leave, those that quote it are written again as they leave; if it answered a question, the
    question waits again."""
    message = Message.objects.select_for_update(of=("self",)).select_related("thread").get(pk=pk)
    message.withdrawn_at, message.removed_for = clock.now(), motive
    message.save(update_fields=["withdrawn_at", "removed_for"])
    if message.number == 1:
        _hide_title(message.thread)
    cut_quotes(message.thread)
    take_out(message)


def _hide_title(thread: Thread) -> None:
    """The words of who opened it: they go with her message."""
    if thread.title_away:
        return
    thread.title_away, thread.title = thread.title, _("Sujet retiré par l’animation")
    thread.save(update_fields=["title", "title_away"])


def _show_title(thread: Thread) -> None:
    if thread.title_away:
        thread.title, thread.title_away = thread.title_away, ""
        thread.save(update_fields=["title", "title_away"])


def restore_message(pk: int, by: Any) -> None:
    """In its place, with its files and its date. Nobody is written to again; what it answered is for who asked to say anew. Of an
    account that was erased meanwhile nothing is left to give back: its place stays as it is."""
    found = Message.objects.filter(pk=pk).exclude(removed_for="").select_related("thread").first()
    if found is None or not (found.text or found.files.exists()):
        return
    found.withdrawn_at, found.removed_for = None, ""
    found.save(update_fields=["withdrawn_at", "removed_for"])
    if found.number == 1:
        _show_title(found.thread)
    cut_quotes(found.thread)
    search.touch(found.thread)


def erase_messages(pks: Collection[int]) -> None:
    """For good: the words, the files and the former texts of what stayed away. The place stays, with the motive."""
    away = Message.objects.filter(pk__in=pks).exclude(removed_for="")
    forget_quotes(away)
    Thread.objects.filter(messages__in=away.filter(number=1)).update(title_away="")
    MessageVersion.objects.filter(message__in=away).delete()
    files = MessageFile.objects.filter(message__in=away)
    transaction.on_commit(partial(drop_stored, [str(row.file.name) for row in files]))
    files.delete()
    away.update(text="", kept="", mail_id="")

"""Start a conversation, answer in it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.locks import locked_open
from cercles.circles.actions.threads.files import drop_files, keep_files
from cercles.circles.actions.threads.quotes import cut_in_new
from cercles.circles.enums import MessageSource
from cercles.circles.models import Circle, Membership, Mention, Message, MessageFile, Thread
from cercles.circles.models.threads import LONGEST_TITLE
from cercles.core import clock
from cercles.core.enums import Visibility
from cercles.core.errors import RuleBroken
from cercles.core.text import search_key
from cercles.journal import actions as journal
from cercles.search import actions as search

LONGEST = 20_000
_LATE, _LONGEST_WAY = timedelta(hours=1), timedelta(days=60)


@dataclass(frozen=True)
class Mailed:
    """What a message written in a mail program has more than one typed in the site."""

    mail_id: str
    key: str  # the same mail read twice posts once
    kept: str = ""
    name: str = ""  # of somebody without an account, whose message was published by who facilitates
    source: str = MessageSource.MAIL  # the site, for what waited there to be read again
    sent_at: datetime | None = None  # as the mail says
    still: Callable[[], None] | None = (
        None  # refuses when what waited was decided meanwhile; asked with the circle held
    )

    def late(self, now: datetime) -> datetime | None:
        """When it left, told when that was well before ``now``; a date that cannot be so is not told."""
        if self.sent_at is None or not now - _LONGEST_WAY <= self.sent_at <= now - _LATE:
            return None
        return self.sent_at


def start_thread(
    *, circle: Circle, by: Any, title: str, text: str, files: Iterable[Any] = (), mailed: Mailed | None = None,
    also: Callable[[Thread], Any] | None = None,
) -> Thread:  # fmt: skip
    """A new conversation with its first message, for the members of the circle; ``also``: what is written with it."""
    title = " ".join(title.split())[:LONGEST_TITLE]
    if not title:
        raise RuleBroken(
            "title_missing", _("Donnez un sujet : c’est lui que les membres lisent d’abord."), field="title"
        )

    def write(rows: Sequence[MessageFile]) -> Thread:
        fresh = locked_open(circle)
        thread = Thread(
            circle=fresh, title=title, started_by=by, visibility=Visibility.CIRCLE, audience=fresh.members_audience,
            created_at=clock.now(), changed_at=clock.now(),
        )  # fmt: skip
        add_message(thread, by=by, text=text, rows=rows, mailed=mailed)
        journal.record("circles.thread_started", thread, by=by)
        if also is not None:
            also(thread)
        return thread

    return _with_files(files, text, write)


def post_message(
    *, thread: Thread, by: Any, text: str, files: Iterable[Any] = (), answers: Message | None = None,
    mailed: Mailed | None = None,
) -> Message:  # fmt: skip
    """An answer, told to the members by their rhythm. The thread goes on unless it or its circle was closed meanwhile."""

    def write(rows: Sequence[MessageFile]) -> Message:
        thread.circle = locked_open(thread.circle)
        fresh = locked_thread(thread)
        if fresh.is_closed:
            raise RuleBroken("thread_closed", _("Cet échange est clos : ouvrez-en un autre, ou demandez à le rouvrir."))
        return add_message(fresh, by=by, text=text, rows=rows, answers=answers, mailed=mailed)

    return _with_files(files, text, write)


def locked_thread(thread: Thread) -> Thread:
    """The row, held until the end of the transaction; the circle is locked before it, as everywhere."""
    fresh = Thread.objects.select_for_update().get(pk=thread.pk)
    fresh.circle = thread.circle
    return fresh


def _with_files(files: Iterable[Any], text: str, write: Any) -> Any:
    files = list(files)
    if not text.strip() and not files:
        raise RuleBroken("text_missing", _("Écrivez votre message, ou joignez un fichier."), field="text")
    if len(text) > LONGEST:
        told = _("Ce message compte %(n)d caractères ; la limite est de %(most)d. Joignez plutôt un document.")
        raise RuleBroken("text_too_long", told % {"n": len(text), "most": LONGEST}, field="text")
    rows = keep_files(files)
    try:
        with transaction.atomic():
            return write(rows)
    except RuleBroken:
        drop_files(rows)
        raise


def add_message(
    thread: Thread, *, by: Any, text: str, rows: Sequence[MessageFile] = (), answers: Message | None = None,
    mailed: Mailed | None = None,
) -> Message:  # fmt: skip
    """In the caller's transaction, the thread locked or new: the next number, who is named, whom to tell."""
    if mailed is not None and mailed.still is not None:
        mailed.still()
    now, source = clock.now(), mailed.source if mailed else MessageSource.SITE
    thread.count += 1
    name = "" if by or mailed is None else mailed.name
    thread.last_at, thread.last_by, thread.last_name, thread.changed_at = now, by, name, now
    thread.save()
    message = Message.objects.create(
        thread=thread, number=thread.count, author=by, text=text.strip(), at=now, answers=answers,
        is_plain=source == MessageSource.MAIL, source=source,
        kept=mailed.kept if mailed else "", mail_id=mailed.mail_id[:250] if mailed else "",
        source_key=mailed.key if mailed else None, author_name=name,
        sent_at=mailed.late(now) if mailed else None,
    )  # fmt: skip
    for row in rows:
        row.message = message
    MessageFile.objects.bulk_create(rows)
    cut_in_new(message)
    name_members(message)
    search.touch(thread)
    journal.enqueue("circles.message_letters", key=f"circle-thread-letters-{message.pk}", message=message.pk)
    return message


def name_members(message: Message) -> None:
    """Keep who is named: « @Maud Lenoir », with or without accents and capitals."""
    if "@" not in message.text:
        return
    said = search_key(message.text)
    members = Membership.objects.current().filter(circle=message.thread.circle_id).exclude(person=message.author_id)
    found = [
        Mention(message=message, person_id=person)
        for person, key in members.order_by("pk").values_list("person", "person__search_key")
        if key and re.search(rf"@{re.escape(key)}(?!\w)", said)
    ]
    Mention.objects.bulk_create(found, ignore_conflicts=True)

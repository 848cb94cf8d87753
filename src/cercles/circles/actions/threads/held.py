"""What waits: published, refused, its sender blocked. Decided once, by one person."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.locks import locked
from cercles.circles.actions.threads.asking import ask_question
from cercles.circles.actions.threads.files import drop_stored
from cercles.circles.actions.threads.mail import ASKS, accepted
from cercles.circles.actions.threads.writing import LONGEST, Mailed, post_message, start_thread
from cercles.circles.emails import threads as letters
from cercles.circles.enums import HeldReason, HeldState, MessageSource
from cercles.circles.models import BlockedSender, Circle, HeldMessage, Message
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal
from cercles.journal.enums import Outcome
from cercles.journal.queries import MailFile
from cercles.journal.queries.incoming import read_letter


def publish_held(*, held: HeldMessage, by: Any, title: str = "") -> Message:
    """In its thread, or in a new one. It bears the name of the member, or the one its sender gives; never an address."""
    letter = read_letter(_raw(held))
    files, refused = accepted([*letter.files, *_own_files(held)])
    text = held.text[:LONGEST] or ("" if files else _("(sans texte)"))
    kept = "\n\n".join(filter(None, (held.text[LONGEST:], held.kept, *refused)))
    name = held.sender_name or held.sender.partition("@")[0]
    mailed = Mailed(letter.message_id, _key(held), kept, name, held.source, letter.at, partial(_require_waiting, held))
    message = _published(held)  # before a kill
    if message is None and held.thread is not None:
        held.thread.circle = held.circle
        message = post_message(thread=held.thread, by=held.person, text=text, files=files, mailed=mailed)
    elif message is None:
        said = title.strip() or held.title or _("(sans sujet)")
        asked = ASKS.match(said) if held.source == MessageSource.SITE else None
        start, said = (ask_question, said[asked.end() :]) if asked else (start_thread, said)
        started = start(circle=held.circle, by=held.person, title=said, text=text, files=files, mailed=mailed)
        message = started.messages.get(number=1)
    _decide(held, by, HeldState.PUBLISHED, message)
    return message


def _key(held: HeldMessage) -> str:
    return held.mail.key if held.mail else f"held-{held.pk}"


def _published(held: HeldMessage) -> Message | None:
    return Message.objects.filter(source_key=_key(held)).first()


def _require_waiting(held: HeldMessage) -> None:
    """Neither refused nor published, a moment ago, by another. Call it with the circle locked."""
    if _published(held) or not HeldMessage.objects.filter(pk=held.pk, state=HeldState.WAITING).exists():
        raise _already_decided()


def _already_decided() -> RuleBroken:
    return RuleBroken("already_decided", _("Quelqu’un a déjà décidé de ce message. Rien n’a changé."))


def _raw(held: HeldMessage) -> bytes:
    if held.mail is None or not held.mail.raw:
        return b""
    with held.mail.raw.open("rb") as file:
        content: bytes = file.read()
    return content


def _own_files(held: HeldMessage) -> list[MailFile]:
    """Of what was typed in the site."""
    found = []
    for row in held.own_files.all():
        with row.file.open("rb") as file:
            found.append(MailFile(row.name, file.read()))
    return found


@transaction.atomic
def _decide(held: HeldMessage, by: Any, state: HeldState, message: Message | None = None) -> None:
    locked(held.circle)
    waiting = HeldMessage.objects.filter(pk=held.pk, state=HeldState.WAITING)
    if message is None and _published(held):  # by another, who is about to say so
        raise _already_decided()
    if not waiting.update(state=state, decided_at=clock.now(), decided_by=by, message=message):
        raise _already_decided()
    journal.record(f"circles.held_{state}", held.circle, by=by, audience=f"person:{by.pk}", held=held.pk)
    transaction.on_commit(partial(drop_stored, [str(row.file.name) for row in held.own_files.all()]))
    held.own_files.all().delete()
    if held.mail is not None:
        posted = state == HeldState.PUBLISHED
        journal.mail_decided(
            held.mail, outcome=Outcome.POSTED if posted else Outcome.IGNORED, reason="" if posted else str(state)
        )


def refuse_held(*, held: HeldMessage, by: Any, block: bool = False) -> None:
    """It does not enter. Its sender is told nothing, unless she is a member whose messages are read again: else, an address in
    « From » proves nothing. ``block``: nor will the next ones."""
    with transaction.atomic():
        if held.reason == HeldReason.REVIEWED and held.person is not None:
            letters.not_published(held)
        _decide(held, by, HeldState.BLOCKED if block else HeldState.REFUSED)
        if block:
            BlockedSender.objects.get_or_create(
                circle=held.circle, address=held.sender, defaults={"by": by, "at": clock.now()}
            )


@transaction.atomic
def unblock(*, circle: Circle, address: str, by: Any) -> None:
    BlockedSender.objects.filter(circle=circle, address=address).delete()
    journal.record("circles.unblocked", circle, by=by, audience=f"person:{by.pk}")

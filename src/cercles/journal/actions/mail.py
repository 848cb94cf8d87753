"""Mails are put in the outbox inside the transaction of the act: they leave if and only if the act is kept."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from cercles.core import clock
from cercles.journal import emails
from cercles.journal.enums import WorkState
from cercles.journal.models import OutgoingMail


def queue_mail(
    *,
    key: str,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    person: Any = None,
    reply_to: str = "",
    headers: dict[str, str] | None = None,
    attachments: list[dict[str, str]] | None = None,
    due_at: datetime | None = None,
) -> OutgoingMail:
    """Put a mail in the outbox, in the caller's transaction: it leaves if and only if the act is kept. Same ``key``: same mail."""
    mail, _created = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "person": person, "to": to, "subject": emails.one_line(subject), "text": text, "html": html,
            "reply_to": reply_to, "headers": headers or {}, "attachments": attachments or [],
            "due_at": due_at or clock.now(), "created_at": clock.now(),
        },
    )  # fmt: skip
    return mail


def send_letter(
    *,
    key: str,
    person: Any = None,
    to: str = "",
    subject: Any,
    lines: Iterable[Any],
    act: tuple[Any, str] | None = None,
    facts: Iterable[tuple[Any, Any]] = (),
    reason: Any = "",
    attachments: Iterable[dict[str, str]] = (),
    reply_to: str = "",
    body: tuple[str, SafeString] | None = None,
    headers: dict[str, str] | None = None,
) -> OutgoingMail | None:
    """Write to ``person``, or to the address that somebody without an account left in ``to``: plain paragraphs, at most one act
    ``(label, address)``, and why they receive this.

    Part of the caller's transaction, and sent once for a ``key``. Nobody writes to an erased person: then there is no mail.
    An attachment is ``{"name", "type", "text"}``, for instance ``text/calendar; method=REQUEST``. ``body``: what somebody wrote, as
    text and as HTML; the letter then greets nobody, since it is hers.
    """
    if person is not None and not emails.may_be_written_to(person):
        return None
    letter = emails.compose(person=person, subject=subject, lines=lines, act=act, facts=facts, reason=reason, body=body)
    return queue_mail(
        key=key, to=person.email if person else to, person=person, subject=letter.subject, text=letter.text, html=letter.html,
        reply_to=reply_to, attachments=list(attachments), headers=headers,
    )  # fmt: skip


def write_again(
    mail: OutgoingMail, *, person: Any, subject: Any, lines: Iterable[Any], act: tuple[Any, str] | None = None, reason: Any = "",
    body: tuple[str, SafeString] | None = None,
) -> None:  # fmt: skip
    """Just before it leaves: the same mail, with what may be said now."""
    letter = emails.compose(person=person, subject=subject, lines=lines, act=act, reason=reason, body=body)
    mail.subject, mail.text, mail.html = letter.subject, letter.text, letter.html
    mail.save(update_fields=["subject", "text", "html"])


def drop_waiting(*, start: str, person: Any = None) -> int:
    """Mails not yet sent whose key begins so (of one person, or of everybody) no longer leave; how many.

    One that is leaving at this moment may still leave, and is then known to have left; if it cannot, it is not tried again.
    """
    keys = OutgoingMail.objects.filter(key__prefix=start, state__in=(WorkState.DUE, WorkState.STUCK))
    if person is not None:
        keys = keys.filter(person=person)
    return keys.update(state=WorkState.DROPPED, done_at=clock.now(), reason="no longer wanted")

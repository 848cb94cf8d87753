"""Writes of the journal, called by the actions of every room above, inside their transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal import emails, rules
from cercles.journal.models import Entry, Job, Link, OutgoingMail
from cercles.journal.queries import kind_of


def record(verb: str, obj: models.Model, *, by: Any, audience: str = "", reason: str = "", **data: Any) -> Entry:
    """Write what just happened to ``obj``. ``audience`` defaults to the object's own."""
    return Entry.objects.create(
        verb=verb, kind=kind_of(obj), object_id=obj.pk, title=str(obj)[:200], by=by,
        audience=audience or getattr(obj, "audience", ""), reason=reason, data=data, at=clock.now(),
    )  # fmt: skip


def link(origin: models.Model, outcome: models.Model, *, verb: str, by: Any) -> Link:
    """Say that ``outcome`` came of ``origin``. Saying it twice is saying it once."""
    ends = {
        "origin_kind": kind_of(origin), "origin_id": origin.pk,
        "outcome_kind": kind_of(outcome), "outcome_id": outcome.pk, "verb": verb,
    }  # fmt: skip
    found, _created = Link.objects.get_or_create(**ends, revoked_at=None, defaults={"by": by, "at": clock.now()})
    return found


@transaction.atomic
def revoke_link(found: Link, *, by: Any, reason: str) -> None:
    """Take a link back; the row stays with who, when and why."""
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Dites en une phrase pourquoi ce lien est retiré."), field="reason")
    Link.objects.filter(pk=found.pk, revoked_at=None).update(
        revoked_at=clock.now(), revoked_by=by, revoked_reason=reason.strip()
    )


def enqueue(verb: str, *, key: str, due_at: datetime | None = None, **arguments: Any) -> Job:
    """Ask for ``verb`` to be run by the worker. The same ``key`` is the same job: asking twice runs it once."""
    job, _created = Job.objects.get_or_create(
        key=key, defaults={"verb": verb, "arguments": arguments, "due_at": due_at or clock.now()}
    )
    return job


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
    person: Any,
    subject: Any,
    lines: Iterable[Any],
    act: tuple[Any, str] | None = None,
    facts: Iterable[tuple[Any, Any]] = (),
    reason: Any = "",
    attachments: Iterable[dict[str, str]] = (),
    reply_to: str = "",
) -> OutgoingMail | None:
    """Write to ``person``: plain paragraphs, at most one act ``(label, address)``, and why they receive this.

    Part of the caller's transaction, and sent once for a ``key``. Nobody writes to an erased person: then there is no mail.
    An attachment is ``{"name", "type", "text"}``, for instance ``text/calendar; method=REQUEST``.
    """
    if not rules.may_be_written_to(person):
        return None
    letter = emails.compose(person=person, subject=subject, lines=lines, act=act, facts=facts, reason=reason)
    return queue_mail(
        key=key, to=person.email, person=person, subject=letter.subject, text=letter.text, html=letter.html,
        reply_to=reply_to, attachments=list(attachments),
    )  # fmt: skip

"""A mail comes in: kept first, in a transaction of its own; then read, and what became of it written. Each mail acts once."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from cercles.core import clock, slots, standing
from cercles.journal.actions.bounces import note_bounce
from cercles.journal.actions.work import enqueue
from cercles.journal.enums import BOUNCES, Outcome
from cercles.journal.models import IncomingMail, Job
from cercles.journal.queries.incoming import Received
from cercles.journal.reading import Letter, headers_of, nature_of, read_letter

MOST_AN_HOUR = 30  # mails of one person; beyond, they wait: a program answers a program
_HOUR = timedelta(hours=1)
_LEFT_TO_THE_WORKER = timedelta(minutes=1)


def take_in(raw: bytes, *, size: int | None = None, came_at: datetime | None = None) -> IncomingMail:
    """Keep a mail. Back only once it is committed: whoever brought it may forget it. The same mail again is the same row.

    ``size``: of the whole, when ``raw`` is its beginning alone because it was too big. ``came_at``: when the mailbox had it.
    """
    letter = headers_of(raw)
    key = _key(letter, raw)
    known = IncomingMail.objects.filter(key=key).first()
    if known is not None:
        return known
    at = min(came_at or clock.now(), clock.now())
    mail = IncomingMail(key=key, size=size or len(raw), sender=letter.sender, subject=letter.subject, at=at)
    mail.raw.save(key, ContentFile(raw), save=False)
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
            job = {"key": f"journal-read-{key[:40]}", "due_at": clock.now() + _LEFT_TO_THE_WORKER}
            enqueue("journal.read_mail", mail=mail.pk, **job)  # type: ignore[arg-type]
    except IntegrityError:  # another process brought it at the same moment
        mail.raw.delete(save=False)
        return IncomingMail.objects.get(key=key)
    except Exception:  # it will be brought again, and stored again
        mail.raw.delete(save=False)
        raise
    return mail


def _key(letter: Letter, raw: bytes) -> str:
    """By its name and the address of ours it was sent to; a mail without a name, by what it says."""
    name = letter.message_id.encode() or hashlib.sha256(raw).digest()
    return hashlib.sha256(name + b"\0" + (_address(letter) or "").encode()).hexdigest()


def _address(letter: Letter) -> str | None:
    """What follows the « + » of the first address of ours it was sent to; None when it was sent to none."""
    suffixes = [found for address in letter.sent_to if (found := standing.suffix_of(address)) is not None]
    return next((suffix for suffix in suffixes if suffix), suffixes[0] if suffixes else None)


def read_mail(mail: int) -> IncomingMail:
    """Say what becomes of a mail that was kept. Once it is said, it is said."""
    row = IncomingMail.objects.get(pk=mail)
    if row.outcome:
        return row
    with row.raw.open("rb") as file:
        raw = file.read()
    letter = read_letter(raw)
    done = _sorted(letter, row, too_big=row.size > len(raw))
    row.outcome, row.reason, row.kind, row.object_id = done.outcome, done.reason, done.kind, done.object_id
    row.read_at = clock.now()
    with transaction.atomic():
        row.save(update_fields=["outcome", "reason", "kind", "object_id", "read_at", "person"])
        Job.objects.filter(key=f"journal-read-{row.key[:40]}", lease_until__isnull=True).delete()
    return row


def _sorted(letter: Letter, mail: IncomingMail, *, too_big: bool) -> Received:
    nature = nature_of(letter, host=urlsplit(settings.SITE_URL).hostname or "localhost")
    suffix = _address(letter)
    said = standing.read(suffix) if suffix else None
    if nature.kind == "loop":
        return Received(Outcome.IGNORED, "loop")
    if nature.kind == "bounce" or (said and said.code == BOUNCES):
        return note_bounce(nature, said, mail)
    if nature.kind == "automatic":
        return Received(Outcome.IGNORED, "automatic")
    if letter.unread and not letter.sent_to:  # its very headers are beyond us: whom it is for, nobody knows
        return Received(Outcome.HELD, "unread")
    if suffix is None:
        return Received(Outcome.IGNORED, "not_for_us")
    if said is None:
        answers = (found for take in slots.providers("mail.addresses") if (found := take(suffix, letter, mail)))
        return next(answers, Received(Outcome.IGNORED, "no_such_address"))
    return _to_inbox(said, letter, mail, too_big=too_big, doubtful=nature.kind == "doubtful")


def _to_inbox(
    said: standing.Standing, letter: Letter, mail: IncomingMail, *, too_big: bool, doubtful: bool
) -> Received:
    inbox = next((inbox for inbox in slots.collect("mail.inboxes") if inbox.code == said.code), None)
    person = get_user_model()._default_manager.filter(pk=said.person_id).first()
    if inbox is None or person is None:
        return Received(Outcome.IGNORED, "no_such_address")
    trouble = _trouble(said, person, letter, mail, too_big=too_big) or ("unsure" if doubtful else "")
    done: Received = inbox.receive(said.object_id, person, letter, mail, trouble)
    if done.outcome == Outcome.POSTED:
        mail.person = person
    return done


def _trouble(said: standing.Standing, person: Any, letter: Letter, mail: IncomingMail, *, too_big: bool) -> str:
    """Why this mail cannot be taken as hers."""
    if not standing.is_current(said, person):
        return "revoked"
    if letter.sender != person.email.lower():
        return "forged"
    if too_big:
        return "too_big"
    before = IncomingMail.objects.filter(sender=letter.sender, at__gte=mail.at - _HOUR, at__lte=mail.at)
    lately = before.count()  # of the hour when it came: after a mailbox was away, those of two days are read at once
    if lately > MOST_AN_HOUR:
        return "too_many"
    return "sealed" if letter.unread else ""

"""Mails to a circle: an answer in a thread, a new thread; what is not surely a member's, or cannot enter, waits for who facilitates."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.threads.asking import ask_question
from cercles.circles.actions.threads.writing import LONGEST, Mailed, post_message, start_thread
from cercles.circles.emails import threads as letters
from cercles.circles.enums import HeldReason, Writing
from cercles.circles.models import BlockedSender, Circle, HeldMessage, Membership, Message, Thread
from cercles.circles.queries import last_note
from cercles.circles.queries.threads.subjects import bare_subject, message_named
from cercles.core.attachments import kind_of
from cercles.core.errors import RuleBroken
from cercles.core.typography import when
from cercles.journal import actions as journal
from cercles.journal.enums import Outcome
from cercles.journal.models import IncomingMail
from cercles.journal.queries import Letter, MailFile, Received
from cercles.people.models import User

MOST_FILES = 10
ASKS = re.compile(r"question\s*:\s*(?=\S)", re.IGNORECASE)  # how a subject says that it asks


def receive_answer(thread: int, person: Any, letter: Letter, mail: IncomingMail, trouble: str) -> Received:
    found = Thread.objects.select_related("circle").filter(pk=thread).first()
    if found is None:
        return Received(Outcome.IGNORED, "gone")
    return _receive(found.circle, found, person, letter, mail, trouble)


def receive_start(circle: int, person: Any, letter: Letter, mail: IncomingMail, trouble: str) -> Received:
    found = Circle.objects.filter(pk=circle).first()
    return _receive(found, None, person, letter, mail, trouble) if found else Received(Outcome.IGNORED, "gone")


def receive_named(suffix: str, letter: Letter, mail: IncomingMail) -> Received | None:
    """To the plain address of a circle, or of the site in answer to a message: nothing proves who writes, so it waits."""
    answered = None if suffix else message_named(letter.answers)
    circle = answered.thread.circle if answered else Circle.objects.filter(slug=suffix).first() if suffix else None
    if circle is None:
        return None
    if circle.is_closed or _is_blocked(circle, letter.sender):
        return Received(Outcome.IGNORED, "closed" if circle.is_closed else "blocked")
    person = User.objects.filter(email=letter.sender).first()
    member = person is not None and _is_member(circle, person)
    reason = HeldReason.UNSURE if member else HeldReason.UNKNOWN
    return _hold(circle, answered.thread if answered else None, person if member else None, letter, mail, reason)


def _receive(
    circle: Circle, thread: Thread | None, person: Any, letter: Letter, mail: IncomingMail, trouble: str
) -> Received:
    if settled := _settled(circle, person, letter, mail, trouble):
        return settled
    reason = _why_held(circle, thread, person, letter, trouble)
    if reason is None and _writing(circle, person) == Writing.REVIEWED:
        reason = HeldReason.REVIEWED
    if reason is None and not letter.text.strip() and not letter.files:
        _tell_empty(circle, person, mail)
        return Received(Outcome.IGNORED, "empty")
    if reason is None:
        try:
            return _post(circle, thread, person, letter, mail)
        except RuleBroken:  # closed at this very moment
            circle.refresh_from_db(fields=["stage"])
            reason = HeldReason.CLOSED
    if circle.is_closed:
        return _closed(circle, person, letter, mail, trouble)
    if reason == HeldReason.CLOSED and thread is not None:
        _tell_closed(circle, thread, person, mail)
    trusted = reason not in (HeldReason.FORGED, HeldReason.REVOKED)
    return _hold(circle, thread, person if trusted else None, letter, mail, reason)


def _settled(circle: Circle, person: Any, letter: Letter, mail: IncomingMail, trouble: str) -> Received | None:
    """What is said before the text is looked at."""
    if _is_blocked(circle, letter.sender):
        return Received(Outcome.IGNORED, "blocked")
    known = Message.objects.filter(source_key=mail.key).first()
    if known is not None:  # posted before a kill
        return Received(Outcome.POSTED, "", "circles.message", known.pk)
    if circle.is_closed:
        return _closed(circle, person, letter, mail, trouble)
    if trouble == "too_big":
        _tell_too_big(circle, person, mail)
        return Received(Outcome.IGNORED, trouble)
    if not trouble and _writing(circle, person) == Writing.EXCLUDED:
        _tell_excluded(circle, person, mail)
        return Received(Outcome.IGNORED, "excluded")
    return None


def _why_held(circle: Circle, thread: Thread | None, person: Any, letter: Letter, trouble: str) -> HeldReason | None:
    if trouble:
        return HeldReason(trouble)
    if not _is_member(circle, person):
        return HeldReason.LEFT
    if thread is not None and thread.is_closed:
        return HeldReason.CLOSED
    if letter.sealed and not letter.text.strip():
        return HeldReason.SEALED
    return HeldReason.TOO_LONG if len(letter.text) > LONGEST else None


def _closed(circle: Circle, person: Any, letter: Letter, mail: IncomingMail, trouble: str) -> Received:
    """Nobody could publish it: it is not kept, and a member has what she wrote back."""
    if trouble in ("", "too_big") and _is_member(circle, person):
        _tell_circle_closed(circle, person, letter, mail)
    return Received(Outcome.IGNORED, "closed")


def _post(circle: Circle, thread: Thread | None, person: Any, letter: Letter, mail: IncomingMail) -> Received:
    files, refused = accepted(letter.files)
    kept = "\n\n".join(filter(None, (letter.kept, *refused)))
    mailed = Mailed(letter.message_id, mail.key, kept, sent_at=letter.at)
    text = letter.text or ("" if files else _("(fichiers non repris)"))
    try:
        if thread is None:
            title = bare_subject(letter.subject) or _("(sans sujet)")
            asked = ASKS.match(title)
            start = ask_question if asked else start_thread
            title = title[asked.end() :] if asked else title
            started = start(circle=circle, by=person, title=title, text=text, files=files, mailed=mailed)
            message = started.messages.get(number=1)
        else:
            answers = message_named(letter.answers, thread)
            message = post_message(thread=thread, by=person, text=text, files=files, answers=answers, mailed=mailed)
    except IntegrityError:  # another process read the same mail
        message = Message.objects.get(source_key=mail.key)
    journal.forgive_bounces(person)
    if refused:
        _tell_refused(circle, person, mail, refused)
    return Received(Outcome.POSTED, "", "circles.message", message.pk)


def accepted(files: Iterable[MailFile]) -> tuple[list[Any], list[str]]:
    """Files that a message may bear, and a sentence for each that it may not."""
    taken, refused = [], []
    for file in files:
        upload = ContentFile(file.content, name=file.name)
        try:
            kind_of(upload)
        except RuleBroken as refusal:
            refused.append(_("%(name)s n’a pas été repris. %(why)s") % {"name": file.name, "why": refusal.text})
        else:
            taken.append(upload)
    many = [
        _("%(name)s n’a pas été repris : dix fichiers au plus par message.") % {"name": file.name}
        for file in taken[MOST_FILES:]
    ]
    return taken[:MOST_FILES], refused + many


def _is_member(circle: Circle, person: Any) -> bool:
    return Membership.objects.current().filter(circle=circle, person=person).exists()


def _writing(circle: Circle, person: Any) -> Writing:
    row = Membership.objects.current().filter(circle=circle, person=person).first()
    return Writing.FREE if row is None else row.writing


def _is_blocked(circle: Circle, address: str) -> bool:
    return BlockedSender.objects.filter(circle=circle, address=address).exists()


@transaction.atomic
def _hold(
    circle: Circle, thread: Thread | None, person: Any, letter: Letter, mail: IncomingMail, reason: HeldReason
) -> Received:
    told = {
        "circle": circle, "thread": thread, "person": person, "reason": reason, "sender": letter.sender,
        "sender_name": letter.sender_name, "title": (bare_subject(letter.subject))[:160], "text": letter.text,
        "kept": letter.kept, "files": [file.name for file in letter.files],
    }  # fmt: skip
    row, _new = HeldMessage.objects.get_or_create(mail=mail, defaults=told)
    return Received(Outcome.HELD, reason, "circles.heldmessage", row.pk)


# What became of it, told to the member who wrote. Nobody else is answered: an address in « From » proves nothing.


def _tell(circle: Circle, person: Any, mail: IncomingMail, subject: str, *lines: str) -> None:
    letters.mail_told(circle, person, key=mail.key[:40], subject=subject, lines=list(lines))


def _tell_circle_closed(circle: Circle, person: Any, letter: Letter, mail: IncomingMail) -> None:
    noted = last_note(circle)
    since = _("Ce cercle est clos depuis le %(day)s : plus rien n’y entre.") % {"day": when(noted[1])} if noted else ""
    text = letter.text.strip()[:LONGEST]
    lines = [since or _("Ce cercle est clos : plus rien n’y entre.")]
    if text:
        lines += [
            _("Votre message n’y est pas gardé. Le voici, pour que rien ne vous en manque :"),
            *text.split("\n\n"),
        ]
    if letter.files:
        names = ", ".join(file.name for file in letter.files)
        lines.append(_("Fichiers que vous aviez joints, et que le site n’a pas gardés : %(names)s.") % {"names": names})
    subject = _("« %(name)s » est clos : votre message n’y est pas entré") % {"name": circle.name}
    _tell(circle, person, mail, subject, *lines)


def _tell_closed(circle: Circle, thread: Thread, person: Any, mail: IncomingMail) -> None:
    _tell(
        circle, person, mail, _("« %(name)s » est clos : votre message n’y est pas entré") % {"name": thread.title},
        _("Votre message est gardé : les personnes qui animent le cercle le lisent et peuvent le publier."),
        _("Vous pouvez aussi lancer un autre échange."),
    )  # fmt: skip


def _tell_excluded(circle: Circle, person: Any, mail: IncomingMail) -> None:
    _tell(
        circle, person, mail, _("Vous n’écrivez plus dans « %(name)s » pour le moment") % {"name": circle.name},
        _("Votre message n’y est pas entré. Le courriel qui vous l’a annoncé dit jusqu’à quel jour, et comment le contester."),
    )  # fmt: skip


def _tell_too_big(circle: Circle, person: Any, mail: IncomingMail) -> None:
    size = round(mail.size / 1_048_576)
    _tell(
        circle, person, mail, _("Votre courriel est trop lourd : il n’a pas été publié"),
        _("Il pèse %(size)d Mo ; la limite est de 25 Mo par fichier. Envoyez-le sans la pièce jointe, avec un lien.") % {"size": size},
    )  # fmt: skip


def _tell_empty(circle: Circle, person: Any, mail: IncomingMail) -> None:
    _tell(
        circle, person, mail, _("Votre courriel n’a pas de texte : il n’a pas été publié"),
        _("Le site n’y a lu ni texte ni fichier. Répondez de nouveau, en écrivant au-dessus du message cité."),
    )  # fmt: skip


def _tell_refused(circle: Circle, person: Any, mail: IncomingMail, refused: list[str]) -> None:
    _tell(circle, person, mail, _("Votre message est publié, sans une partie de ses fichiers"), *refused)

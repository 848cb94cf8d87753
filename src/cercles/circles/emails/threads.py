"""Letters of conversations: a message of the circle told to a member, what became of her mail."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cercles.circles.emails.frame import page, why_member
from cercles.circles.enums import ANSWER, RHYTHM, START
from cercles.circles.models import Circle, HeldMessage, Message, Thread
from cercles.core import standing
from cercles.core.markdown import render
from cercles.core.plaintext import typed
from cercles.journal import actions as journal

MESSAGES = "circle-thread-"  # how the keys of letters that tell a message begin: then its circle, itself, its reader


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def mail_id(message: Message, thread: Thread) -> str:
    """What a message is called in every mail that tells it: the same for each reader, so that answers find their place."""
    return f"<{message.ref}.{thread.ref}@{host()}>"


def rhythm_url(circle: Circle, person: Any) -> str:
    token = standing.token(RHYTHM, circle, person)
    return settings.SITE_URL + reverse("circles:rhythm_link", kwargs={"token": token})


def list_headers(circle: Circle, person: Any) -> dict[str, str]:
    name = circle.name.replace('"', "").replace("\\", "")
    headers = {
        "List-Id": f'"{name}" <{circle.slug}.{host()}>',
        "List-Unsubscribe": f"<{rhythm_url(circle, person)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "list",
        "X-Auto-Response-Suppress": "All",
    }
    post = standing.address(START, circle, person)
    return headers | ({"List-Post": f"<mailto:{post}>"} if post else {})


def _threading(message: Message, root: Message) -> dict[str, str]:
    """RFC 5322 §3.6.4: the first message, the one that is answered, and the name it had in its author's own program."""
    thread = message.thread
    headers = {"Message-ID": mail_id(message, thread)}
    parent = message.answers or root
    if parent.pk != message.pk:
        named = [mail_id(root, thread), root.mail_id, mail_id(parent, thread), parent.mail_id]
        headers |= {"In-Reply-To": mail_id(parent, thread), "References": " ".join(dict.fromkeys(filter(None, named)))}
    return headers


def about(thread: Thread) -> dict[str, str]:
    """A letter that is no message of the conversation, and stands under its first one in mail programs."""
    root = thread.messages.get(number=1)
    named = " ".join(filter(None, (mail_id(root, thread), root.mail_id)))
    return {"In-Reply-To": mail_id(root, thread), "References": named}


def _from(name: str, circle: Circle) -> str:
    """Her name, the site's address: nobody's own address is shown."""
    bare = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].strip("> ")
    quoted = f"{name} · {circle.name}".replace('"', "").replace("\\", "")
    return f'"{quoted}" <{bare}>'


def _why(circle: Circle, person: Any) -> str:
    told = _(
        "Vous recevez ce courriel parce que vous êtes membre du cercle « %(circle)s ». En recevoir moins, ou plus : %(url)s"
    )
    return told % {"circle": circle, "url": rhythm_url(circle, person)}


def message(row: Message, root: Message, person: Any, act: tuple[str, str] | None = None) -> None:
    """One message to one member: her answer goes to the thread, by an address that is hers alone. ``act``: what she alone may do
    of it; else, reading it all."""
    circle = row.thread.circle
    journal.send_letter(
        key=f"circle-thread-{circle.pk}-m{row.pk}-{person.pk}",
        person=person,
        reply_to=standing.address(ANSWER, row.thread, person),
        headers={"From": _from(row.author_label, circle), **list_headers(circle, person), **_threading(row, root)},
        **_told(row, person, act),
    )


def message_again(mail: Any, row: Message, act: tuple[str, str] | None = None) -> None:
    """The same letter, before it leaves, with what the message says now."""
    journal.write_again(mail, person=mail.person, **_told(row, mail.person, act))


def _told(row: Message, person: Any, act: tuple[str, str] | None) -> dict[str, Any]:
    thread, circle = row.thread, row.thread.circle
    reply = standing.address(ANSWER, thread, person)
    written = row.text
    if files := ", ".join(file.name for file in row.files.all()):
        written += "\n\n" + _("Fichiers joints, à lire dans le site : %(files)s") % {"files": files}
    lines = [] if reply else [_("Pour répondre, ouvrez l’échange dans le site : ce courriel ne se répond pas.")]
    page = settings.SITE_URL + thread.get_absolute_url()
    if act:
        lines.append(_("Lire tout l’échange : %(url)s") % {"url": page})
    return {
        "subject": thread.title if row.number == 1 else f"Re: {thread.title}",
        "lines": lines,
        "body": (written, typed(written) if row.is_plain else render(written)),
        "act": act or (_("Lire tout l’échange"), page),
        "reason": _why(circle, person),
    }


def mail_told(circle: Circle, person: Any, *, key: str, subject: str, lines: list[str]) -> None:
    """What became of a mail she sent: it waits, or it could not be taken. Automatic programs are never answered."""
    journal.send_letter(
        key=f"circle-mail-{key}", person=person, subject=subject, lines=lines, act=page(circle),
        reason=_("Vous recevez ce courriel parce que vous avez écrit au cercle « %(circle)s ».") % {"circle": circle},
    )  # fmt: skip


def not_published(held: HeldMessage) -> None:
    """To a member whose messages are read again before: what she wrote did not enter."""
    circle = held.circle
    journal.send_letter(
        key=f"circle-mail-held-{held.pk}", person=held.person, act=page(circle), reason=why_member(circle),
        subject=_("Votre message n’a pas été publié dans « %(name)s »") % {"name": circle.name},
        lines=[
            _("Une personne qui anime le cercle l’a lu et ne l’a pas publié. Le voici, pour que rien ne vous en manque :"),
            *held.text.split("\n\n"),
        ],
    )  # fmt: skip

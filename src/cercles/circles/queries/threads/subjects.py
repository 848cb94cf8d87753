"""From what a mail says to the message it answers."""

import re
from collections.abc import Iterable

from cercles.circles.models import Message, Thread

_PREFIX = re.compile(r"^\s*(?:(?:re|ré|tr|fw|fwd|aw|rép)\s*(?:\[\d+\])?\s*:|\[[^\]]{1,40}\])\s*", re.IGNORECASE)
_OURS = re.compile(r"<([a-z0-9]{4,12})\.([a-z0-9]{4,12})@[^>]+>$")


def bare_subject(subject: str) -> str:
    """Without « Re: », « TR: », « [liste] », however many."""
    text = subject
    while (shorter := _PREFIX.sub("", text, count=1)) != text:
        text = shorter
    return " ".join(text.split())


def message_named(answers: Iterable[str], thread: Thread | None = None) -> Message | None:
    """The message that one of these Message-IDs names, the nearest first; of ``thread``, when it is given."""
    names = list(answers)[:20]
    refs = {match.group(1): name for name in names if (match := _OURS.match(name))}
    found = Message.objects.filter(ref__in=refs) | Message.objects.filter(mail_id__in=names)
    if thread is not None:
        found = found.filter(thread=thread)
    by_name = {}
    for message in found.select_related("thread__circle"):
        by_name[refs.get(message.ref, message.mail_id)] = message
    return next((by_name[name] for name in names if name in by_name), None)

"""What others quoted of a message that was taken away: a quotation is its words, not theirs. It goes with it and comes back with it."""

import re
from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cercles.circles.models import Message, MessageVersion, Thread
from cercles.core.markdown import plain

_MARK = re.compile(r"^[>\s]+")
_SURE = 12  # characters: a shorter line is a quotation only when it is a whole line of it


def _bare(text: str) -> str:
    return " ".join(_MARK.sub("", text).casefold().split())


class _Said:
    """A message taken away, as a mail program may cut it in lines, with or without its marks."""

    def __init__(self, text: str):
        forms = (text, plain(text))
        self.lines = {bare for form in forms for line in form.splitlines() if (bare := _bare(line))}
        self.whole = [_bare(form) for form in forms]

    def holds(self, line: str) -> bool:
        bare = [_bare(line), _bare(plain(_MARK.sub("", line)))]
        return any(
            one in self.lines or (len(one) >= _SURE and any(one in whole for whole in self.whole))
            for one in bare
            if one
        )


def without(text: str, taken: Collection[str], *, all_quoted: bool = False) -> str:
    """``text`` with one line in the place of what it quotes of the messages ``taken`` away. ``all_quoted``: what came below a mail, where
    programs quote without a mark too."""
    said = [_Said(one) for one in taken if one]
    told: list[str] = []
    cut = "> " + _("[citation d’un message retiré]")
    for line in text.split("\n"):
        quoted = line.lstrip().startswith(">")
        if (quoted or all_quoted) and any(one.holds(line) for one in said):
            if told[-1:] != [cut]:
                told.append(cut)
        elif not (quoted and not _bare(line) and told[-1:] == [cut]):  # an empty line inside what is cut
            told.append(line)
    return "\n".join(told)


def taken_from(thread: Thread) -> list[str]:
    return list(thread.messages.exclude(removed_for="").values_list("text", flat=True))


def _quotes(text: str, kept: str) -> bool:
    return bool(kept) or text.startswith(">") or "\n>" in text


def _whole(message: Message) -> tuple[str, str]:
    """What it says with its quotations, unless it was changed since they were cut."""
    kept: dict[str, Any] = message.uncut or {}
    if kept and [message.text, message.kept] == kept["shown"]:
        return kept["text"], kept["kept"]
    return message.text, message.kept


def cut_in_new(message: Message) -> None:
    """Of one that was just written, or changed: what she quotes may have been taken away since she received it."""
    if message.uncut is not None or _quotes(message.text, message.kept):
        cut_in(message, taken_from(message.thread))


def cut_in(message: Message, taken: Collection[str]) -> None:
    """Say it again with, and without, what is away now."""
    if message.uncut is None and not _quotes(message.text, message.kept):
        return
    text, kept = _whole(message)
    shown = [without(text, taken), without(kept, taken, all_quoted=True)]
    uncut = None if shown == [text, kept] else {"text": text, "kept": kept, "shown": shown}
    if uncut != message.uncut or shown != [message.text, message.kept]:
        message.text, message.kept = shown
        message.uncut = uncut
        message.save(update_fields=["text", "kept", "uncut"])


def cut_quotes(thread: Thread) -> None:
    """In the caller's transaction, the thread's circle locked: after something of it was taken away, or given back. Former texts of a
    message are cut once, and stay so."""
    taken = taken_from(thread)
    quoting = Q(uncut__isnull=False) | ~Q(kept="") | Q(text__startswith=">") | Q(text__contains="\n>")
    for message in thread.messages.filter(quoting, withdrawn_at__isnull=True):
        cut_in(message, taken)
    for row in MessageVersion.objects.filter(message__thread=thread) if taken else ():
        if (text := without(row.text, taken)) != row.text:
            MessageVersion.objects.filter(pk=row.pk).update(text=text)


def forget_quotes(gone: Collection[Message]) -> None:
    """Before these are erased: what was quoted of them is given back no more."""
    by_thread: dict[int, list[str]] = {}
    for message in gone:
        by_thread.setdefault(message.thread_id, []).append(message.text)
    for row in Message.objects.filter(thread__in=by_thread, uncut__isnull=False):
        text, kept = _whole(row)
        taken = by_thread[row.thread_id]
        text, kept = without(text, taken), without(kept, taken, all_quoted=True)
        same = [text, kept] == [row.text, row.kept]
        row.uncut = None if same else {"text": text, "kept": kept, "shown": [row.text, row.kept]}
        row.save(update_fields=["uncut"])

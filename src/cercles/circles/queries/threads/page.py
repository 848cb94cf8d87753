"""One conversation, a page of messages at a time: messages are numbered, so a long one opens like a short one."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.safestring import SafeString

from cercles.circles.enums import MessageSource, Motive
from cercles.circles.models import Circle, Message, MessageFile, Thread, ThreadReading
from cercles.core.markdown import render
from cercles.core.plaintext import typed
from cercles.core.prepared import prepared
from cercles.core.typography import when_time
from cercles.people.models import User

MESSAGES_A_PAGE = 20
_SAID = (
    "pk", "number", "ref", "text", "kept", "is_plain", "source", "at", "sent_at", "edited_at", "withdrawn_at", "withdrawn_reason",
    "removed_for", "author_name", "author", "author__ref", "author__name", "author__email", "author__state",
)  # fmt: skip
_Files = tuple[tuple[str, str, int], ...]


class MessageLine(NamedTuple):
    """A message as its page shows it. ``files``: ``(ref, name, size in bytes)``."""

    pk: int
    number: int
    ref: str
    text: str
    kept: str
    is_plain: bool
    source: str
    at: datetime
    sent_at: datetime | None
    edited_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str
    removed_for: str
    author_id: int | None
    author_ref: str
    who: str
    files: _Files

    @property
    def html(self) -> SafeString:
        return typed(self.text) if self.is_plain else render(self.text)

    @property
    def source_label(self) -> str:
        """Said when it was not typed here."""
        return "" if self.source == MessageSource.SITE else str(MessageSource(self.source).label)


class _Numbers:
    """What a ``Paginator`` needs of messages that bear their numbers: nothing is counted, nothing is skipped over."""

    ordered = True

    def __init__(self, count: int):
        self.total = count

    def count(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> range:
        return range(part.start + 1, part.stop + 1)


@dataclass(frozen=True)
class ThreadPage:
    """``page``: of the numbers; ``read``: how far the reader had read, ``first_new`` the number of what she has not, or 0."""

    page: Any
    messages: list[MessageLine]
    read: int
    first_new: int


@prepared
def _found(circle: Any, reader: Any, ref: str) -> QuerySet[Thread]:
    return Thread.objects.visible_to(reader).filter(circle=circle, ref=ref).select_related("question")


def thread_seen(circle: Circle, reader: Any, ref: str) -> Thread | None:
    found: Thread | None = next(iter(_found(circle, reader, ref)), None)
    if found is not None:
        found.circle = circle
    return found


@prepared
def _messages(thread: Any, first: int, last: int) -> QuerySet[Message, Any]:
    found = Message.objects.filter(thread=thread, number__gte=first, number__lte=last)
    return found.order_by("number").values_list(*_SAID)


@prepared
def _files(pks: Collection[int]) -> QuerySet[MessageFile, Any]:
    return MessageFile.objects.filter(message__in=pks).order_by("pk").values_list("message", "ref", "name", "size")


@prepared
def _read(thread: Any, person: Any) -> QuerySet[ThreadReading, int]:
    return ThreadReading.objects.filter(thread=thread, person=person).values_list("number", flat=True)


def thread_page(thread: Thread, reader: Any, asked: str | None) -> ThreadPage:
    """The page asked for; else the one of the first message she has not read, or the last when she has read all."""
    read = next(iter(_read(thread, reader)), 0)
    numbers: Any = _Numbers(thread.count)
    pages: Paginator[int] = Paginator(numbers, MESSAGES_A_PAGE)
    landing = min(read + 1, max(thread.count, 1))
    page = pages.get_page(asked or (landing - 1) // MESSAGES_A_PAGE + 1)
    first = (page.number - 1) * MESSAGES_A_PAGE + 1
    messages = messages_between(thread, first, first + MESSAGES_A_PAGE - 1)
    new = next((line.number for line in messages if read and line.number > read), 0)
    return ThreadPage(page, messages, read, new)


def messages_between(thread: Thread, first: int, last: int) -> list[MessageLine]:
    """Two queries, whatever the number."""
    rows = _messages(thread, first, last)
    files: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
    for message, *said in _files([row[0] for row in rows]) if rows else ():
        files[message].append(tuple(said))
    return [_line(row, tuple(files[row[0]])) for row in rows]


def _line(row: Any, files: _Files) -> MessageLine:
    (pk, number, ref, text, kept, is_plain, source, at, sent, edited, withdrawn, reason, removed, name, *by) = row
    author, author_ref, *named = by
    if withdrawn:
        text, kept, files = "", "", ()
    who = User.named(*named) if author else name
    return MessageLine(
        pk,
        number,
        ref,
        text,
        kept,
        is_plain,
        source,
        at,
        sent,
        edited,
        withdrawn,
        reason,
        removed,
        author,
        author_ref or "",
        who,
        files,
    )


def told(
    line: MessageLine, slug: str, thread_ref: str, reader: Any, *, first_new: int, may_edit: bool, answer: int | None = None,
    may_settle: bool = False, moderates: bool = False,
    freely: bool = True,
) -> dict[str, Any]:  # fmt: skip
    """In plain values, for the page. ``answer``: the message that answers, of a question; ``may_settle``: the reader chooses it;
    ``moderates``: she takes away what others wrote;
    ``freely``: she changes what she wrote."""
    answers = line.pk == answer
    others = line.author_id != reader.pk and line.withdrawn_at is None
    return {
        "slug": slug, "thread": thread_ref, "number": line.number, "who": line.who, "person": line.author_ref,
        "iso": line.at.isoformat(), "when": when_time(line.at), "html": line.html, "kept": line.kept,
        "sent": when_time(line.sent_at) if line.sent_at else "",
        "edited": when_time(line.edited_at) if line.edited_at else "", "source": line.source_label,
        "withdrawn": when_time(line.withdrawn_at) if line.withdrawn_at else "", "reason": line.withdrawn_reason,
        "files": line.files, "new": line.number == first_new,
        "answers": answers, "settle": may_settle and line.number > 1 and not answers and line.withdrawn_at is None,
        "ref": line.ref, "reports": others, "moderates": moderates,
        "removed": str(Motive(line.removed_for).label).lower() if line.removed_for else "",
        "own": may_edit and line.author_id == reader.pk and line.withdrawn_at is None, "freely": freely,
    }  # fmt: skip

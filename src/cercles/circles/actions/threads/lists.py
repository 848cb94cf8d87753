"""An old list brought in from its mbox: its authors, its dates, its conversations. Begun again anywhere, each message is there once."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.locks import locked_open
from cercles.circles.actions.threads.files import keep_files
from cercles.circles.actions.threads.mail import accepted
from cercles.circles.actions.threads.writing import LONGEST
from cercles.circles.enums import MessageSource
from cercles.circles.models import Circle, ListImport, Membership, Message, MessageFile, Thread
from cercles.circles.queries.threads.subjects import bare_subject
from cercles.core import clock
from cercles.core.enums import Visibility
from cercles.journal import actions as journal
from cercles.journal.queries.incoming import Found, Letter, bytes_of, headers_of, messages_of, read_letter
from cercles.search import actions as search

_SLICE = 50  # messages a transaction
_HEAD = 65_536
_SAME_SUBJECT = timedelta(days=60)
MOST_REFUSED = 500
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"]+@[^\s<>()\[\]:;,\"]+")


class Entry(NamedTuple):
    """A message of the file before it is read whole. ``root``: the key of the first of its conversation."""

    found: Found
    key: str
    at: datetime
    title: str
    root: str


def bring_in(*, circle: Circle, by: Any, file: Any, name: str) -> ListImport:
    """Keep the file and ask the worker; the page shows how far it went."""
    row = ListImport(circle=circle, by=by, name=name[-160:], at=clock.now())
    row.file.save(row.name, file, save=False)
    with transaction.atomic():
        locked_open(circle)
        row.save()
        journal.record("circles.list_brought", circle, by=by, audience=circle.members_audience, name=row.name)
        journal.enqueue("circles.import_list", key=f"circle-list-{row.pk}", row=row.pk)
    return row


def import_list(row: int) -> ListImport:
    """Go on from where it stood."""
    importing = ListImport.objects.select_related("circle").get(pk=row)
    if importing.finished_at:
        return importing
    with importing.file.open("rb") as file:
        entries, refused = _index(file, importing.circle)
        refused += [told for told in importing.refused if told not in refused]  # told of slices done before a stop
        ListImport.objects.filter(pk=row).update(total=len(entries), refused=refused[:MOST_REFUSED])
        while (done := ListImport.objects.values_list("done", flat=True).get(pk=row)) < len(entries):
            _bring(row, importing.circle, file, entries[done : done + _SLICE], done)
    ListImport.objects.filter(pk=row, finished_at=None).update(finished_at=clock.now(), file="")
    importing.file.delete(save=False)  # all that it said is in the circle
    importing.refresh_from_db()
    return importing


def _index(file: Any, circle: Circle) -> tuple[list[Entry], list[list[Any]]]:
    """Every message by its date, tied to the first of its conversation; what has no author and no date is refused, with its line."""
    heads: list[tuple[datetime, int, Found, Letter, str]] = []
    refused: list[list[Any]] = []
    last = clock.now() - timedelta(days=365 * 30)
    for order, found in enumerate(messages_of(file)):
        raw = bytes_of(file, found, _HEAD)
        letter = headers_of(raw)
        if not letter.sender and letter.at is None:
            refused.append([found.line, _("ni auteur ni date : ce n’est pas un message")])
            continue
        if letter.at is None:
            refused.append([found.line, _("date illisible : placé après le message qui le précède")])
        last = min(letter.at, clock.now()) if letter.at else last
        heads.append((last, order, found, letter, _key(circle, letter, raw)))
    return _tied(sorted(heads, key=lambda head: head[:2])), refused


def _key(circle: Circle, letter: Letter, raw: bytes) -> str:
    name = letter.message_id.encode() or raw
    return hashlib.sha256(b"list\0%d\0" % circle.pk + name).hexdigest()


def _tied(heads: list[tuple[datetime, int, Found, Letter, str]]) -> list[Entry]:
    """By what each answers; else by its subject, when it says « Re: » and somebody wrote under it lately."""
    roots: dict[str, str] = {}
    subjects: dict[str, tuple[str, datetime]] = {}
    made, seen = [], set()
    for at, _order, found, letter, key in heads:
        if key in seen:  # the same message twice in the file
            continue
        seen.add(key)
        title = bare_subject(letter.subject)
        root = next((roots[name] for name in letter.answers if name in roots), "")
        known = subjects.get(title.casefold())
        if not root and known and title != letter.subject.strip() and at - known[1] <= _SAME_SUBJECT:
            root = known[0]
        root = root or key
        if letter.message_id:
            roots[letter.message_id] = root
        subjects[title.casefold()] = (root, at)
        made.append(Entry(found, key, at, title, root))
    return made


@contextmanager
def _ours(row: int, done: int) -> Iterator[ListImport | None]:
    """The row, held; None when another worker went on meanwhile."""
    with transaction.atomic():
        held = ListImport.objects.select_for_update().get(pk=row)
        yield held if held.done == done else None


def _bring(row: int, circle: Circle, file: Any, entries: list[Entry], done: int) -> None:
    """A slice: read outside the transaction, written inside with how far it went."""
    known = set(
        Message.objects.filter(source_key__in=[entry.key for entry in entries]).values_list("source_key", flat=True)
    )
    read = [(entry, *_whole(file, entry)) for entry in entries if entry.key not in known]
    people = dict(Membership.objects.filter(circle=circle).values_list("person__email", "person"))
    with _ours(row, done) as held:
        if held is None:
            return
        roots = Message.objects.filter(source_key__in=[entry.root for entry in entries]).select_related("thread")
        threads = {message.source_key: message.thread for message in roots}
        started = 0
        for entry, letter, files in read:
            thread = threads.get(entry.root)
            if thread is None:
                started += 1
                thread = threads[entry.root] = _started(circle, entry)
            _write(thread, entry, letter, files, people)
        for thread in threads.values():
            search.touch(thread)
        held.done, held.messages = done + len(entries), held.messages + len(read)
        held.threads, held.known = held.threads + started, held.known + len(known)
        unread = [[entry.found.line, _("illisible en partie : seul ce qui s’en lit est repris")]
                  for entry, letter, _files in read if letter.unread]  # fmt: skip
        held.refused = [*held.refused, *unread][:MOST_REFUSED]
        held.save(update_fields=["done", "messages", "threads", "known", "refused"])
        journal.went_on()


def _whole(file: Any, entry: Entry) -> tuple[Letter, list[MessageFile]]:
    letter = read_letter(bytes_of(file, entry.found, settings.INCOMING_MAX_BYTES))
    taken, refused = accepted(letter.files)
    letter.kept = _ADDRESS.sub("…", "\n\n".join(filter(None, (letter.text[LONGEST:], letter.kept, *refused))))
    return letter, keep_files(taken)


def _started(circle: Circle, entry: Entry) -> Thread:
    return Thread.objects.create(
        circle=circle, title=(entry.title or _("(sans sujet)"))[:160], visibility=Visibility.CIRCLE, created_at=entry.at,
        audience=circle.members_audience, last_at=entry.at,
    )  # fmt: skip


def _write(thread: Thread, entry: Entry, letter: Letter, files: list[MessageFile], people: dict[str, int]) -> None:
    """One message as it was: its date, its author if she is known here, else the name she gave and never an address."""
    person = people.get(letter.sender)
    name = "" if person else _named(letter)
    fresh = Thread.objects.select_for_update().get(pk=thread.pk)
    fresh.count += 1
    if entry.at >= fresh.last_at:
        fresh.last_at, fresh.last_by_id, fresh.last_name = entry.at, person, name
    if fresh.count == 1:
        fresh.started_by_id = person
    fresh.save()
    message = Message.objects.create(
        thread=fresh, number=fresh.count, author_id=person, author_name=name, is_plain=True, source=MessageSource.LIST,
        text=letter.text[:LONGEST] or ("" if files else _("(sans texte)")), kept=letter.kept, mail_id=letter.message_id,
        source_key=entry.key, at=entry.at,
    )  # fmt: skip
    for file in files:
        file.message = message
    MessageFile.objects.bulk_create(files)


def _named(letter: Letter) -> str:
    said = letter.sender_name.partition(" via ")[0].strip()
    return (said if said and "@" not in said else (said or letter.sender).partition("@")[0])[:120]

"""IMAP (RFC 3501), as far as we need it: what is new, one mail at a time, and « this one is kept »."""

import imaplib
import re
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NamedTuple, Self
from urllib.parse import unquote, urlsplit

from django.conf import settings

_TAKEN = "CerclesTaken"  # our own mark: a person who opens the box and reads a mail takes nothing from us
_PROBLEMS = (imaplib.IMAP4.error, OSError, EOFError, ValueError)


class PostboxAway(Exception):
    """The mailbox cannot be read now: everything in it waits."""


class NewMail(NamedTuple):
    """A mail of the box that is not marked: what it says (of one that is too big, the headers alone), its whole size, when it came."""

    uid: str
    raw: bytes
    size: int
    at: datetime | None


class Postbox:
    """``with Postbox(url) as box: for mail in box.new(): …; box.mark(mail.uid)``."""

    def __init__(self, url: str):
        self.url = urlsplit(url)
        self._imap: Any = None
        self._keyword = False

    def __enter__(self) -> Self:
        kind = imaplib.IMAP4_SSL if self.url.scheme == "imaps" else imaplib.IMAP4
        port = self.url.port or (993 if self.url.scheme == "imaps" else 143)
        try:
            self._imap = kind(self.url.hostname or "", port, timeout=settings.EMAIL_TIMEOUT)
            self._imap.login(unquote(self.url.username or ""), unquote(self.url.password or ""))
            self._done(self._imap.select(f'"{unquote(self.url.path.strip("/")) or "INBOX"}"'))
        except _PROBLEMS as trouble:
            self.__exit__()
            raise PostboxAway(str(trouble)) from trouble
        flags = b" ".join(self._imap.untagged_responses.get("PERMANENTFLAGS", [b""]))
        self._keyword = b"\\*" in flags or _TAKEN.encode() in flags
        return self

    def __exit__(self, *_: Any) -> None:
        if self._imap is not None:
            for leave in (self._imap.logout, self._imap.shutdown):
                with suppress(*_PROBLEMS):
                    leave()
            self._imap = None

    def new(self, but: Collection[str] = ()) -> Iterator[NewMail]:
        """Each mail not marked yet, in the order in which they came, ``but`` those."""
        try:
            self._imap.noop()
            asked = ("UNDELETED", "UNKEYWORD", _TAKEN) if self._keyword else ("UNDELETED", "UNSEEN")
            (found,) = self._done(self._imap.uid("SEARCH", *asked))
            for uid in sorted((found or b"").split(), key=int):
                if uid.decode() not in but:
                    yield from self._fetch(uid.decode())
        except _PROBLEMS as trouble:
            raise PostboxAway(str(trouble)) from trouble

    def _fetch(self, uid: str) -> Iterator[NewMail]:
        answer = self._done(self._imap.uid("FETCH", uid, "(INTERNALDATE RFC822.SIZE)"))
        told = b"".join(part for part in answer if isinstance(part, bytes))
        size = re.search(rb"RFC822\.SIZE (\d+)", told)
        if size is None:  # somebody took it away meanwhile
            return
        what = "BODY.PEEK[]" if int(size.group(1)) <= settings.INCOMING_MAX_BYTES else "BODY.PEEK[HEADER]"
        answer = self._done(self._imap.uid("FETCH", uid, f"({what})"))
        raw = next((part[1] for part in answer if isinstance(part, tuple)), None)
        if raw is not None:
            came = imaplib.Internaldate2tuple(told)
            at = datetime.fromtimestamp(time.mktime(came), UTC) if came else None
            yield NewMail(uid, raw, int(size.group(1)), at)

    def mark(self, uid: str) -> None:
        """It is kept here: it is not new any more."""
        flags = f"({_TAKEN} \\Seen)" if self._keyword else "(\\Seen)"
        try:
            self._done(self._imap.uid("STORE", uid, "+FLAGS.SILENT", flags))
        except _PROBLEMS as trouble:
            raise PostboxAway(str(trouble)) from trouble

    @staticmethod
    def _done(answer: tuple[str, Any]) -> Any:
        status, data = answer
        if status != "OK":
            raise ValueError(str(data))
        return data

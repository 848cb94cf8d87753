"""IMAP (RFC 3501), as far as we need it: what is new, one mail at a time, and « this one is kept »."""

import imaplib
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from django.conf import settings

_TAKEN = "CerclesTaken"  # our own mark: a person who opens the box and reads a mail takes nothing from us
_TIMEOUT_S = 20.0
_PROBLEMS = (imaplib.IMAP4.error, OSError, EOFError, ValueError)


class PostboxAway(Exception):
    """The mailbox cannot be read now: everything in it waits."""


class Postbox:
    """``with Postbox(url) as box: for uid, raw, size in box.new(): …; box.mark(uid)``."""

    def __init__(self, url: str):
        self.url = urlsplit(url)
        self._imap: Any = None
        self._keyword = False

    def __enter__(self) -> Self:
        kind = imaplib.IMAP4_SSL if self.url.scheme == "imaps" else imaplib.IMAP4
        port = self.url.port or (993 if self.url.scheme == "imaps" else 143)
        try:
            self._imap = kind(self.url.hostname or "", port, timeout=_TIMEOUT_S)
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

    def new(self) -> Iterator[tuple[str, bytes, int]]:
        """Each mail not marked yet: its uid, what it says, its size in bytes. Of one that is too big, the headers alone."""
        try:
            self._imap.noop()
            asked = ("UNDELETED", "UNKEYWORD", _TAKEN) if self._keyword else ("UNDELETED", "UNSEEN")
            (found,) = self._done(self._imap.uid("SEARCH", *asked))
            for uid in (found or b"").split():
                yield from self._fetch(uid.decode())
        except _PROBLEMS as trouble:
            raise PostboxAway(str(trouble)) from trouble

    def _fetch(self, uid: str) -> Iterator[tuple[str, bytes, int]]:
        told = b"".join(
            part for part in self._done(self._imap.uid("FETCH", uid, "(RFC822.SIZE)")) if isinstance(part, bytes)
        )
        size = re.search(rb"RFC822\.SIZE (\d+)", told)
        if size is None:  # somebody took it away meanwhile
            return
        what = "BODY.PEEK[]" if int(size.group(1)) <= settings.INCOMING_MAX_BYTES else "BODY.PEEK[HEADER]"
        answer = self._done(self._imap.uid("FETCH", uid, f"({what})"))
        raw = next((part[1] for part in answer if isinstance(part, tuple)), None)
        if raw is not None:
            yield uid, raw, int(size.group(1))

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

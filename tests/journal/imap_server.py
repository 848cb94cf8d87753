"""A small IMAP server: one mailbox kept in a folder, so that it outlives the clients that are killed in the middle.

LOGIN, SELECT, NOOP, UID SEARCH/FETCH/STORE, LOGOUT: what RFC 3501 asks of them, no more. ``mode`` breaks it in the ways servers break.
"""

import re
import socket
import socketserver
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from tests.journal.server import free_port


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    box: "ImapServer"

    def __init__(self, *args: Any):
        self.clients: set[socket.socket] = set()
        super().__init__(*args)


class _Conversation(socketserver.StreamRequestHandler):
    server: _Listener
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.server.clients.add(self.connection)
        self.server.box.calls += 1
        with suppress(OSError):
            self._keep_silent()
            if self.server.box.mode == "bye":
                self.wfile.write(b"* BYE Back on Monday\r\n")
                return
            self.wfile.write(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
            for line in self.rfile:
                if self._heard(line.decode().strip()) == "LOGOUT":
                    break
        self.server.clients.discard(self.connection)

    def _keep_silent(self) -> None:
        while self.server.box.is_silent(self.server):
            time.sleep(0.01)

    def _heard(self, line: str) -> str:
        tag, _, rest = line.partition(" ")
        time.sleep(self.server.box.pause_s)
        self._keep_silent()
        verb = rest.split(" ")[0].upper()
        if self.server.box.mode == "bye" and verb != "LOGOUT":
            self.wfile.write(b"* BYE Back on Monday\r\n")
            return "LOGOUT"
        for answer in self.server.box.answer(rest):
            self.wfile.write(answer)
            if self.server.box.mode == "cut" and b"BODY[]" in answer:
                self.wfile.write(b"Received: from")
                return "LOGOUT"
        refused = verb == "LOGIN" and ('"sec ret"' not in rest or self.server.box.mode == "login")
        self.wfile.write(f"{tag} {'NO' if refused else 'OK'} {verb} done\r\n".encode())
        return verb


class ImapServer:
    """``deliver(raw)`` puts a mail in; ``flags``: what clients marked; ``pause_s`` slows each answer; ``keywords`` off: an old server.

    ``mode``: ``silent`` takes the call and says nothing, ``login`` refuses everybody, ``cut`` hangs up in the middle of a mail, ``bye``
    says that it stops. ``calls``: how often it was called.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.mails: dict[int, bytes] = {}
        self.flags: dict[int, set[str]] = {}
        self.came: dict[int, datetime] = {}
        self.mode, self.calls = "", 0
        self.fetched: list[int] = []
        self.pause_s = 0.0
        self.keywords = True
        self._server: _Listener | None = None

    @property
    def url(self) -> str:
        return f"imap://cercles:sec%20ret@127.0.0.1:{self.port}/INBOX"

    def is_silent(self, listener: _Listener) -> bool:
        return self.mode == "silent" and self._server is listener

    def deliver(self, raw: bytes, at: datetime | None = None) -> int:
        uid = len(self.mails) + 1
        self.flags[uid], self.came[uid] = set(), at or datetime.now(UTC)
        self.mails[uid] = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        return uid

    def start(self) -> "ImapServer":
        self._server = _Listener(("127.0.0.1", self.port), _Conversation)
        self._server.box = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def stop(self) -> None:
        """Nobody is listened to any more, and those who were spoken to hear no more."""
        if self._server is not None:
            server, self._server = self._server, None
            server.shutdown()
            self.hang_up(server)
            server.server_close()
            self._thread.join(10)

    def hang_up(self, server: _Listener | None = None) -> None:
        """On those who were spoken to."""
        for client in list((server or self._server).clients):
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def answer(self, rest: str) -> list[bytes]:
        words = rest.split(" ")
        if words[0].upper() == "CAPABILITY":
            return [b"* CAPABILITY IMAP4rev1\r\n"]
        if words[0].upper() == "SELECT":
            flags = "\\Seen \\Deleted" + (" \\*" if self.keywords else "")
            return [f"* {len(self.mails)} EXISTS\r\n* OK [PERMANENTFLAGS ({flags})] ok\r\n".encode()]
        if words[0].upper() != "UID":
            return []
        return {"SEARCH": self._search, "FETCH": self._fetch, "STORE": self._store}[words[1].upper()](words[2:])

    def _search(self, words: list[str]) -> list[bytes]:
        unwanted = {words[i + 1] for i, word in enumerate(words) if word == "UNKEYWORD"} | (
            {"\\Seen"} if "UNSEEN" in words else set()
        )
        found = [str(uid) for uid in sorted(self.mails) if not unwanted & self.flags[uid]]
        return [f"* SEARCH {' '.join(found)}\r\n".encode()]

    def _fetch(self, words: list[str]) -> list[bytes]:
        uid, raw, rest = int(words[0]), self.mails[int(words[0])], " ".join(words[1:])
        if "RFC822.SIZE" in rest:
            came = f'"{self.came[uid]:%d-%b-%Y %H:%M:%S %z}"'
            return [f"* {uid} FETCH (UID {uid} INTERNALDATE {came} RFC822.SIZE {len(raw)})\r\n".encode()]
        if "HEADER" in rest:
            raw = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        self.fetched.append(uid)
        return [f"* {uid} FETCH (UID {uid} BODY[] {{{len(raw)}}}\r\n".encode(), raw, b")\r\n"]

    def _store(self, words: list[str]) -> list[bytes]:
        self.flags[int(words[0])] |= set(re.findall(r"[\\\w]+", " ".join(words[2:])))
        return []

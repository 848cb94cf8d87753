"""A small IMAP server: one mailbox kept in a folder, so that it outlives the clients that are killed in the middle.

LOGIN, SELECT, NOOP, UID SEARCH/FETCH/STORE, LOGOUT: what RFC 3501 asks of them, no more.
"""

import re
import socket
import socketserver
import threading
import time
from contextlib import suppress
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

    def handle(self) -> None:
        self.server.clients.add(self.connection)
        with suppress(OSError):
            self.wfile.write(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
            for line in self.rfile:
                if self._heard(line.decode().strip()) == "LOGOUT":
                    break
        self.server.clients.discard(self.connection)

    def _heard(self, line: str) -> str:
        tag, _, rest = line.partition(" ")
        time.sleep(self.server.box.pause_s)
        for answer in self.server.box.answer(rest):
            self.wfile.write(answer)
        verb = rest.split(" ")[0].upper()
        refused = verb == "LOGIN" and '"sec ret"' not in rest
        self.wfile.write(f"{tag} {'NO' if refused else 'OK'} {verb} done\r\n".encode())
        return verb


class ImapServer:
    """``deliver(raw)`` puts a mail in; ``flags``: what clients marked; ``pause_s`` slows each answer; ``keywords`` off: an old server."""

    def __init__(self) -> None:
        self.port = free_port()
        self.mails: dict[int, bytes] = {}
        self.flags: dict[int, set[str]] = {}
        self.fetched: list[int] = []
        self.pause_s = 0.0
        self.keywords = True
        self._server: _Listener | None = None

    @property
    def url(self) -> str:
        return f"imap://cercles:sec%20ret@127.0.0.1:{self.port}/INBOX"

    def deliver(self, raw: bytes) -> int:
        uid = len(self.mails) + 1
        self.flags[uid] = set()
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
            for client in list(server.clients):
                with suppress(OSError):
                    client.shutdown(socket.SHUT_RDWR)
            server.server_close()
            self._thread.join(10)

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
        uid, raw = int(words[0]), self.mails[int(words[0])]
        if "RFC822.SIZE" in words[1]:
            return [f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(raw)})\r\n".encode()]
        if "HEADER" in words[1]:
            raw = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        self.fetched.append(uid)
        return [f"* {uid} FETCH (UID {uid} BODY[] {{{len(raw)}}}\r\n".encode(), raw, b")\r\n"]

    def _store(self, words: list[str]) -> list[bytes]:
        self.flags[int(words[0])] |= set(re.findall(r"[\\\w]+", " ".join(words[2:])))
        return []

"""A mail server that keeps what it takes and can be told to refuse, stall or hang up."""

import asyncio
import email
import email.policy
import socket
from collections import Counter
from collections.abc import Callable

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class MailServer:
    """``answer`` is what it says to a mail: ``250 OK`` and it keeps it, anything else and it does not.

    ``STALL`` never answers; ``HANG_UP`` closes the connection; ``TAKE_AND_HANG_UP`` keeps the mail and closes without a word.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.taken: list[email.message.EmailMessage] = []
        self.connections = 0
        self.answer: Callable[[Envelope], str] = lambda envelope: "250 OK"
        self.recipient_answer: Callable[[str], str] = lambda address: "250 OK"
        self._controller: Controller | None = None

    def start(self) -> "MailServer":
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop(no_assert=True)
            self._controller = None

    @property
    def copies(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(message["Message-ID"] for message in self.taken)

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list
    ) -> list:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list) -> str:  # noqa: N802
        answer = self.recipient_answer(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answer(envelope)
        if answer.startswith("250") or answer == "TAKE_AND_HANG_UP":
            self.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if answer == "STALL":
            await asyncio.sleep(60)
        if answer.endswith("HANG_UP"):
            server.transport.close()
        return answer

"""What rooms tell the journal of the mails that come in, and what became of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cercles.journal.enums import Outcome
from cercles.journal.models import IncomingMail
from cercles.journal.reading import Letter, MailFile, headers_of, read_letter
from cercles.journal.reading.mbox import Found, bytes_of, messages_of


@dataclass(frozen=True)
class Received:
    """What became of a mail; ``reason`` in a word, for the command's last line; what it was made into."""

    outcome: Outcome
    reason: str = ""
    kind: str = ""
    object_id: int | None = None


@dataclass(frozen=True)
class Inbox:
    """Mails to the standing addresses of a code. ``receive(object_id, person, letter, mail, trouble)`` is called again after a kill:
    the same mail (``mail.key``) must act once. ``trouble``: why the mail cannot be trusted to be hers, or whole (``forged``, ``revoked``,
    ``too_many``, ``too_big``, ``sealed``, ``unsure``), or empty.
    """

    code: str
    receive: Callable[[int, Any, Letter, IncomingMail, str], Received]


def as_told(mail: IncomingMail) -> dict[str, Any]:
    """The last line of ``cercles receive``."""
    told = {
        "outcome": mail.outcome or "held",
        "reason": mail.reason or ("" if mail.outcome else "to_be_read"),
        "mail": mail.pk,
    }
    return told | ({"kind": mail.kind, "id": mail.object_id} if mail.object_id else {})


__all__ = [
    "Found", "Inbox", "IncomingMail", "Letter", "MailFile", "Outcome", "Received", "as_told", "bytes_of", "headers_of",
    "messages_of", "read_letter",
]  # fmt: skip

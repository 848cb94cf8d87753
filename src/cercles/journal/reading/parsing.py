"""A mail taken apart by the library, which raises many things on those that declare a way of writing of their own; we never do."""

import copy
import email
import email.parser
import email.policy
import re
from collections.abc import Callable, Iterator
from email.message import Message
from typing import Any

from cercles.journal.reading.charsets import header_text

# compat32 keeps what a header really says and never raises on it; we decode ourselves.
_POLICY = email.policy.compat32
DEEPEST_PART = 30  # parts within parts: a person's program makes five


def without_body(raw: bytes) -> Message:
    return email.parser.BytesParser(policy=_POLICY).parsebytes(raw, headersonly=True)


def parsed(raw: bytes) -> tuple[Message, bool]:
    """The mail, and whether it is whole: of one made of parts within parts without end, what stands before the deepest."""
    try:
        return email.message_from_bytes(raw, policy=_POLICY), True
    except RecursionError:
        nests = re.finditer(rb"^Content-Type:\s*(?:multipart|message)/", raw, re.IGNORECASE | re.MULTILINE)
        ends = [found.start() for found, _ in zip(nests, range(DEEPEST_PART), strict=False)]
        return email.message_from_bytes(raw[: ends[-1]], policy=_POLICY), False


def inside_of(part: Message) -> Iterator[Message]:
    payload = part.get_payload() if part.is_multipart() else None
    return (one for one in payload if isinstance(one, Message)) if isinstance(payload, list) else iter(())


def told(ask: Callable[[], Any], otherwise: Any = "") -> Any:
    """What a header says; the library raises many things on those that declare a way of writing of their own."""
    try:
        return ask()
    except (ValueError, LookupError, TypeError):
        return otherwise


def filename(part: Message) -> str:
    return header_text(told(part.get_filename) or "")


def content_of(part: Message) -> bytes:
    """Its bytes; the library wants to decode some by what they declare, even when asked for bytes."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError):
        bare = copy.copy(part)
        del bare["Content-Type"]
        content = told(lambda: bare.get_payload(decode=True))
    return content if isinstance(content, bytes) else b""

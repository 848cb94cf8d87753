"""A mail read: who, to whom, what she wrote apart from what her program added, which files."""

import email
import email.policy
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from io import BytesIO

from cercles.journal.reading.charsets import header_text, text_of
from cercles.journal.reading.flowed import unflow
from cercles.journal.reading.pages import page_text
from cercles.journal.reading.quotes import split
from cercles.journal.reading.tnef import TnefUnreadable, files_of_tnef

# compat32 keeps what a header really says and never raises on it; we decode ourselves.
_POLICY = email.policy.compat32
_SENT_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc", "Resent-To")
_DEEPEST = 6  # messages within messages
_DECORATION = 20_000  # bytes: a smaller picture inside a text is a logo or a smiley
_TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}
_SEALED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
_PROOFS = {
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-keys",
}


@dataclass
class MailFile:
    """A file of a mail, as an uploaded one looks: ``name``, ``size``, and reading it."""

    name: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    def open(self) -> BytesIO:
        file = BytesIO(self.content)
        file.name = self.name
        return file


@dataclass(frozen=True)
class Part:
    """A text of a mail before it is put with the others; ``quoted``: it belongs to a message within."""

    text: str
    quoted: bool = False


@dataclass
class Letter:
    """What reading a mail gives. ``text`` is hers, ``kept`` what surrounded it; ``sealed``: it holds what nobody here can open."""

    message_id: str = ""
    sender: str = ""
    sender_name: str = ""
    sent_to: tuple[str, ...] = ()
    subject: str = ""
    at: datetime | None = None
    answers: tuple[str, ...] = ()  # Message-IDs, the nearest first
    text: str = ""
    kept: str = ""
    files: list[MailFile] = field(default_factory=list)
    sealed: bool = False
    headers: Message = field(default_factory=Message)


def headers_of(raw: bytes) -> Letter:
    """What the headers say, without the body."""
    return _headed(email.message_from_bytes(raw, policy=_POLICY))


def read_letter(raw: bytes) -> Letter:
    """The whole mail. It never raises: what cannot be made sense of is left out of ``text`` and stays in ``raw``."""
    message = email.message_from_bytes(raw, policy=_POLICY)
    letter = _headed(message)
    texts: list[Part] = []
    _walk(message, letter, texts, 0)
    own = "\n\n".join(part.text.strip("\n") for part in texts if not part.quoted and part.text.strip())
    within = "\n\n".join(part.text.strip("\n") for part in texts if part.quoted)
    divided = split(own)
    letter.text, letter.kept = divided.body, divided.kept
    if within:  # a message forwarded as a file: it is what she wants to show
        letter.text = f"{letter.text}\n\n{within}".strip()
    return letter


def _headed(message: Message) -> Letter:
    names = [(header_text(name), address.strip().lower()) for name, address in _addresses(message, ("From",))]
    name, address = next(iter(names), ("", ""))
    return Letter(
        message_id=_ids(message, "Message-ID")[:1][0] if _ids(message, "Message-ID") else "",
        sender=address[:254], sender_name=name.strip("\"' ")[:120],
        sent_to=tuple(dict.fromkeys(found.lower() for _name, found in _addresses(message, _SENT_TO))),
        subject=header_text(next(iter(raw_values(message, "Subject")), ""))[:250], at=_date(message),
        answers=tuple(dict.fromkeys([*_ids(message, "In-Reply-To"), *reversed(_ids(message, "References"))])),
        headers=message,
    )  # fmt: skip


def _addresses(message: Message, names: Iterable[str]) -> list[tuple[str, str]]:
    values = [_unfolded(value) for name in names for value in raw_values(message, name)]
    try:
        found = getaddresses(values, strict=False)
    except TypeError:  # a Python before the stricter reading
        found = getaddresses(values)
    return [(name, address) for name, address in found if "@" in address]


def raw_values(message: Message, name: str) -> list[str]:
    """As they came: asked otherwise, the library replaces the bytes it does not like."""
    return [str(value) for known, value in message.raw_items() if known.lower() == name.lower()]


def _unfolded(value: str) -> str:
    """A header of addresses: its encoded words are left for later, so that a comma in a name divides nothing."""
    raw = value.encode("utf-8", "surrogateescape")
    return " ".join(text_of(raw).split())


def _ids(message: Message, name: str) -> list[str]:
    return [found[:250] for value in raw_values(message, name) for found in re.findall(r"<[^<>\s]+>", str(value))]


def _date(message: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(message.get("Date", "")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _walk(part: Message, letter: Letter, texts: list[Part], depth: int) -> None:
    kind = part.get_content_type()
    if kind in _SEALED:
        letter.sealed = True
    elif kind == "message/rfc822":
        _forwarded(part, letter, texts, depth)
    elif kind == "multipart/alternative":
        _alternative(part, letter, texts, depth)
    elif part.is_multipart():
        for inside in _inside(part):
            _walk(inside, letter, texts, depth)
    elif kind in _TNEF or (part.get_filename() or "").lower() == "winmail.dat":
        _unpack(part, letter)
    elif (
        kind in {"text/plain", "text/html"}
        and part.get_content_disposition() != "attachment"
        and not part.get_filename()
    ):
        texts.append(Part(_text(part), quoted=depth > 0))
    elif kind not in _PROOFS:
        _join(part, letter)


def _inside(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    return (one for one in payload if isinstance(one, Message)) if isinstance(payload, list) else iter(())


def _alternative(part: Message, letter: Letter, texts: list[Part], depth: int) -> None:
    """Plain text if it says something, else the HTML; whatever else it holds is looked into for files."""
    plain: list[Part] = []
    rich: list[Part] = []
    for inside in _inside(part):
        found: list[Part] = []
        _walk(inside, letter, found, depth)
        (plain if inside.get_content_type() == "text/plain" else rich).extend(found)
    said = any(one.text.strip() for one in plain)
    texts.extend(plain if said else rich)


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    text = text_of(raw if isinstance(raw, bytes) else b"", part.get_content_charset()).replace("\x00", "")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    if part.get_content_type() == "text/html":
        return page_text(text)
    if str(part.get_param("format", "")).lower() == "flowed":
        return unflow(text, deletes_space=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _forwarded(part: Message, letter: Letter, texts: list[Part], depth: int) -> None:
    """A message within the message: its words are quoted under who wrote them, its files joined."""
    inside = next(_inside(part), None)
    if inside is None or depth >= _DEEPEST:
        return
    told, found = _headed(inside), []
    _walk(inside, letter, found, depth + 1)
    head = f"{told.sender_name or told.sender.partition('@')[0]} · {told.subject}".strip(" ·")
    body = "\n".join(one.text.strip("\n") for one in found)
    quoted = "\n".join(f"> {line}".rstrip() for line in [head, "", *body.split("\n")])
    texts.append(Part(quoted, quoted=True))


def _unpack(part: Message, letter: Letter) -> None:
    """winmail.dat: Outlook put the files in a box of its own."""
    raw = part.get_payload(decode=True)
    try:
        letter.files += [
            MailFile(name, content) for name, content in files_of_tnef(raw if isinstance(raw, bytes) else b"")
        ]
    except TnefUnreadable:
        letter.sealed = True


def _join(part: Message, letter: Letter) -> None:
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    decoration = part.get_content_maintype() == "image" and part.get("Content-ID") and len(content) < _DECORATION
    if content and not decoration and part.get_content_type() != "message/delivery-status":
        name = header_text(part.get_filename() or "") or f"piece.{part.get_content_subtype()}"
        letter.files.append(MailFile(name, content))

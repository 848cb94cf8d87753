"""A mail read: who, to whom, what she wrote apart from what her program added, which files."""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from io import BytesIO

from cercles.journal.reading.charsets import header_text, text_of, writable
from cercles.journal.reading.flowed import unflow
from cercles.journal.reading.pages import page_text
from cercles.journal.reading.parsing import DEEPEST_PART, content_of, filename, inside_of, parsed, told, without_body
from cercles.journal.reading.quotes import split
from cercles.journal.reading.tnef import TnefUnreadable, files_of_tnef

log = logging.getLogger(__name__)
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
    """What reading a mail gives. ``text`` is hers, ``kept`` what surrounded it; ``sealed``: it holds what nobody here can open;
    ``unread``: a part of it could not be read, or none."""

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
    unread: bool = False
    headers: Message = field(default_factory=Message)


def headers_of(raw: bytes) -> Letter:
    """What the headers say, without the body. It never raises."""
    try:
        return _headed(without_body(raw))
    except Exception:  # whatever the library stumbles on: the mail is kept
        log.exception("the headers of a mail could not be read")
        return Letter(unread=True)


def read_letter(raw: bytes) -> Letter:
    """The whole mail. It never raises: what cannot be made sense of is left out of ``text`` and stays in ``raw``."""
    letter, texts = headers_of(raw), list[Part]()
    try:
        letter.headers, whole = parsed(raw)
        letter.unread = letter.unread or not whole
        _walk(letter.headers, letter, texts, 0)
    except Exception:  # whatever the library stumbles on: a person will read ``raw``
        log.exception("a mail could not be read whole")
        letter.unread = True
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
    return [(writable(name), writable(address)) for name, address in found if "@" in address]


def raw_values(message: Message, name: str) -> list[str]:
    """As they came: asked otherwise, the library replaces the bytes it does not like."""
    return [str(value) for known, value in message.raw_items() if known.lower() == name.lower()]


def _unfolded(value: str) -> str:
    """A header of addresses: its encoded words are left for later, so that a comma in a name divides nothing."""
    raw = value.encode("utf-8", "surrogateescape")
    return " ".join(text_of(raw).split())


def _ids(message: Message, name: str) -> list[str]:
    said = (writable(value) for value in raw_values(message, name))
    return [found[:250] for value in said for found in re.findall(r"<[^<>\s]+>", value)]


def _date(message: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(message.get("Date", "")))
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _walk(part: Message, letter: Letter, texts: list[Part], depth: int, nested: int = 0) -> None:
    """``depth``: messages within messages; ``nested``: parts within parts."""
    kind = part.get_content_type()
    if nested > DEEPEST_PART:
        letter.unread = True
    elif kind in _SEALED:
        letter.sealed = True
    elif kind == "message/rfc822":
        _forwarded(part, letter, texts, depth, nested)
    elif kind == "multipart/alternative":
        _alternative(part, letter, texts, depth, nested)
    elif part.is_multipart():
        for inside in inside_of(part):
            _walk(inside, letter, texts, depth, nested + 1)
    elif kind in _TNEF or filename(part).lower() == "winmail.dat":
        _unpack(part, letter)
    elif kind in {"text/plain", "text/html"} and part.get_content_disposition() != "attachment" and not filename(part):
        texts.append(Part(_text(part), quoted=depth > 0))
    elif kind not in _PROOFS:
        _join(part, letter)


def _alternative(part: Message, letter: Letter, texts: list[Part], depth: int, nested: int) -> None:
    """Plain text if it says something, else the HTML; whatever else it holds is looked into for files."""
    plain: list[Part] = []
    rich: list[Part] = []
    for inside in inside_of(part):
        found: list[Part] = []
        _walk(inside, letter, found, depth, nested + 1)
        (plain if inside.get_content_type() == "text/plain" else rich).extend(found)
    said = any(one.text.strip() for one in plain)
    texts.extend(plain if said else rich)


def _text(part: Message) -> str:
    text = text_of(content_of(part), told(part.get_content_charset))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    if part.get_content_type() == "text/html":
        return page_text(text)
    if str(told(lambda: part.get_param("format", ""))).lower() == "flowed":
        return unflow(text, deletes_space=str(told(lambda: part.get_param("delsp", ""))).lower() == "yes")
    return text


def _forwarded(part: Message, letter: Letter, texts: list[Part], depth: int, nested: int) -> None:
    """A message within the message: its words are quoted under who wrote them, its files joined."""
    inside = next(inside_of(part), None)
    if inside is None or depth >= _DEEPEST:
        return
    heading, found = _headed(inside), []
    _walk(inside, letter, found, depth + 1, nested + 1)
    head = f"{heading.sender_name or heading.sender.partition('@')[0]} · {heading.subject}".strip(" ·")
    body = "\n".join(one.text.strip("\n") for one in found)
    quoted = "\n".join(f"> {line}".rstrip() for line in [head, "", *body.split("\n")])
    texts.append(Part(quoted, quoted=True))


def _unpack(part: Message, letter: Letter) -> None:
    """winmail.dat: Outlook put the files in a box of its own."""
    try:
        letter.files += [MailFile(writable(name), content) for name, content in files_of_tnef(content_of(part))]
    except TnefUnreadable:
        letter.sealed = True


def _join(part: Message, letter: Letter) -> None:
    content = content_of(part)
    decoration = part.get_content_maintype() == "image" and part.get("Content-ID") and len(content) < _DECORATION
    if content and not decoration and part.get_content_type() != "message/delivery-status":
        name = filename(part) or f"piece.{part.get_content_subtype()}"
        letter.files.append(MailFile(name, content))

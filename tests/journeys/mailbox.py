"""The mails a person receives, as she reads them: a subject, an act to press, a file."""

import email.message
import re
from html.parser import HTMLParser

from tests.config.instance import wait_until
from tests.journal.server import MailServer

PATIENCE_S = 20.0  # one turn of the worker is a fifth of a second; the rest is for a busy machine


class _Anchors(HTMLParser):
    """The links of a letter, by what is written on them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._url = dict(attrs).get("href") or ""

    def handle_data(self, data: str) -> None:
        if self._url:
            self.found[plain(data)] = self._url

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._url = ""


def plain(text: str) -> str:
    """French no-break spaces read as spaces."""
    return " ".join(text.split())


class Mailbox:
    """Every mail the site sent, by a real SMTP server that takes them all."""

    def __init__(self) -> None:
        self.server = MailServer().start()
        self._read: set[int] = set()

    def received(self, address: str) -> list[email.message.EmailMessage]:
        return [mail for mail in list(self.server.taken) if address in (mail["To"] or "")]

    def next(self, address: str, subject: str) -> email.message.EmailMessage:
        """The oldest mail not read yet whose subject holds these words; waits for it."""

        def found() -> email.message.EmailMessage | None:
            for mail in self.received(address):
                if id(mail) not in self._read and plain(subject) in plain(mail["Subject"]):
                    return mail
            return None

        try:
            wait_until(found, PATIENCE_S)
        except AssertionError:
            subjects = [plain(mail["Subject"]) for mail in self.received(address)]
            raise AssertionError(f"{address} received no « {subject} », only {subjects}") from None
        mail = found()
        self._read.add(id(mail))
        return mail


def code_of(mail: email.message.EmailMessage) -> str:
    return re.match(r"([\d-]+)", mail["Subject"]).group(1)


def link_of(mail: email.message.EmailMessage, label: str) -> str:
    """The address under these words of the letter; its text version must hold the same one."""
    anchors = _Anchors()
    anchors.feed(mail.get_body(("html",)).get_content())
    assert plain(label) in anchors.found, f"no « {label} » in the letter, only {sorted(anchors.found)}"
    url = anchors.found[plain(label)]
    assert url in mail.get_body(("plain",)).get_content(), f"the text version does not say {url}"
    return url


def text_of(mail: email.message.EmailMessage) -> str:
    return plain(mail.get_body(("plain",)).get_content())


def files_of(mail: email.message.EmailMessage) -> dict[str, str]:
    return {part.get_filename(): part.get_content() for part in mail.iter_attachments()}

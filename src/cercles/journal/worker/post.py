"""One mail to the mail server, over a connection kept for a batch, and what the server's refusals mean."""

import hashlib
import smtplib
from contextlib import suppress
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from cercles.core import standing
from cercles.journal.enums import BOUNCES
from cercles.journal.models import OutgoingMail

_CLOSING = 421  # « service not available, closing the channel »
_TOO_BIG = 552


class Unreachable(Exception):
    """The server cannot be spoken to now: every mail waits."""


class Postponed(Exception):
    """The server does not want this mail now; the next one may leave."""


class Refused(Exception):
    """The server will never take this mail: trying again would annoy it and help nobody."""


def message_id(mail: OutgoingMail) -> str:
    """The same for every sending of the same mail, so that a second copy is recognised by whoever receives it."""
    return f"<{hashlib.sha256(mail.key.encode()).hexdigest()[:40]}@{_host()}>"


def _host() -> str:
    """Of this site: the mark by which it knows its own mails when they come round."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    headers = {"Message-ID": message_id(mail), "Auto-Submitted": "auto-generated", "X-Cercles": _host(), **mail.headers}
    reply_to = [mail.reply_to] if mail.reply_to else None
    envelope = standing.address(BOUNCES, mail.person, mail.person) if mail.person else ""
    if envelope:  # what comes back says by its address whose mail it was; the reader sees the ordinary sender
        headers.setdefault("From", settings.DEFAULT_FROM_EMAIL)
    message = EmailMultiAlternatives(
        mail.subject, mail.text, envelope or None, to=[mail.to], reply_to=reply_to, headers=headers
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for part in mail.attachments:
        if part["type"].startswith("text/calendar; method="):  # a calendar offers « accept » only on an alternative
            message.attach_alternative(part["text"], part["type"])
        message.attach(part["name"], part["text"], part["type"])
    return message


class Post:
    """A connection to the mail server, opened for the first mail and closed after the last, or after any trouble."""

    def __init__(self) -> None:
        self._backend = get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        with suppress(OSError, smtplib.SMTPException):
            self._backend.close()

    def open(self) -> None:
        """Before any mail is taken in hand: a server that is away is no mail's fault."""
        try:
            self._backend.open()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Unreachable(str(_meaning(error))) from error

    def send(self, mail: OutgoingMail) -> None:
        """Back without an exception once the server has said it has taken the mail."""
        try:
            self._backend.open()
            if not self._backend.send_messages([message_of(mail)]):
                raise ValueError("nobody to send it to")
        except (ValueError, LookupError) as error:  # an address or a header that cannot be written
            self.close()
            raise Refused(str(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise _meaning(error) from error


def _meaning(error: Exception) -> Exception:
    """What to do about a failure, with the server's own sentence."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _judged(code, text, for_good=code >= 500)
    if isinstance(error, smtplib.SMTPSenderRefused):  # our own address or our rights: mended in the settings
        return _judged(error.smtp_code, error.smtp_error, for_good=error.smtp_code == _TOO_BIG)
    if isinstance(error, smtplib.SMTPDataError):
        return _judged(error.smtp_code, error.smtp_error, for_good=error.smtp_code >= 500)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Refused(str(error))
    if isinstance(error, smtplib.SMTPResponseException):
        return Unreachable(_sentence(error.smtp_code, error.smtp_error))
    return Unreachable(str(error) or type(error).__name__)


def _judged(code: int, text: Any, *, for_good: bool) -> Exception:
    if code == _CLOSING:
        return Unreachable(_sentence(code, text))
    return (Refused if for_good else Postponed)(_sentence(code, text))


def _sentence(code: int, text: Any) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"

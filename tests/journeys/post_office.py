"""The way in: a real mail server that hands each mail to ``cercles receive``, as an alias does, and a mail program that writes to it."""

import json
import smtplib
from email.message import EmailMessage

from aiosmtpd.smtp import Envelope

from tests.config.instance import Instance
from tests.journal.server import MailServer

AT = "cercles@site.exemple.test"


class PostOffice:
    """``outcomes``: what the site said of each mail it was handed, in order."""

    def __init__(self, site: Instance):
        self.site, self.outcomes = site, []
        self.server = MailServer()
        self.server.answer = self._hand_over
        self.server.start()

    def _hand_over(self, envelope: Envelope) -> str:
        code, said = self.site.say("receive", given=envelope.content)
        if code:
            return "451 try again later"
        self.outcomes.append(json.loads(said.strip().splitlines()[-1]))
        return "250 OK"

    def send(self, sender: str, to: str, raw: bytes) -> str:
        """As a mail program does; what became of it."""
        with smtplib.SMTP("127.0.0.1", self.server.port, timeout=120) as out:
            out.sendmail(sender.rpartition("<")[2].strip("> "), [to], raw)
        return self.outcomes[-1]["outcome"]


def answer_as_thunderbird(mail: EmailMessage, sender: str, text: str, name: str) -> tuple[str, bytes]:
    """« Répondre » in Thunderbird: the Reply-To, a flowed text with soft line ends, the quoted letter below, a signature."""
    quoted = "\r\n".join(f"> {line}".rstrip() for line in mail.get_body(("plain",)).get_content().strip().splitlines())
    head = [
        f"Message-ID: <{name}@exemple.test>", "Date: Wed, 12 Jun 2019 14:30:00 +0200", "MIME-Version: 1.0",
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.3.1", "Content-Language: fr",
        f"Subject: Re: {mail['Subject']}", f"To: {mail['Reply-To']}", f"From: {sender}",
        f"References: {mail['Message-ID']}", f"In-Reply-To: {mail['Message-ID']}",
        "Content-Type: text/plain; charset=UTF-8; format=flowed", "Content-Transfer-Encoding: 8bit",
    ]  # fmt: skip
    body = [
        text,
        "",
        f"Le 12/06/2019 à 14:12, {mail['From'].addresses[0].display_name} a écrit :",
        quoted,
        "",
        "-- ",
        "Val-Fibre",
    ]
    return str(mail["Reply-To"]), "\r\n".join([*head, "", *body, ""]).encode()

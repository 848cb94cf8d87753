"""Take in what is new, now or again and again. A mailbox that is away is asked again, less and less often, and nothing is lost."""

import logging
from collections.abc import Iterator
from threading import Event

from django.conf import settings
from django.db import close_old_connections, connection

from cercles.journal.actions import read_mail, take_in
from cercles.journal.models import IncomingMail
from cercles.journal.postbox.imap import Postbox, PostboxAway

log = logging.getLogger(__name__)
_LONGEST_PAUSE_S = 300.0


def collect(box: Postbox) -> Iterator[IncomingMail]:
    """Each new mail: kept and committed, then marked in the box, then read. Killed anywhere, it is done once."""
    for uid, raw, size in box.new():
        mail = take_in(raw, size=size)
        box.mark(uid)
        try:
            mail = read_mail(mail.pk)
        except Exception:  # it is kept: the job will read it, or show the administrator why it cannot
            log.exception("mail %s could not be read now", mail.pk)
        yield mail


def follow(stop: Event) -> None:
    """The worker's thread: every few seconds, over one connection as long as it holds."""
    pause = settings.INCOMING_POLL_S
    while settings.IMAP_URL and not stop.is_set():
        try:
            with Postbox(settings.IMAP_URL) as box:
                while not stop.is_set():
                    close_old_connections()
                    for mail in collect(box):
                        log.info("mail %s: %s %s", mail.pk, mail.outcome or "kept", mail.reason)
                    pause = settings.INCOMING_POLL_S
                    stop.wait(pause)
        except PostboxAway as trouble:
            log.warning("the mailbox cannot be read (%s), next try in %s s", trouble, pause)
        except Exception:
            log.exception("the mailbox reader stumbled, it goes on")
        stop.wait(pause)
        pause = min(pause * 2, _LONGEST_PAUSE_S)
    connection.close()

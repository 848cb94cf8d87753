"""Take in what is new, now or again and again. A mailbox that is away is asked again, less and less often, and nothing is lost."""

import logging
from collections.abc import Iterator
from threading import Event

from django.conf import settings
from django.db import close_old_connections, connection

from cercles.core.errors import SomeFailed
from cercles.journal.actions import ServerWatch, read_mail, take_in
from cercles.journal.enums import Server
from cercles.journal.models import IncomingMail
from cercles.journal.postbox.imap import Postbox, PostboxAway

log = logging.getLogger(__name__)


def collect(box: Postbox) -> Iterator[IncomingMail]:
    """Each new mail: kept and committed, then marked in the box, then read. Killed anywhere, it is done once. One that cannot be kept
    stops no other: it waits in the box, and is told once the others are in."""
    failed: dict[str, Exception] = {}
    brought = 0
    for new in box.new():
        brought += 1
        try:
            mail = take_in(new.raw, size=new.size, came_at=new.at)
        except Exception as error:  # noqa: BLE001 (told with the others, at the end)
            failed[f"mail {new.uid}"] = error
            continue
        box.mark(new.uid)
        try:
            mail = read_mail(mail.pk)
        except Exception:  # it is kept: the job will read it, or show the administrator why it cannot
            log.exception("mail %s could not be read now", mail.pk)
        yield mail
    if failed:
        raise SomeFailed(failed, brought)


def follow(stop: Event) -> None:
    """The worker's thread: every few seconds, over one connection as long as it holds."""
    watch = ServerWatch(Server.MAILBOX)
    while settings.IMAP_URL and not stop.is_set():
        try:
            close_old_connections()
            if not watch.rests():
                _listen(stop, watch)
        except Exception:  # the database is away too
            log.exception("the mailbox reader stumbled, it goes on")
        stop.wait(settings.INCOMING_POLL_S)
    connection.close()


def _listen(stop: Event, watch: ServerWatch) -> None:
    """Until it can no longer be read."""
    try:
        with Postbox(settings.IMAP_URL) as box:
            while not stop.is_set():
                close_old_connections()
                for mail in collect(box):
                    log.info("mail %s: %s %s", mail.pk, mail.outcome or "kept", mail.reason)
                watch.back()
                stop.wait(settings.INCOMING_POLL_S)
    except PostboxAway as trouble:
        watch.away(str(trouble))
    except Exception as trouble:  # a mail that cannot be kept now: it waits in the box
        if watch.away(f"{type(trouble).__name__}: {trouble}"):
            log.exception("a mail could not be kept")

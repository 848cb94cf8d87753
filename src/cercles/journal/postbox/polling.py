"""Take in what is new, now or again and again. A mailbox that is away is asked again, less and less often, and nothing is lost."""

import logging
import time
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


def collect(box: Postbox, aside: dict[str, float] | None = None) -> Iterator[IncomingMail]:
    """Each new mail: kept and committed, then marked in the box, then read. Killed anywhere, it is done once. One that cannot be kept
    stops no other: it waits in the box, and is told once the others are in. ``aside``: mails that failed where others did not, and when
    each is tried again; they are no trouble of the box."""
    failed: dict[str, Exception] = {}
    brought = 0
    resting = {uid for uid, until in (aside or {}).items() if until > time.monotonic()}
    for new in box.new(but=resting):
        brought += 1
        try:
            mail = take_in(new.raw, size=new.size, came_at=new.at)
        except Exception as error:  # noqa: BLE001 (told with the others, at the end)
            failed[new.uid] = error
            continue
        box.mark(new.uid)
        try:
            mail = read_mail(mail.pk)
        except Exception:  # it is kept: the job will read it, or show the administrator why it cannot
            log.exception("mail %s could not be read now", mail.pk)
        yield mail
    if aside is not None and (len(failed) < brought or aside.keys() >= failed.keys()):
        _set_aside(failed, aside)
    elif failed:
        raise SomeFailed({f"mail {uid}": error for uid, error in failed.items()}, brought)


def _set_aside(failed: dict[str, Exception], aside: dict[str, float]) -> None:
    """The administrator reads each once in the log."""
    for uid, error in failed.items():
        if uid not in aside:
            log.error("mail %s of the mailbox cannot be kept: it waits there, the others are read", uid, exc_info=error)
        aside[uid] = time.monotonic() + settings.WORKER_RETRY_S * 10


def follow(stop: Event) -> None:
    """The worker's thread: every few seconds, over one connection as long as it holds."""
    watch, aside = ServerWatch(Server.MAILBOX), dict[str, float]()
    while settings.IMAP_URL and not stop.is_set():
        try:
            close_old_connections()
            if not watch.rests():
                _listen(stop, watch, aside)
        except Exception:  # the database is away too
            log.exception("the mailbox reader stumbled, it goes on")
        stop.wait(settings.INCOMING_POLL_S)
    connection.close()


def _listen(stop: Event, watch: ServerWatch, aside: dict[str, float]) -> None:
    """Until it can no longer be read."""
    try:
        with Postbox(settings.IMAP_URL) as box:
            while not stop.is_set():
                close_old_connections()
                for mail in collect(box, aside):
                    log.info("mail %s: %s %s", mail.pk, mail.outcome or "kept", mail.reason)
                watch.back()
                stop.wait(settings.INCOMING_POLL_S)
    except PostboxAway as trouble:
        watch.away(str(trouble))
    except Exception as trouble:  # nothing can be kept now: all waits in the box
        if watch.away(f"{type(trouble).__name__}: {trouble}"):
            log.exception("no mail could be kept")

"""Two lanes of work, mails and jobs, so that a long job never holds back a sign-in code."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from threading import Event

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from cercles.core import jobs
from cercles.journal import emails
from cercles.journal.actions import ServerWatch, still_wanted, take_back
from cercles.journal.enums import Server, WorkState
from cercles.journal.models import Job, OutgoingMail
from cercles.journal.worker import leases
from cercles.journal.worker.post import Post, Postponed, Refused, Unreachable

log = logging.getLogger(__name__)
MAIL_TRIES = 20  # about three days
JOB_TRIES = 10  # about four hours: a job that raises will rarely mend itself
_BATCH = 20


class JobLane:
    """Runs jobs one by one."""

    model = Job

    def __init__(self, worker: str, stop: Event):
        self.worker, self.stop = worker, stop

    def run_due(self) -> Counter[str]:
        """Run all that is due now; what fails comes back later."""
        done: Counter[str] = Counter()
        while not self.stop.is_set() and (taken := leases.take(Job, worker=self.worker, most=1)):
            job = leases.start(Job, taken[0], worker=self.worker, tries=JOB_TRIES)
            if job is not None:
                done["jobs" if self._run(job) else "jobs_failed"] += 1
        return done

    def _run(self, job: Job) -> bool:
        try:
            with jobs.at_work(job.pk):
                jobs.function_of(job.verb)(**job.arguments)
        except Exception as error:
            log.exception("job %s (%s) failed at try %s", job.pk, job.verb, job.attempts)
            said = f"{type(error).__name__}: {error}"
            insist(lambda: leases.fail(job, said, worker=self.worker, tries=JOB_TRIES))
            return False
        insist(lambda: leases.finish(job, worker=self.worker))
        return True


class MailLane:
    """Sends mails in batches over one connection; waits, longer and longer, while the server cannot be reached: no mail loses a
    try by it."""

    model = OutgoingMail

    def __init__(self, worker: str, stop: Event):
        self.worker, self.stop = worker, stop
        self.watch = ServerWatch(Server.POST)

    def run_due(self) -> Counter[str]:
        """Send all that is due now, until the server can no longer be reached."""
        done: Counter[str] = Counter()
        while not self.stop.is_set() and not self.watch.rests():
            taken = leases.take(OutgoingMail, worker=self.worker, most=_BATCH)
            if not taken:
                break
            try:
                with Post() as post:
                    if not settings.MAIL_STAYS_HERE:
                        post.open()
                    self._send_batch(taken, post, done)
                self.watch.back()
            except Unreachable as trouble:
                self.watch.away(str(trouble))
                break
            finally:
                leases.release(OutgoingMail, worker=self.worker)
        return done

    def _send_batch(self, taken: list[int], post: Post, done: Counter[str]) -> None:
        for pk in taken:
            if self.stop.is_set():
                return
            mail = leases.start(OutgoingMail, pk, worker=self.worker, tries=MAIL_TRIES)
            if mail is not None:
                done[self._send(mail, post)] += 1

    def _send(self, mail: OutgoingMail, post: Post) -> str:
        if mail.person is not None and not emails.may_be_written_to(mail.person):
            leases.finish(mail, worker=self.worker, state=WorkState.DROPPED, reason="the person left")
            return "mails_dropped"
        if not still_wanted(mail):
            take_back(mail, reason="it told what is no longer hers to read")
            return "mails_dropped"
        try:
            if not jobs.may_leave(mail):
                take_back(mail, reason="what it told was taken away")
                return "mails_dropped"
            if not settings.MAIL_STAYS_HERE:
                post.send(mail)
        except Refused as refusal:
            leases.fail(mail, str(refusal), worker=self.worker, tries=mail.attempts)
            return "mails_refused"
        except Postponed as refusal:
            leases.fail(mail, str(refusal), worker=self.worker, tries=MAIL_TRIES)
            return "mails_postponed"
        except Unreachable as trouble:
            leases.fail(mail, str(trouble), worker=self.worker, tries=MAIL_TRIES)
            raise
        except Exception as error:
            log.exception("mail %s could not be sent", mail.pk)
            leases.fail(mail, f"{type(error).__name__}: {error}", worker=self.worker, tries=MAIL_TRIES)
            return "mails_failed"
        insist(lambda: leases.finish(mail, worker=self.worker))
        return "mails"


def insist(write: Callable[[], None], *, tries: int = 10) -> None:
    """Tick off what was done even if the database is away for a moment: forgetting it would do it again."""
    for _ in range(tries - 1):
        try:
            write()
        except DatabaseError:
            log.warning("something was done and cannot be ticked off yet")
            close_old_connections()
            time.sleep(1)
        else:
            return
    write()

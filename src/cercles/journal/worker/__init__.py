"""The worker: takes what is due, mails on one side and jobs on the other, and loses nothing when it is killed."""

from cercles.journal.worker.loop import Worker

__all__ = ["Worker"]

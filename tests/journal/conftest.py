"""A mail server, and workers started as an operator would."""

from collections.abc import Callable, Iterator

import pytest

from tests.journal.processes import WorkerProcess
from tests.journal.server import MailServer


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    """The instance's mail server; the site really speaks SMTP to it."""
    running = MailServer().start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 0.5
    settings.MAIL_STAYS_HERE, settings.SITE_URL = False, "http://testserver"
    yield running
    running.stop()


@pytest.fixture
def work(server, tmp_path) -> Iterator[Callable[..., WorkerProcess]]:
    """``work("--once", lease_s=3)`` starts a worker; none outlives the test."""
    started: list[WorkerProcess] = []

    def start(*arguments: str, **more: float) -> WorkerProcess:
        started.append(WorkerProcess(server, tmp_path / f"worker{len(started)}.log", *arguments, **more))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()

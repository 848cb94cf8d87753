"""A mail server and a worker in this process, both quick."""

from collections.abc import Iterator

import pytest

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

"""Real workers, started as an operator would, on the database of the tests."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection

from cercles.journal.models import WorkerSign
from tests.journal.server import MailServer

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    db = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{db['NAME']}"
    return f"postgres://{db['USER']}:{db['PASSWORD']}@{db['HOST']}:{db['PORT'] or 5432}/{db['NAME']}"


class WorkerProcess:
    """``manage.py worker`` in its own process."""

    def __init__(self, server: MailServer, log: Path, *arguments: str, lease_s: float = 3):
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.journal.worker_settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DATABASE_URL": database_url(),
            "CERCLES_SMTP_HOST": "127.0.0.1",
            "CERCLES_SMTP_PORT": str(server.port),
            "CERCLES_SMTP_TIMEOUT": "2",
            "CERCLES_WORKER_LEASE_S": str(lease_s),
            "CERCLES_WORKER_POLL_S": "0.05",
            "CERCLES_WORKER_RETRY_S": "0.3",
            "TEST_INDEX_ROOT": str(log.parent / "index"),
        }
        environment["CERCLES_DEMO"] = "0"  # whatever the home of who runs the tests
        self.log = log
        with log.open("a") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "worker", *arguments],
                cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True,
            )  # fmt: skip

    def wait_until_it_works(self) -> None:
        wait_for(self._works)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)  # nothing when it has already left
        self.process.wait(timeout=10)
        self.process.stdout.close()

    def term(self) -> tuple[int, str]:
        """Ask it to leave, once it is there to hear; its exit code and last line."""
        self.wait_until_it_works()
        self.process.send_signal(signal.SIGTERM)
        return self.end()

    def end(self) -> tuple[int, str]:
        out, _ = self.process.communicate(timeout=60)
        return self.process.returncode, out.strip()

    def _works(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()[-2000:]
        return WorkerSign.objects.filter(name__contains=f":{self.process.pid}:").exists()


def wait_for(true: Callable[[], bool], *, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"waited {seconds} s in vain"
        time.sleep(0.05)

"""``cercles serve``: one parent holds the instance's lock and keeps two children alive, the web server and the worker.

What a kill leaves behind was measured: granian shares a busy port in silence, and its workers outlive a parent killed with −9.
Hence a lock the children hold too (survivors are seen), a port tried alone first, and children told of their parent's death.
"""

import contextlib
import ctypes
import errno
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

PATIENCE_S = 25.0  # a page or a mail under way may end
SURVIVORS_S = 5.0  # what a killed parent leaves ends by itself
QUICK_S = 5.0  # a child that lives less than this is said to fail at once
MOST_QUICK_DEATHS = 5
_PR_SET_PDEATHSIG = 1


class CannotServe(Exception):
    """One sentence that says what to do."""


@dataclass
class Child:
    """A process in its own group, so that what it started goes with it."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = 0
    not_before: float = 0.0

    @property
    def lives(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, lock: int) -> None:
        self.process = subprocess.Popen(
            self.command, start_new_session=True, pass_fds=(lock,), preexec_fn=die_with_parent(os.getpid())
        )
        self.started = time.monotonic()

    def signal(self, number: int) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def note_death(self) -> None:
        """Take away what it left, and wait a little longer each time it dies at once."""
        self.signal(signal.SIGKILL)
        quick = time.monotonic() - self.started < QUICK_S
        self.quick_deaths = self.quick_deaths + 1 if quick else 0
        self.not_before = time.monotonic() + min(0.2 * 2**self.quick_deaths, 10) if quick else 0.0
        self.process = None


def die_with_parent(parent: int, number: int = signal.SIGTERM) -> Callable[[], None] | None:
    """What a child runs first. Linux tells it that its parent died; elsewhere the lock alone keeps two instances apart."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        library.prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # it died while we were being born
            os._exit(1)

    return ask


def take_lock(home: Path) -> int:
    """The lock of this home, inheritable; whoever holds it is named in the file."""
    lock = os.open(home / "serve.lock", os.O_RDWR | os.O_CREAT, 0o600)
    until = time.monotonic() + SURVIVORS_S
    while not _locked(lock):
        holder = os.pread(lock, 20, 0).decode()
        if _alive(holder):
            raise CannotServe(
                _(
                    "Cercles est déjà servi pour le dossier %(home)s (processus %(pid)s). "
                    "Arrêtez-le, ou donnez un autre CERCLES_HOME."
                )
                % {"home": home, "pid": holder}
            )
        if time.monotonic() > until:
            raise CannotServe(
                _(
                    "Des processus d’un démarrage précédent tiennent encore %(home)s. "
                    "Attendez la fin de ce qu’ils font, ou arrêtez-les, puis relancez."
                )
                % {"home": home}
            )
        time.sleep(0.2)
    os.truncate(lock, 0)
    os.pwrite(lock, str(os.getpid()).encode(), 0)
    return lock


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _alive(holder: str) -> bool:
    try:
        os.kill(int(holder), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:  # somebody else's, hence alive
        return True
    return True


def check_port(host: str, port: int) -> None:
    """Bind alone first: with SO_REUSEPORT a busy port would be shared without a word."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise CannotServe(
                _("Le port %(port)d demande des droits d’administration. Prenez-en un autre : PORT=8001.")
                % {"port": port}
            ) from None
        except OSError as trouble:
            if trouble.errno == errno.EADDRINUSE:
                said = _("Le port %(port)d est déjà pris. Essayez un autre port : PORT=%(next)d.")
            else:
                said = _("Cette machine n’a pas l’adresse %(host)s. Corrigez CERCLES_HOST : 127.0.0.1, ou 0.0.0.0.")
            raise CannotServe(said % {"host": host, "port": port, "next": port + 1}) from None


def children(host: str, port: int) -> list[Child]:
    """Eight threads do the work, so that the database sees eight connections. ``--backpressure`` counts connections, idle ones too: a
    browser keeps six open, so it must be far above the threads, or three visitors shut the door on a fourth."""
    python = sys.executable
    web = [
        python, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "1",
        "--blocking-threads", "8", "--backpressure", "1024", "--workers-kill-timeout", "20", "--no-access-log",
        "--log-level", "error",
        "cercles.config.wsgi:application",
    ]  # fmt: skip
    return [Child("site", web), Child("worker", [python, "-m", "cercles.config", "worker"])]


def answers(host: str, port: int) -> bool:
    """True once a page can be asked for, whatever its answer."""
    page = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=2)
    with contextlib.closing(page):
        try:
            page.request("HEAD", "/")
            page.getresponse()
        except (OSError, http.client.HTTPException):
            return False
    return True


class Keeper:
    """Starts the children, starts again those that die, ends them when told."""

    def __init__(self, kept: list[Child], lock: int, says_ready: Callable[[], bool]):
        self.kept, self.lock, self.ending = kept, lock, False
        self.says_ready, self.ready = says_ready, False

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        try:
            while not self.ending:
                for child in self.kept:
                    self._tend(child)
                time.sleep(0.1)
                self.ready = self.ready or self.says_ready()
        finally:
            self._stop()

    def _end(self, *_: object) -> None:
        self.ending = True

    def _tend(self, child: Child) -> None:
        if child.lives:
            return
        if child.process is not None:
            child.note_death()
        if child.quick_deaths >= MOST_QUICK_DEATHS:
            raise CannotServe(
                _("Le processus « %(name)s » s’arrête aussitôt lancé. La raison est écrite juste au-dessus.")
                % {"name": child.name}
            )
        if time.monotonic() >= child.not_before:
            child.start(self.lock)

    def _stop(self) -> None:
        for child in self.kept:
            child.signal(signal.SIGTERM)
        until = time.monotonic() + PATIENCE_S
        while any(child.lives for child in self.kept) and time.monotonic() < until:
            time.sleep(0.05)
        for child in self.kept:
            child.signal(signal.SIGKILL)

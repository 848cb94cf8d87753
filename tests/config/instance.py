"""An instance run as an operator runs it: real processes, a home and a port of its own."""

import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Instance:
    """A home and a port of its own."""

    def __init__(self, home: Path, **more: str):
        self.home, self.port, self.more = home, free_port(), more
        self.started: list[subprocess.Popen] = []

    def environment(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
        }
        mine = {"CERCLES_HOME": str(self.home), "PORT": str(self.port), "CERCLES_URL": f"http://127.0.0.1:{self.port}"}
        return {
            **kept,
            **mine,
            "PYTHONPATH": str(ROOT / "src"),
            "CERCLES_TESTING": "1",
            "CERCLES_DEMO": "",
            **self.more,
        }

    def run(self, *verb: str, stdin: int | None = None) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-m", "cercles.config", *verb], env=self.environment(), stdin=stdin,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="surrogateescape",
        )  # fmt: skip
        self.started.append(process)
        return process

    def say(self, *verb: str, given: bytes = b"") -> tuple[int, str]:
        """Run a verb to its end: exit code and what it said. ``given``: what is on its standard input."""
        process = self.run(*verb, stdin=subprocess.PIPE)
        said, _ = process.communicate(given.decode("utf-8", "surrogateescape"), timeout=600)
        return process.returncode, said

    def serve(self) -> subprocess.Popen:
        process = self.run("serve", "--port", str(self.port))
        wait_until(lambda: self.health() == (200, {"status": "ok"}), 60)
        return process

    def health(self) -> tuple[int, dict]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=3) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as answer:
            return answer.code, json.load(answer)
        except (OSError, http.client.HTTPException):  # nobody, or one who was killed while answering
            return 0, {}

    def processes(self) -> dict[int, str]:
        """Every process of this home, by what it runs."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if f"CERCLES_HOME={self.home}\0".encode() in (folder / "environ").read_bytes():
                    words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    if words:
                        found[int(folder.name)] = words
            except OSError:
                continue
        return found

    def pid_of(self, word: str) -> int:
        return min(self.pids_of(word))

    def pids_of(self, word: str) -> set[int]:
        return {pid for pid, words in self.processes().items() if word in words}


def migrated(tmp_path_factory, **more: str) -> Instance:
    """An instance with an empty database."""
    return like(tmp_path_factory, "migrated", ("migrate", "--verbosity", "0"), **more)


def like(tmp_path_factory, name: str, *verbs: tuple[str, ...], **more: str) -> Instance:
    """An instance where ``verbs`` were run. They take seconds: they are run once under this name, the others are copies."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    template, half = shared / name, shared / f"{name} half"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            for verb in verbs:
                code, said = Instance(half, **more).say(*verb)
                assert code == 0, said
            half.rename(template)
    home = tmp_path_factory.mktemp("instance") / "home"
    shutil.copytree(template, home)
    return Instance(home, **more)


def wait_until(true, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


def stop(instance: Instance, process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    wait_until(lambda: instance.processes() == {}, 10)

"""``cercles serve`` under a person's hand and under the killer's: real processes, a real port."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Instance:
    """A home and a port of its own."""

    def __init__(self, home: Path):
        self.home, self.port = home, free_port()
        self.started: list[subprocess.Popen] = []

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        mine = {"CERCLES_HOME": str(self.home), "PORT": str(self.port), "CERCLES_URL": f"http://127.0.0.1:{self.port}"}
        return {**kept, **mine, "PYTHONPATH": str(ROOT / "src"), "CERCLES_TESTING": "1", "CERCLES_DEMO": "0"}

    def run(self, *verb: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-m", "cercles.config", *verb], env=self.environment(),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.started.append(process)
        return process

    def serve(self) -> subprocess.Popen:
        process = self.run("serve", "--port", str(self.port))
        wait_until(lambda: self.health() == (200, {"status": "ok"}), 25)
        return process

    def health(self) -> tuple[int, dict]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=3) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as answer:
            return answer.code, json.load(answer)
        except OSError:
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
        return min(pid for pid, words in self.processes().items() if word in words)


def wait_until(true, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    made = Instance(tmp_path_factory.mktemp("home"))
    assert made.run("migrate", "--verbosity", "0").wait(60) == 0
    yield made
    for process in made.started:
        process.kill()
        process.communicate()
    for pid in made.processes():
        os.kill(pid, signal.SIGKILL)


def stop(instance: Instance, process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    wait_until(lambda: instance.processes() == {}, 10)


def test_it_serves_says_it_is_well_and_ends_when_told(instance):
    process = instance.serve()
    stop(instance, process)
    assert instance.health() == (0, {})


def test_a_second_one_on_the_same_home_says_who_holds_it(instance):
    first = instance.serve()
    second = instance.run("serve", "--port", str(free_port()))
    said, _ = second.communicate(timeout=20)
    assert second.returncode != 0
    assert f"déjà servi pour le dossier {instance.home} (processus {first.pid})" in said
    stop(instance, first)


def test_a_busy_port_is_said_in_one_sentence(instance):
    with socket.socket() as busy:
        busy.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        busy.bind(("127.0.0.1", instance.port))
        busy.listen()
        refused = instance.run("serve", "--port", str(instance.port))
        said, _ = refused.communicate(timeout=20)
    assert refused.returncode != 0
    assert f"Le port {instance.port} est déjà pris" in said


def test_a_killed_child_comes_back(instance):
    process = instance.serve()
    for word in ("granian", "cercles.config worker"):
        killed = instance.pid_of(word)
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda pid=killed: pid not in instance.processes(), 5)
        wait_until(lambda: instance.health() == (200, {"status": "ok"}), 25)
    stop(instance, process)


def test_kill_9_of_the_parent_leaves_nobody_and_it_starts_again(instance):
    instance.serve().kill()
    wait_until(lambda: instance.processes() == {}, 25)
    stop(instance, instance.serve())


def test_a_database_that_is_not_ready_is_said(tmp_path):
    new = Instance(tmp_path)
    refused = new.run("serve", "--port", str(new.port))
    said, _ = refused.communicate(timeout=20)
    assert refused.returncode != 0
    assert "cercles prepare" in said

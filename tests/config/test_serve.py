"""``cercles serve`` under a person's hand and under the killer's: real processes, a real port."""

import http.client
import json
import os
import signal
import socket

import pytest

from tests.config.instance import Instance, free_port, migrated, stop, wait_until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    made = migrated(tmp_path_factory)
    yield made
    clear(made)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """One that several tests look at; each leaves it well."""
    made = migrated(tmp_path_factory)
    made.serve()
    yield made
    clear(made)


def clear(made: Instance) -> None:
    for process in made.started:
        process.kill()
        process.communicate()
    for pid in made.processes():
        os.kill(pid, signal.SIGKILL)


def test_browsers_that_keep_their_connections_open_leave_room_for_others(served):
    kept = [http.client.HTTPConnection("127.0.0.1", served.port, timeout=5) for _ in range(40)]
    answers = []
    for browser in kept:
        browser.request("GET", "/healthz")
        answer = browser.getresponse()
        answers.append((answer.status, json.load(answer)))
    assert answers == [(200, {"status": "ok"})] * 40
    for browser in kept:
        browser.close()


def test_a_second_one_on_the_same_home_says_who_holds_it(served):
    second = served.run("serve", "--port", str(free_port()))
    said, _ = second.communicate(timeout=20)
    assert second.returncode != 0
    assert f"déjà servi pour le dossier {served.home} (processus {served.started[0].pid})" in said
    assert served.health() == (200, {"status": "ok"})


def test_a_busy_port_is_said_in_one_sentence(instance):
    with socket.socket() as busy:
        busy.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        busy.bind(("127.0.0.1", instance.port))
        busy.listen()
        refused = instance.run("serve", "--port", str(instance.port))
        said, _ = refused.communicate(timeout=20)
    assert refused.returncode != 0
    assert f"Le port {instance.port} est déjà pris" in said


def test_a_killed_child_comes_back(served):
    for word in ("granian", "cercles.config worker"):
        killed = served.pid_of(word)
        os.kill(killed, signal.SIGKILL)
        # A dying process leaves the list before it frees its locks: what comes after it is what tells that it is gone.
        wait_until(lambda word=word, pid=killed: served.pids_of(word) - {pid}, 25)
        wait_until(lambda: served.health() == (200, {"status": "ok"}), 25)


def test_kill_9_of_the_parent_leaves_nobody_it_starts_again_and_ends_when_told(instance):
    instance.serve().kill()
    wait_until(lambda: instance.processes() == {}, 25)
    stop(instance, instance.serve())
    assert instance.health() == (0, {})


def test_a_database_that_is_not_ready_is_said(tmp_path):
    new = Instance(tmp_path)
    refused = new.run("serve", "--port", str(new.port))
    said, _ = refused.communicate(timeout=20)
    assert refused.returncode != 0
    assert "cercles prepare" in said

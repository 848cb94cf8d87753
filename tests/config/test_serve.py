"""``cercles serve`` under a person's hand and under the killer's: real processes, a real port."""

import os
import signal
import socket

import pytest

from tests.config.instance import Instance, free_port, stop, wait_until

pytestmark = pytest.mark.slow


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

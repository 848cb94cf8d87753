"""Two people act at the same moment: in separate processes, on the database of the tests."""

import multiprocessing
from collections.abc import Callable
from typing import Any

from django.db import connections

from cercles.core.errors import RuleBroken


def _run(act: Callable[[], Any], gate: Any, answers: Any) -> None:
    connections.close_all()
    gate.wait(timeout=20)
    try:
        act()
        answers.put("done")
    except RuleBroken as refusal:
        answers.put(refusal.code)
    finally:
        connections.close_all()


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Run each act in its own process, all started together: « done », or the code of the refusal, sorted."""
    connections.close_all()
    here = multiprocessing.get_context("fork")
    gate, answers = here.Barrier(len(acts)), here.Queue()
    runners = [here.Process(target=_run, args=(act, gate, answers)) for act in acts]
    for runner in runners:
        runner.start()
    said = sorted(answers.get(timeout=60) for _ in runners)
    for runner in runners:
        runner.join(timeout=20)
    return said

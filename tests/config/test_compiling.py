"""What the engine compiles is compiled when an instance is prepared, once."""

import os
import subprocess
import sys

import pytest

from cercles.config.compiling import STAMP, compile_engine, made_from

REAL_QUESTIONS = """
from datetime import date
from cercles_engine.grouping import Problem, compose, fading
from cercles_engine.matching import Index, Profile
from cercles_engine.networks import Graph, Link, portrait
apart = [[abs(one - other) / 7 for other in range(9)] for one in range(9)]
lived = fading([[[0, 5], [6, 7, 8]]], penalty=1.0)
rules = {"apart": [[0, 1]], "together": [[2, 3]], "fixed": {4: 1}, "earlier": lived}
compose(Problem.of(apart, lower=[2] * 3, upper=[4] * 3, **rules), seed=1, iterations=50)
compose(Problem.of(apart, lower=[3] * 3, upper=[3] * 3), seed=1, iterations=50)
index, need = Index(), Profile.of(themes="ab", words={"laverie": 2}, territories=[("84", "69")], level=1)
for key in range(5):
    index.put(key, Profile.of(themes="a", words={"laverie": 1}, level=2, dated=date(2026, 1, 1)))
    index.top(need, as_of=date(2026, 3, 1), among={1, 2}, without={2})
index.remove(1)
index.top_many([need, Profile()], 3, as_of=date(2026, 3, 1), among=index.selection([3]))
portrait(Graph.of([Link(one, one + 1) for one in range(20)], nodes=[50]))
from cercles_engine.grouping import compiled as groups
from cercles_engine.matching import compiled as matches
from cercles_engine.networks import compiled as links
for loop in (groups.level, matches.top_many, links.dependencies):
    print(sum(loop.stats.cache_hits.values()), sum(loop.stats.cache_misses.values()))
"""
SENTENCE = "Je prépare les calculs (une dizaine de secondes, cette fois seulement)"


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path


@pytest.mark.long
def test_it_is_done_once_and_again_when_it_was_made_from_something_else(home, monkeypatch):
    """In a folder of its own; then each loop that the first real questions need is found there, once, and none is missed."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(home / "kept"))
    said: list[str] = []
    compile_engine(said.append)
    compile_engine(said.append)
    assert said == [SENTENCE]
    mark = (home / STAMP).read_text()
    (home / STAMP).write_text("another version")
    compile_engine(said.append)
    assert said == [SENTENCE] * 2
    assert (home / STAMP).read_text() == mark
    done = subprocess.run([sys.executable, "-c", REAL_QUESTIONS], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["1 0"] * 3


def test_a_failure_is_said_and_tried_again(home, monkeypatch):
    """A Python that does not know the engine, as where it is half installed."""
    (home / "cercles_engine").mkdir()
    (home / "cercles_engine" / "__init__.py").write_text("raise OSError('no room')")
    monkeypatch.setenv("PYTHONPATH", str(home))
    said: list[str] = []
    compile_engine(said.append)
    later = "Les calculs se prépareront à la première demande, qui attendra un peu\u00a0: OSError: no room"
    assert said == [SENTENCE, later]
    assert not (home / STAMP).exists()


def test_a_source_that_changed_is_seen(tmp_path):
    source = tmp_path / "compiled.py"
    source.write_text("one")
    first = made_from(tmp_path)
    assert made_from(tmp_path) == first
    os.utime(source, ns=(1, 1))
    assert made_from(tmp_path) != first

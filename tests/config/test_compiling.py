"""What the engine compiles is compiled when an instance is prepared, once."""

import os

import pytest

from cercles.config.compiling import STAMP, compile_engine, made_from

SENTENCE = "Je prépare les calculs (une dizaine de secondes, cette fois seulement)"


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path


@pytest.mark.slow
def test_it_is_done_once_and_again_when_it_was_made_from_something_else(home):
    said: list[str] = []
    compile_engine(said.append)
    compile_engine(said.append)
    assert said == [SENTENCE]
    mark = (home / STAMP).read_text()
    (home / STAMP).write_text("another version")
    compile_engine(said.append)
    assert said == [SENTENCE] * 2
    assert (home / STAMP).read_text() == mark


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

"""The files of MDGPLIB, and the command that reads them."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from cercles_engine.grouping import read_mdgplib
from cercles_engine.grouping.__main__ import main
from tests.engine.grouping.instances import BOUNDED_10, EQUAL_12, instance, write

TINY = "4 2 ds 1 3 1 2\n0 1 5\n0 2 1\n0 3 0.5\n1 2 2\n1 3 3\n2 3 8\n"


def test_a_file_is_read_plain_or_compressed(tmp_path: Path) -> None:
    plain, packed = tmp_path / "tiny.txt", tmp_path / "tiny.txt.gz"
    plain.write_text(TINY, encoding="ascii")
    packed.write_bytes(gzip.compress(TINY.encode()))
    for path in (plain, packed):
        problem = read_mdgplib(path)
        assert problem.distance.tolist() == [[0, 5, 1, 0.5], [5, 0, 2, 3], [1, 2, 0, 8], [0.5, 3, 8, 0]]
        assert (problem.lower.tolist(), problem.upper.tolist()) == ([1, 1], [3, 2])


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    problem = instance("Geo", BOUNDED_10, 10, 4)
    again = read_mdgplib(write(tmp_path / "geo.txt", problem))
    assert np.array_equal(again.distance, problem.distance)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "first line must be"),
        ("4 two ds 1 3 1 2\n", "first line must be"),
        (TINY.replace("ds", "xx"), "must give ss or ds"),
        (TINY.replace("ds 1", "ds 1 1"), "two bounds for each of the 2 groups"),
        (TINY + "0 1\n", "« i j distance »"),
        (TINY.replace("2 3 8", "2 4 8"), "numbered 0 to 3"),
        (TINY.replace("2 3 8", "2 2 8"), "two different members"),
        (TINY.replace("2 3 8", "1 0 8"), "each of the 6 pairs must be given once"),
        (TINY.replace("2 3 8\n", ""), "each of the 6 pairs must be given once"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "wrong.txt"
    path.write_text(text, encoding="ascii")
    with pytest.raises(ValueError, match=sentence):
        read_mdgplib(path)


def test_the_command_prints_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "equal.txt", instance("RanInt", EQUAL_12, 12, 5))
    assert main([str(path), "--iterations", "20000", "--seed", "3"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    answer = json.loads(lines[0])
    assert sorted(answer) == ["feasible", "groups", "seconds", "steps", "value"]
    assert (answer["feasible"], answer["steps"]) == (True, 20000)
    assert sorted(member for members in answer["groups"] for member in members) == list(range(12))
    assert main([str(path), "--seconds", "0.2"]) == 0
    timed = json.loads(capsys.readouterr().out)
    assert timed["value"] == answer["value"]
    assert 0.2 <= timed["seconds"] < 1


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wrong.txt"
    path.write_text("nothing", encoding="ascii")
    assert main([str(path), "--iterations", "1"]) == 2
    assert "first line must be" in capsys.readouterr().err
    assert main([str(tmp_path / "absent.txt"), "--iterations", "1"]) == 2
    assert "absent.txt" in capsys.readouterr().err

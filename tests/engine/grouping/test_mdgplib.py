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
        ("", "the first line must be « n G ss|ds lower upper … », two bounds for each of the G groups, not «  »"),
        (
            "4 2\n",
            "the first line must be « n G ss|ds lower upper … », two bounds for each of the G groups, not « 4 2 »",
        ),
        ("4 two ds 1 3 1 2\n", "not « 4 two ds 1 3 1 2 »"),
        ("-4 2 ds 1 3 1 2\n", "not « -4 2 ds 1 3 1 2 »"),
        (TINY.replace("ds", "xx"), "not « 4 2 xx 1 3 1 2 »"),
        (TINY.replace("ds 1", "ds 1 1"), "not « 4 2 ds 1 1 3 1 2 »"),
        (TINY.replace("ds 1 3", "ds 3 1"), "the bounds of a group must be 0 ≤ lower ≤ upper"),
        (TINY + "0 1\n", "line 8 must be « i j distance », three numbers with a point for decimals, not « 0 1 »"),
        (
            TINY.replace("0.5", "0,5"),
            "line 4 must be « i j distance », three numbers with a point for decimals, not « 0 3 0,5 »",
        ),
        (TINY.replace("2 3 8", "2 4 8"), "numbered 0 to 3, not « 2 4 »"),
        (TINY.replace("2 3 8", "2 nan 8"), "numbered 0 to 3, not « 2 nan »"),
        (TINY.replace("2 3 8", "2 1e30 8"), "numbered 0 to 3, not « 2 1e+30 »"),
        (TINY.replace("2 3 8", "2 2 8"), "two different members, numbered 0 to 3, not « 2 2 »"),
        (TINY.replace("2 3 8", "1 0 8"), "each of the 6 pairs must be given once: « 0 1 » is given twice"),
        (TINY.replace("0 3 0.5\n", ""), "each of the 6 pairs must be given once: « 0 3 » is missing"),
        (TINY.replace("4 2", "9999999 2"), "each of the 49999985000001 pairs must be given once: « 0 4 » is missing"),
        (TINY.replace("2 3 8", "2 3 inf"), "every distance must be a finite number"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "wrong.txt"
    path.write_text(text, encoding="ascii")
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole beginning and end are compared
        read_mdgplib(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert str(refused.value).endswith(sentence)


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        (gzip.compress(TINY.encode() * 50, mtime=0)[:-20], "the compressed file is cut short or spoilt: fetch it again"),
        (b"\x1f\x8b\x08\x00abcdefghijklmnopqrstuv", "the compressed file is cut short or spoilt: fetch it again"),
        (b"\x1f\x8b", "the compressed file is cut short or spoilt: fetch it again"),
        (b"\x93NUMPY\x01\x00", "this is not a text; the first line must be « n G ss|ds lower upper … », "
         "two bounds for each of the G groups"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused_with_a_sentence(tmp_path: Path, held: bytes, sentence: str) -> None:
    path = tmp_path / "wrong.txt.gz"
    path.write_bytes(held)
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared
        read_mdgplib(path)
    assert str(refused.value) == f"{path}: {sentence}"


def test_what_a_file_holds_tells_whether_it_is_compressed_not_its_name(tmp_path: Path) -> None:
    plain, packed = tmp_path / "plain.txt.gz", tmp_path / "packed.txt"
    plain.write_bytes(b"\xef\xbb\xbf" + TINY.replace("\n", "\r\n").encode())
    packed.write_bytes(gzip.compress(TINY.encode()))
    assert np.array_equal(read_mdgplib(plain).distance, read_mdgplib(packed).distance)


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
    assert capsys.readouterr().err.startswith(f"{path}: the first line must be")
    for absent in (tmp_path / "absent.txt", tmp_path):
        assert main([str(absent), "--iterations", "1"]) == 2
        assert capsys.readouterr().err.startswith(f"{absent} cannot be read: ")


def test_the_command_says_which_sizes_contradict_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "narrow.txt"
    path.write_text(TINY.replace("1 3 1 2", "3 3 3 3"), encoding="ascii")
    assert main([str(path), "--iterations", "1"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["feasible"] is False
    assert said["conflict"] == ["group 0 must hold at least 3", "group 1 must hold at least 3"]
    assert said["text"] == f"4 members cannot be placed so that all of this holds: {'; '.join(said['conflict'])}"


@pytest.mark.parametrize(
    "option",
    [("--seconds", "nan"), ("--seconds", "inf"), ("--seconds=-1",), ("--seconds", "soon"), ("--iterations=-5",),
     ("--iterations", "1.5"), ("--iterations", "5", "--seed=-1"), ()],
)  # fmt: skip
def test_an_option_that_makes_no_sense_is_refused(
    option: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A number of seconds that is none would search for ever."""
    path = tmp_path / "tiny.txt"
    path.write_text(TINY, encoding="ascii")
    with pytest.raises(SystemExit) as left:
        main([str(path), *option])
    assert left.value.code == 2
    assert ("zero or more" if option else "is required") in capsys.readouterr().err

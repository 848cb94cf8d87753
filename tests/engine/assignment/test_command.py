"""The command line: one line of JSON, and a demand read the right way round."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cercles_engine.assignment.__main__ import main

SCORES = np.array([[9.0, 5.0, 1.0, 0.0], [8.0, 2.0, 1.0, 0.0], [7.0, 5.0, 3.0, 0.0]])


def _saved(folder: Path, **tables: Any) -> dict[str, str]:
    for name, table in tables.items():
        np.save(folder / f"{name}.npy", table)
    return {name: str(folder / f"{name}.npy") for name in tables}


def _answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = main(list(arguments))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    return code, json.loads(lines[0])


def test_the_greatest_total(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = _saved(tmp_path, scores=SCORES)
    code, answer = _answer(
        capsys, "--scores", files["scores"], "--per-item", "1", "--load-max", "1", "--objective", "total"
    )
    assert code == 0
    assert answer.pop("seconds") < 60
    assert answer == {"total": 16.0, "worst": 3.0, "assignment": [[1], [0], [2]], "bound": 16.0, "feasible": True}


def test_the_worst_item_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = _saved(tmp_path, scores=np.array([[9.0, 4.0], [8.0, 1.0]]))
    asked = ("--scores", files["scores"], "--per-item", "1", "--load-max", "1")
    assert _answer(capsys, *asked)[1]["total"] == 12.0
    fair = _answer(capsys, *asked, "--objective", "fair")[1]
    assert (fair["worst"], fair["total"]) == (4.0, 12.0)


@pytest.mark.parametrize("turned", [False, True])
def test_the_lengths_of_the_counts_say_which_way_round_the_tables_are(
    turned: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    conflicts = np.zeros((3, 4), dtype=int)
    conflicts[1, 0] = 1
    tables = {"scores": SCORES.T if turned else SCORES, "conflicts": conflicts.T if turned else conflicts}
    files = _saved(
        tmp_path, **tables, needs=np.ones(3, dtype=int), most=np.ones(4, dtype=int), least=np.array([1, 0, 0, 0])
    )
    asked = ("--scores", files["scores"], "--conflicts", files["conflicts"], "--per-item", files["needs"])
    code, answer = _answer(capsys, *asked, "--load-max", files["most"], "--load-min", files["least"])
    assert (code, answer["total"], answer["assignment"]) == (0, 15.0, [[0], [2], [1]])


def test_rows_may_be_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = _saved(tmp_path, scores=SCORES.T)
    asked = ("--scores", files["scores"], "--per-item", "1", "--load-max", "1", "--rows")
    assert _answer(capsys, *asked, "reviewers")[1]["assignment"] == [[1], [0], [2]]
    assert _answer(capsys, *asked, "items")[0] == 1


def test_an_impossible_demand_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = _saved(tmp_path, scores=np.ones((3, 2)))
    code, answer = _answer(capsys, "--scores", files["scores"], "--per-item", "1", "--load-max", "1")
    assert code == 1
    assert answer["feasible"] is False
    text = "items [0, 1, 2] need 3 reviewers and can get 2; reviewers [0, 1] would be full"
    sets = {"items": [0, 1, 2], "reviewers": [0, 1], "conflicts": []}
    cause = {"kind": "items_short", **sets, "needed": 3, "available": 2, "text": text}
    assert answer["causes"] == [cause]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (np.ones(3), "scores must be a table of items × reviewers, not of shape (3,)"),
        (np.array([["a", "b"]]), "scores.npy does not hold numbers"),
        (b"", "scores.npy is not one whole table as numpy.save writes it (.npy)"),
        (b"items;reviewers", "scores.npy is not one whole table as numpy.save writes it (.npy)"),
        (None, "scores.npy cannot be read: No such file or directory"),
    ],
)
def test_a_wrong_file_is_a_sentence(
    content: object, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "scores.npy"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        np.save(path, content)
    assert main(["--scores", str(path), "--per-item", "1", "--load-max", "1"]) == 2
    assert capsys.readouterr().err.replace(f"{tmp_path}/", "") == f"{sentence}\n"


def test_several_tables_in_one_file_are_not_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    np.savez(tmp_path / "all.npz", scores=SCORES)
    assert main(["--scores", str(tmp_path / "all.npz"), "--per-item", "1", "--load-max", "1"]) == 2
    assert capsys.readouterr().err.endswith("all.npz is not one whole table as numpy.save writes it (.npy)\n")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("-3", "--per-item must be a whole number, zero or more, or the path of a .npy file, not -3"),
        ("1.5", "--per-item must be a whole number, zero or more, or the path of a .npy file, not 1.5"),
        ("9999999999999999999999", "per_item must hold whole numbers from 0 to a million"),
        ("three", "three cannot be read: No such file or directory"),
    ],
)
def test_a_count_that_is_none_is_a_sentence(
    given: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = _saved(tmp_path, scores=SCORES)
    assert main(["--scores", files["scores"], f"--per-item={given}", "--load-max", "1"]) == 2
    assert capsys.readouterr().err == f"{sentence}\n"


def test_scores_too_large_to_add_are_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = _saved(tmp_path, scores=np.array([[1e300, 1.0]]))
    assert main(["--scores", files["scores"], "--per-item", "1", "--load-max", "1"]) == 2
    assert capsys.readouterr().err == "scores are too large: divide them all by the same number\n"

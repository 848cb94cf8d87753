"""The file format of MDGPLIB, the published instances of the maximally diverse grouping problem; plain text or ``.gz``."""

import gzip
import zlib
from collections import Counter
from itertools import zip_longest
from pathlib import Path

import numpy as np

from cercles_engine.grouping.problem import Problem

_GZIP = b"\x1f\x8b"
_HEAD = "the first line must be « n G ss|ds lower upper … », two bounds for each of the G groups"


def read_mdgplib(path: str | Path) -> Problem:
    """Line 1: ``n G ss|ds lower_1 upper_1 … lower_G upper_G``; then ``i j d_ij`` for i < j, members from 0.

    Compressed or not is told by what the file holds, not by its name. Raises OSError where there is no such file, ValueError with a
    sentence that begins with its path where it says something else.
    """
    head, _, rest = _text(Path(path)).partition("\n")
    try:
        return _problem(head.split(), rest)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def _problem(head: list[str], rest: str) -> Problem:
    try:
        members, groups, kind = int(head[0]), int(head[1]), head[2]
        bounds = np.array(head[3:], dtype=np.int64)
    except (ValueError, IndexError, OverflowError):
        raise ValueError(f"{_HEAD}, not {_quoted(' '.join(head))}") from None
    if members < 1 or groups < 1 or kind not in ("ss", "ds") or bounds.shape != (2 * groups,):
        raise ValueError(f"{_HEAD}, not {_quoted(' '.join(head))}")
    return Problem.of(_matrix(_triples(rest), members), lower=bounds[::2], upper=bounds[1::2])


def _text(path: Path) -> str:
    held = path.read_bytes()
    try:
        return (gzip.decompress(held) if held.startswith(_GZIP) else held).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path}: this is not a text; {_HEAD}") from None
    except (OSError, EOFError, zlib.error):
        raise ValueError(f"{path}: the compressed file is cut short or spoilt: fetch it again") from None


def _triples(text: str) -> np.ndarray:
    """(pairs, 3): i, j and their distance."""
    try:
        return np.array(text.split(), dtype=np.float64).reshape(-1, 3)
    except ValueError:
        number, line = next(each for each in enumerate(text.splitlines(), start=2) if not _is_triple(each[1]))
        raise ValueError(
            f"line {number} must be « i j distance », three numbers with a point for decimals, not {_quoted(line)}"
        ) from None


def _is_triple(line: str) -> bool:
    try:
        return len([float(word) for word in line.split()]) in (0, 3)
    except ValueError:
        return False


def _matrix(lines: np.ndarray, members: int) -> np.ndarray:
    ends = lines[:, :2]
    right = (ends >= 0) & (ends < members) & (ends == np.floor(ends))
    wrong = np.flatnonzero(~right.all(axis=1) | (ends[:, 0] == ends[:, 1]))
    if wrong.size:
        one, other = ends[wrong[0]].tolist()
        raise ValueError(
            f"a pair must be two different members, numbered 0 to {members - 1}, not « {one:g} {other:g} »"
        )
    low, high = np.sort(ends.astype(np.int64), axis=1).T
    pairs = members * (members - 1) // 2
    if low.size != pairs or np.unique(low * members + high).size != pairs:
        (one, other), said = _astray(list(zip(low.tolist(), high.tolist(), strict=True)), members)
        raise ValueError(f"each of the {pairs} pairs must be given once: « {one} {other} » is {said}")
    matrix = np.zeros((members, members))
    matrix[low, high] = matrix[high, low] = lines[:, 2]
    return matrix


def _astray(given: list[tuple[int, int]], members: int) -> tuple[tuple[int, int], str]:
    """The first pair that is given twice, else the first that is missing."""
    twice = [pair for pair, times in Counter(given).items() if times > 1]
    if twice:
        return min(twice), "given twice"
    every = ((one, other) for one in range(members) for other in range(one + 1, members))
    return next(pair for pair, there in zip_longest(every, sorted(given)) if pair != there), "missing"


def _quoted(line: str) -> str:
    return f"« {line.strip()[:60]} »"

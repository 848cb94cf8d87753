"""The file format of MDGPLIB, the published instances of the maximally diverse grouping problem; plain text or ``.gz``."""

import gzip
from pathlib import Path

import numpy as np

from cercles_engine.grouping.problem import Problem


def read_mdgplib(path: str | Path) -> Problem:
    """Line 1: ``n G ss|ds lower_1 upper_1 … lower_G upper_G``; then ``i j d_ij`` for i < j, members from 0.

    Raises OSError where there is no such file, ValueError with a sentence where it says something else.
    """
    opened = gzip.open if Path(path).suffix == ".gz" else open
    with opened(path, "rt", encoding="ascii") as file:
        head = file.readline().split()
        rest = np.array(file.read().split(), dtype=np.float64)
    try:
        members, groups = int(head[0]), int(head[1])
        bounds = np.array(head[3:], dtype=np.int64)
    except (ValueError, IndexError):
        raise ValueError(f"{path}: the first line must be « n G ss|ds lower upper … »") from None
    if head[2] not in ("ss", "ds") or bounds.shape != (2 * groups,):
        raise ValueError(f"{path}: the first line must give ss or ds, then two bounds for each of the {groups} groups")
    if rest.size % 3:
        raise ValueError(f"{path}: each line after the first must be « i j distance »")
    return Problem.of(_matrix(rest.reshape(-1, 3), members, path), lower=bounds[::2], upper=bounds[1::2])


def _matrix(lines: np.ndarray, members: int, path: str | Path) -> np.ndarray:
    ends = lines[:, :2].astype(np.int64)
    low, high = ends.min(axis=1, initial=members), ends.max(axis=1, initial=-1)
    pairs = low * members + high
    if (ends != lines[:, :2]).any() or (low < 0).any() or (high >= members).any() or (low == high).any():
        raise ValueError(f"{path}: a pair must be two different members, numbered 0 to {members - 1}")
    if np.unique(pairs).size != members * (members - 1) // 2 or pairs.size != members * (members - 1) // 2:
        raise ValueError(f"{path}: each of the {members * (members - 1) // 2} pairs must be given once")
    matrix = np.zeros((members, members))
    matrix[low, high] = matrix[high, low] = lines[:, 2]
    return matrix

"""The rows of a large register, read by a process of its own ahead of those that are written: reading and writing have a core each.

The child (``child.py``) asks the database nothing: places and words come with its orders. It ends with its parent, whose end closes the
pipe. A parent that loses its child, for whatever reason, goes on by itself from the last rows it was given.
"""

import fcntl
import os
import pickle
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from django.utils.translation import get_language

from cercles.core.tables import Table
from cercles.organisations.actions.imports.layouts import Words
from cercles.organisations.actions.imports.rows import Piece
from cercles.territories.queries import Name, departement_names, place_names

CHILD = "import django; django.setup(); from cercles.organisations.actions.imports import child; child.run()"
_WORTH = 10_000  # rows from which a process more pays for its start
_NAMES_AT_ONCE = 5_000
_AHEAD = 1024 * 1024  # bytes; what Linux lets anybody ask for


@dataclass(frozen=True)
class Orders:
    """What the child is to read, from where, and what it must know beside the names of places, which follow."""

    layout: str
    table: Table
    skip: int
    start: int
    keys: Path
    language: str
    words: Words
    departements: list[tuple[str, str]]


class ChildLost(Exception):
    """It ended before its last row."""


def is_worth_it(rows: int) -> bool:
    return rows >= _WORTH and len(os.sched_getaffinity(0)) > 1


def read_ahead(
    layout: str, table: Table, *, skip: int, start: int, keys: Path, words: Words
) -> Generator[Piece, None, None]:
    """The pieces of the table after its first ``skip`` rows, which end at ``start``."""
    orders = Orders(layout, table, skip, start, keys, get_language() or "fr", words, departement_names())
    child = subprocess.Popen([sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None
    assert child.stdout is not None
    _make_room(child.stdout)
    try:
        _order(child.stdin, orders, iter(place_names()))
        while (piece := pickle.load(child.stdout)) is not None:
            yield piece
    except (EOFError, BrokenPipeError, pickle.UnpicklingError) as error:
        raise ChildLost from error
    finally:
        child.kill()
        child.stdout.close()
        child.wait()


def _make_room(pipe: IO[bytes]) -> None:
    """For about a thousand rows: with the usual 64 kB the child waits while rows are written, and nothing is read ahead."""
    with suppress(OSError):  # as much as this system lets us
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _AHEAD)


def _order(to: IO[bytes], orders: Orders, names: Iterator[Name]) -> None:
    """In pieces: neither side holds all the names twice."""
    with to:
        pickle.dump(orders, to)
        while some := list(islice(names, _NAMES_AT_ONCE)):
            pickle.dump(some, to)
        pickle.dump(None, to)

"""Libraries that make an answer come sooner, and never another answer."""

import warnings
from collections.abc import Callable
from importlib import import_module
from typing import Any

_TOLD: set[str] = set()


class SlowerWarning(RuntimeWarning):
    """A library is missing: the answers are the same and take longer."""


def library(name: str, *, instead: str) -> Any | None:
    """The module ``name``, or None where it is not installed; says so once in a process, naming what works ``instead``."""
    try:
        return import_module(name)
    except ImportError:
        if name not in _TOLD:
            _TOLD.add(name)
            message = f"{name.partition('.')[0]} is not installed: {instead} gives the same answers, slower."
            warnings.warn(message, SlowerWarning, stacklevel=3)
        return None


def compiled(function: Callable[..., Any]) -> Any:
    """``function`` compiled by Numba at its first call and kept on disk for later processes, where a place to write is found."""
    import numba

    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # no folder to write in: each process compiles
        return numba.njit(nogil=True)(function)

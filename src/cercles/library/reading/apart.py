"""A file comes from anybody: what reads it may loop or swell. It works in a child that is ended when it goes on too long."""

import subprocess
import sys
from pathlib import Path

SECONDS = 60
_UNREADABLE = 3  # how the child says that the file is broken


class Unreadable(Exception):
    """The file is broken, locked by a password, or not what its name says."""


class TooLong(Unreadable):
    """It took more time or memory than one file may: the file is endless, or the machine was busy."""


def read_apart(path: Path, suffix: str, *, seconds: float | None = None) -> str:
    """The text of the file at ``path``, as much of it as is kept."""
    seconds = SECONDS if seconds is None else seconds
    child = [sys.executable, "-m", "cercles.library.reading.child", str(path), suffix, str(int(seconds))]
    try:
        done = subprocess.run(child, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as late:
        raise TooLong from late
    if done.returncode == _UNREADABLE:
        raise Unreadable
    if done.returncode != 0:
        raise TooLong
    return done.stdout.decode("utf-8", "replace")

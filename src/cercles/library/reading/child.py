"""``python -m cercles.library.reading.child PATH SUFFIX SECONDS``: the text of a file on the standard output. Knows no Django."""

import logging
import resource
import sys
from pathlib import Path

from cercles.library.reading.words import MOST_CHARACTERS, Broken, text_of

MEMORY = 1024 * 1024 * 1024
UNREADABLE = 3


def bound(seconds: int) -> None:
    """What the system takes back by itself, should nobody wait for the child any more."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + 1, seconds + 2))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main(path: str, suffix: str, seconds: str) -> int:
    logging.disable(logging.CRITICAL)  # pypdf tells each oddity of a file
    bound(int(seconds))
    try:
        text = text_of(Path(path), suffix)
    except Broken:
        return UNREADABLE
    sys.stdout.buffer.write(text[:MOST_CHARACTERS].encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

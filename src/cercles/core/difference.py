"""What changed between two versions of a text, in words."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A piece of a text compared with its former version: ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


def difference(old: str, new: str) -> list[list[Passage]]:
    """Line by line, what stayed, came and went, in whole words: it reads without colour. Long stretches that stayed are cut."""
    before, after = _bare(old), _bare(new)
    lines: list[list[Passage]] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += [[Passage("same", line)] for line in _near(before[i:j], first=i == 0, last=j == len(before))]
        elif tag == "replace" and j - i == m - k:
            lines += [list(_words(a, b)) for a, b in zip(before[i:j], after[k:m], strict=True)]
        else:
            lines += [[Passage("removed", line)] for line in before[i:j] if line.strip()]
            lines += [[Passage("added", line)] for line in after[k:m] if line.strip()]
    return lines


def _bare(text: str) -> list[str]:
    """Its lines without the signs of a title, which say nothing to who reads."""
    return [re.sub(r"^\s*#+\s*", "", line) for line in text.splitlines()]


def _near(kept: list[str], *, first: bool, last: bool) -> list[str]:
    """Two lines around each change; « … » for what stayed further away."""
    said = [line for line in kept if line.strip()]
    head = [] if first else said[:2]
    tail = [] if last else said[2:][-2:] if not first else said[-2:]
    cut = ["…"] if len(said) > len(head) + len(tail) else []
    return head + cut + tail


def _words(old: str, new: str) -> Iterator[Passage]:
    before, after = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    for tag, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Passage("same", "".join(before[i:j]))
            continue
        if removed := "".join(before[i:j]):
            yield Passage("removed", removed)
        if added := "".join(after[k:m]):
            yield Passage("added", added)

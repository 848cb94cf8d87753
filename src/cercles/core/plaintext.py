"""Text as a mail program typed it: shown with its lines, its quotes and its addresses, and nothing of it read as a sign."""

import re
from functools import lru_cache
from itertools import groupby

from django.utils.html import escape, urlize
from django.utils.safestring import SafeString, mark_safe

_QUOTE = re.compile(r" ?>")
_DEEPEST = 8  # beyond, a quote of a quote is drawn no deeper


@lru_cache(maxsize=1024)
def typed(text: str) -> SafeString:
    """HTML of plain text: paragraphs, line breaks, « > » lines as quotations within each other, links that can be followed."""
    return mark_safe(_blocks(text.replace("\r\n", "\n").split("\n"), 0))


def _blocks(lines: list[str], depth: int) -> str:
    made = []
    for quoted, group in groupby(lines, key=lambda line: depth < _DEEPEST and bool(_QUOTE.match(line))):
        held = list(group)
        if quoted:
            inside = [re.sub(r"^ ?> ?", "", line) for line in held]
            made.append(f"<blockquote>{_blocks(inside, depth + 1)}</blockquote>")
        else:
            made += [f"<p>{_line(part)}</p>" for part in re.split(r"\n\s*\n", "\n".join(held)) if part.strip()]
    return "".join(made)


def _line(text: str) -> str:
    linked = urlize(escape(text.strip("\n")), nofollow=True)
    return linked.replace("\n", "<br>")

"""``format=flowed`` (RFC 3676): lines that end with a space go on with the next."""

import re

_QUOTED = re.compile(r">*")
_SIGNATURE = "-- "


def unflow(text: str, *, deletes_space: bool = False) -> str:
    """Paragraphs on one line each, at each depth of quotation; the signature's own line is left alone."""
    made: list[tuple[int, str]] = []
    open_paragraph = False
    for line in text.replace("\r\n", "\n").split("\n"):
        depth = len(_QUOTED.match(line).group())  # type: ignore[union-attr]
        words = line[depth:].removeprefix(" ")
        if words == _SIGNATURE:
            made.append((depth, words))
            open_paragraph = False
            continue
        if open_paragraph and made[-1][0] == depth:
            made[-1] = (depth, made[-1][1] + words)
        else:
            made.append((depth, words))
        open_paragraph = words.endswith(" ")
        if open_paragraph and deletes_space:
            made[-1] = (depth, made[-1][1][:-1])
    return "\n".join(f"{'>' * depth} {words}" if depth else words for depth, words in made)

"""AA, computed from the tokens themselves: 4.5 for words, 3 for what draws a control or a share."""

import re
from pathlib import Path

import pytest

from cercles import core

CSS = (Path(core.__file__).parent / "static/core/theme.css").read_text()
WORDS = [
    ("ink", "paper"), ("ink", "sheet"), ("ink", "leaf-mist"), ("ink", "coral-mist"), ("ink", "ochre-mist"), ("ink", "sap"),
    ("ink-soft", "paper"), ("ink-soft", "sheet"), ("ink-soft", "leaf-mist"), ("ink-soft", "slate-mist"),
    ("leaf", "paper"), ("leaf", "sheet"), ("leaf-deep", "paper"), ("leaf-deep", "sheet"), ("leaf-deep", "leaf-mist"),
    ("coral", "sheet"), ("coral", "paper"), ("coral", "coral-mist"), ("ochre", "ochre-mist"), ("on-coral", "coral"),
    ("on-coral", "coral-deep"), ("on-disc", "disc-a"), ("on-disc", "disc-b"), ("on-disc", "disc-c"), ("on-disc", "disc-d"),
]  # fmt: skip
SHAPES = [("edge", "sheet"), ("edge", "paper"), ("coral", "paper"), ("leaf", "sheet")]


def tokens(block: str, mode: int) -> dict[str, str]:
    pairs = re.findall(r"--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}))", block)
    return {name: (light, dark)[mode] or same for name, light, dark, same in pairs}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("wish", ["plain", "more"])
def test_every_pair_of_tokens_can_be_read(mode, wish):
    plain, _, rest = CSS.partition("@media (prefers-contrast: more)")
    held = tokens(plain, mode) | (tokens(rest.partition(".in-print")[0], mode) if wish == "more" else {})
    weak = [
        (*pair, round(ratio(held[pair[0]], held[pair[1]]), 2))
        for pair in WORDS
        if ratio(held[pair[0]], held[pair[1]]) < 4.5
    ]
    weak += [
        (*pair, round(ratio(held[pair[0]], held[pair[1]]), 2))
        for pair in SHAPES
        if ratio(held[pair[0]], held[pair[1]]) < 3
    ]
    assert weak == []

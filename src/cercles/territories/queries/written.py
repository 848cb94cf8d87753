"""What a row writes of a place, made comparable: « F-75011 », « 93200 SAINT-DENIS », « LYON CEDEX 03 », « Saint-Denis (93) »."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cercles.territories.queries.names import place_key

_AFTER = re.compile(r"\b(?:cedex|cdx)\b.*|\b\d.*$")
_BEFORE = re.compile(r"\s*(?:f[\s-]*)?(\d{5})\s+(?=\S)", re.IGNORECASE)
_BEHIND = re.compile(r"\((2[ab]|\d{2,3})\)\s*$", re.IGNORECASE)
_HERE = frozenset({"france", "fr", "fra", "99100", "100"})


@dataclass(frozen=True)
class Clues:
    """``within``: the codes of the départements it may be in, None when nothing says so. ``is_padded``: the post code had lost its zero,
    or is of another country."""

    code: str
    post_code: str
    key: str
    within: frozenset[str] | None
    is_padded: bool = False


def is_foreign(code: str, country: str) -> bool:
    """Insee writes another country as the commune 99…"""
    return (len(code) == 5 and code.startswith("99")) or bool(country and place_key(country) not in _HERE)


def read_clues(code: str, post_code: str, name: str, departement: str, known: Mapping[str, str]) -> Clues:
    """``known``: the code of each département by the key of its name."""
    before = _BEFORE.match(name)
    if before:
        name, post_code = name[before.end() :], post_code or before[1]
    code, digits = code.strip().lower(), re.sub(r"\D", "", post_code)
    is_padded = len(digits) == 4
    digits = digits.zfill(5) if is_padded else digits
    behind = _BEHIND.search(name)
    said = departement or (behind[1] if behind and not digits else "")
    within = _departements(said, known) if said.strip() else departement_of(digits) if digits else None
    return Clues(code.zfill(5) if len(code) == 4 else code, digits, written_key(name), within, is_padded)


def written_key(name: str) -> str:
    """The key of a name as files write it: « CHALON S/SAONE CEDEX 9 », « PARIS 11EME », « Le Mans »."""
    return _AFTER.sub("", place_key(name)).strip()


def departement_of(post_code: str) -> frozenset[str]:
    """The départements that a post code may be of: Corsica has two for ``20``."""
    if post_code.startswith("20"):
        return frozenset({"2A", "2B"})
    if post_code.startswith(("97", "98")):
        # 97133 is Saint-Barthélemy, 97150 Saint-Martin: once of Guadeloupe.
        return frozenset({post_code[:3], "977", "978"} if post_code.startswith("971") else {post_code[:3]})
    return frozenset({post_code[:2]})


def _departements(said: str, known: Mapping[str, str]) -> frozenset[str]:
    """By its number, its name, or « Loiret (45) »."""
    number = re.search(r"\b(2[ab]|\d{1,3})\b", said, re.IGNORECASE)
    code = number[1].upper().zfill(2) if number else known.get(place_key(said), said.strip().upper())
    return frozenset({"2A", "2B"}) if code == "20" else frozenset({code})

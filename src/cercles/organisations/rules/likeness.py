"""What makes two pages look like one organisation: keys that pages share, and what forbids it. Pure functions of what a row says.

A key is a short number: pages that have the same one are put side by side by the database, never compared two by two.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import urlsplit

from cercles.core.text import search_key
from cercles.organisations.enums import Fact
from cercles.organisations.rules.domains import is_shared_host

# Words that say what a body is, not which one.
_COMMON = frozenset((
    "a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "pour", "sur", "un", "une", "association", "asso",
    "amicale", "collectif", "comite", "fondation", "groupe", "groupement", "ltd", "sa", "sarl", "sas", "sasu", "scop", "scic", "scea",
    "eurl", "ei", "eirl", "snc", "union",
))  # fmt: skip
NEAR = 0.86  # of the letters, in their order: one or two wrong in a name of ten


class Traits(NamedTuple):
    """What is read of a page."""

    pk: int
    name: str
    legal_name: str
    siren: str | None
    rna: str | None
    seat: int | None
    post_code: str
    website: str
    address: str


def keys_of(page: Traits) -> Iterator[tuple[Fact, int]]:
    """Each fact with the number of what it is about; two pages share a fact when they have the same number for it."""
    if page.siren and page.seat:
        yield Fact.SIREN, _number(page.siren, page.seat)
    names = {search_key(page.name), search_key(page.legal_name)} - {""}
    if page.seat:
        yield from ((Fact.NAME, _number(name, page.seat)) for name in names)
    if place := page.post_code or page.seat:
        for sign in {sign for name in names for sign in _signs(name)}:
            yield Fact.NEAR, _number(sign, place)
    if host := _host(page.website):
        yield Fact.DOMAIN, _number(host)
    if page.seat and (address := _address(page.address)):
        yield Fact.ADDRESS, _number(address, page.seat)


def agree(first: Traits, second: Traits, facts: Iterable[Fact]) -> list[Fact]:
    """Of the facts two pages share, those that hold when they are read side by side, the strongest first; none when they may not be one."""
    held = set(facts)
    if _differ(first.siren, second.siren) or _differ(first.rna, second.rna):
        return []
    if Fact.NAME in held or (Fact.NEAR in held and not are_near(first, second)):
        held.discard(Fact.NEAR)
    enough = held & STRONG or len(held) > 1
    return [fact for fact in Fact if fact in held] if enough else []


STRONG = frozenset({Fact.SIREN, Fact.TOGETHER, Fact.NAME, Fact.NEAR})


def are_near(first: Traits, second: Traits) -> bool:
    pairs = [(one, two) for one in _bags(first) for two in _bags(second)]
    return any(one == two or _likeness(*sorted((one, two))) >= NEAR for one, two in pairs)


def _likeness(one: str, two: str) -> float:
    return SequenceMatcher(None, one, two).ratio()


def _differ(one: str | None, two: str | None) -> bool:
    return bool(one and two and one != two)


def _bags(page: Traits) -> list[str]:
    return [bag for name in (page.name, page.legal_name) if (bag := _bag(search_key(name)))]


def _bag(name: str) -> str:
    """The words that tell, in one order, without the mark of the plural."""
    words = {word.rstrip("sx") for word in re.findall(r"[^\W_]+", name) if word not in _COMMON}
    return " ".join(sorted(words - {""}))


def _signs(name: str) -> Iterator[str]:
    """The same words in another order; or the same consonants, whatever the vowels and the doubled letters."""
    bag = _bag(name)
    bones = re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyh\s]", "", bag))
    if len(bag) > 3:
        yield bag
    if len(bones) > 3:
        yield f"-{bones}"


def _host(website: str) -> str:
    try:
        host = (urlsplit(website).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return "" if not host or is_shared_host(host) else host


def _address(text: str) -> str:
    """With a number of the street: « le bourg » is everybody's."""
    key = " ".join(re.findall(r"[^\W_]+", search_key(text)))
    return key if re.match(r"\d", key) and len(key) > 7 else ""


def _number(*parts: object) -> int:
    return int.from_bytes(blake2b("\0".join(map(str, parts)).encode(), digest_size=8).digest(), signed=True)

"""Invented organisations, as many as one wishes: each a function of the seed and of its number, so that nothing is kept in memory."""

import csv
import gzip
import random
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from unicodedata import combining, normalize

from benchmarks.directory import words

_COG = Path(__file__).resolve().parents[2] / "src/cercles/territories/data/cog.csv.gz"

_TWICE = {str(digit): 2 * digit - 9 * (digit > 4) for digit in range(10)}  # as Luhn adds its digits


@dataclass(frozen=True)
class Commune:
    """``department``: of its code; ``written``: its name as registers write it."""

    code: str
    name: str
    written: str
    post_code: str
    department: str


@dataclass(frozen=True)
class Invented:
    """What both registers, and the bulk filling, say of one organisation."""

    number: int
    name: str
    purpose: str
    siren: str
    siret: str
    rna: str
    founded: date
    ended: date | None
    place: Commune
    address: str
    activity: str
    legal_form: str
    is_person: bool
    is_partial: bool
    is_ess: bool
    workforce: str


@cache
def communes() -> tuple[tuple[Commune, ...], tuple[int, ...]]:
    """Every current commune that has a post code, and the running sum of what they weigh."""
    with gzip.open(_COG, "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "commune" and row["status"] == "current"]
    rows = [row for row in rows if row["post_codes"]]
    found = tuple(
        Commune(row["code"], row["name"], _written(row["name"]), row["post_codes"].split()[0], row["departement"])
        for row in rows
    )
    return found, tuple(accumulate(int(row["population"] or 0) + 30 for row in rows))


def _written(name: str) -> str:
    bare = "".join(
        sign for sign in normalize("NFKD", name.replace("œ", "oe").replace("Œ", "OE")) if not combining(sign)
    )
    return bare.upper().replace("’", " ").replace("SAINT-", "ST ").replace("SAINTE-", "STE ").replace("-", " ")


def numbered(stem: str) -> str:
    """A number and its Luhn key: ``12345678`` → a SIREN, 13 digits → a SIRET."""
    total = sum(map(_TWICE.__getitem__, stem[::-2])) + sum(map(int, stem[-2::-2]))
    return f"{stem}{-total % 10}"


def organisation(seed: int, number: int, *, associations: bool = False) -> Invented:
    """The organisation of this number: seven associations in ten, two companies, one sole trader; or associations only."""
    chance = random.Random(seed * 1_000_000_007 + number)
    places, weights = communes()
    place = places[bisect(weights, chance.randrange(weights[-1]))]
    kind = chance.random() * (0.7 if associations else 1)
    siren = numbered(f"{10_000_000 + (number * 7 + seed * 13) % 89_999_999:08}")
    founded = date(1925, 1, 1) + timedelta(days=int(36_000 * chance.random() ** 0.4))
    ended = founded + timedelta(days=chance.randrange(200, 9_000)) if chance.random() < 0.25 else None
    association = kind < 0.7
    name, form = _association(chance, place) if association else _company(chance, place)
    return Invented(
        number=number, name=name, purpose=_purpose(chance, place) if association else "", siren=siren,
        siret=numbered(siren + f"{chance.randrange(1, 4):04}"), rna=rna_number(place.department, number) if association else "",
        founded=founded, ended=ended if ended and ended < date(2026, 6, 1) else None, place=place,
        address=f"{chance.randrange(1, 90)} RUE {chance.choice(words.STREETS)}", activity=chance.choice(words.ACTIVITIES),
        legal_form="1000" if kind > 0.9 else form, is_person=kind > 0.9, is_partial=chance.random() < (0.3 if kind > 0.9 else 0.01),
        is_ess=association or chance.random() < 0.02, workforce=chance.choice(("NN", "NN", "NN", "00", "01", "02", "03", "11", "12")),
    )  # fmt: skip


def organisations(size: int, seed: int = 1, *, first: int = 0, associations: bool = False) -> Iterator[Invented]:
    """``size`` of them from the number ``first``."""
    return (organisation(seed, number, associations=associations) for number in range(first, first + size))


def rna_number(department: str, number: int) -> str:
    return f"W{department[:2]}{number // 1_000_000 % 10}{number % 1_000_000:06}"


def _coined(chance: random.Random) -> str:
    return chance.choice(words.SYLLABLES) + chance.choice(words.SYLLABLES) + chance.choice(words.ENDS)


@cache
def _beginnings() -> tuple[tuple[str, ...], tuple[int, ...]]:
    return tuple(word for word, _share in words.BEGINNINGS), tuple(
        accumulate(share for _word, share in words.BEGINNINGS)
    )


def _association(chance: random.Random, place: Commune) -> tuple[str, str]:
    beginnings, shares = _beginnings()
    start = beginnings[bisect(shares, chance.randrange(shares[-1]))]
    parts = [start]
    if chance.random() < 0.7:
        parts.append(chance.choice(words.SUBJECTS))
    if chance.random() < 0.45:
        parts.append(_coined(chance))
    if chance.random() < 0.55 or len(parts) == 1:
        parts.append(f"DE {place.written}")
    return " ".join(parts), chance.choice(("9220", "9220", "9220", "9210", "9230", "9260"))


def _company(chance: random.Random, place: Commune) -> tuple[str, str]:
    word, form = chance.choice(words.COMPANIES)
    tail = f" {place.written}" if chance.random() < 0.2 else ""
    return f"{word} {_coined(chance)}{tail}", form


def _purpose(chance: random.Random, place: Commune) -> str:
    aims = chance.sample(words.AIMS, chance.choice((1, 1, 2, 3)))
    return f"{' ; '.join(aims)}, à {place.name} et dans ses environs"

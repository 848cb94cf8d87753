"""Why an offer answers a need: what each term gives and what it misses, to the last digit."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from cercles_engine.matching.needs import Needs
from cercles_engine.matching.profile import TERMS, Weights
from cercles_engine.matching.segment import Floats, Key
from cercles_engine.matching.vocabulary import TERM_OF, UNDER, Token

ROUNDING = 1e-3  # of a whole term: as many hundreds of themes, words or territories as anybody tells lose less


class Reason(NamedTuple):
    """A term of one pair: ``points = weight · value`` and ``missed = weight − points``, without rounding.

    ``asked``: the need says something of it; a term that is not asked gives nothing and misses nothing. ``known``: so does the offer.
    ``shared``: what both hold, with its points, which add up to ``points`` (themes, SDGs, words; codes of territory from the broadest).
    """

    term: str
    weight: int
    value: float
    points: float
    missed: float
    asked: bool
    known: bool
    shared: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Match:
    """``score`` is the sum of the points of ``terms``, exactly, in any order."""

    key: Key
    score: float
    terms: tuple[Reason, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Terms that give points, most first."""
        return tuple(sorted((term for term in self.terms if term.points > 0), key=lambda term: -term.points))

    @property
    def counter_reasons(self) -> tuple[Reason, ...]:
        """Terms that miss points, most first; not those that only rounding parts from their whole weight."""
        missing = (term for term in self.terms if term.missed > ROUNDING * term.weight)
        return tuple(sorted(missing, key=lambda term: -term.missed))


class Question:
    """A need as its reasons are told from it: each token with its term, its code and its value."""

    def __init__(self, need: Needs, values: Floats, token_of: Sequence[Token]) -> None:
        numbers = need.tokens.tolist()
        tokens = [token_of[number] for number in numbers]
        self.parts = [
            (n, TERM_OF[kind], code, v) for n, (kind, code), v in zip(numbers, tokens, values.tolist(), strict=True)
        ]
        self.closeness: list[float] = need.closeness[0].tolist()
        self.asked = {term for _number, term, _code, _value in self.parts} | {"freshness"}
        if need.profiles[0].level is not None:
            self.asked.add("level")


@dataclass(frozen=True)
class Answer:
    """An offer as its reasons are told from it: the value of each token, the terms it says something of, its level, its freshness."""

    key: Key
    values: Mapping[int, float]
    known: Set[str]
    level: int
    fresh: float


def told(question: Question, answer: Answer, weights: Weights) -> Match:
    """Why the answer is worth what it is worth."""
    shared: dict[str, dict[str, float]] = {term: {} for term in TERMS}
    for number, term, code, value in question.parts:
        held = answer.values.get(number)
        if held is not None and value:
            codes = shared[term]
            codes[code] = codes.get(code, 0.0) + value * held
    alone = {"level": question.closeness[answer.level], "freshness": answer.fresh}
    terms = []
    for term in TERMS:
        weight, asked = weights.of(term), term in question.asked
        value = alone[term] if term in alone else sum(shared[term].values(), 0.0)
        parts = tuple((code.rpartition(UNDER)[2], weight * part) for code, part in shared[term].items())
        missed = weight - weight * value if asked else 0.0
        terms.append(Reason(term, weight, value, weight * value, missed, asked, term in answer.known, parts))
    return Match(answer.key, sum(term.points for term in terms), tuple(terms))

"""Placing the rows of a file: from codes, post codes and names as people write them to one commune, or an honest « several »."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from django.db.models import Q

from cercles.territories.enums import NameRank, TerritoryKind
from cercles.territories.models import PlaceName, Territory
from cercles.territories.queries.names import ARTICLES, place_key
from cercles.territories.queries.written import Clues, is_foreign, read_clues

# What a key leads to: one commune, or several. A number alone takes a tenth of the memory of a set of one.
_Index = dict[str, Any]
Name = tuple[str, int, int, str]  # key, rank, commune, département
CLOSE = 0.8  # two spellings of one name, inside one post code only
_REMEMBERED = 20_000  # places that a file repeats


@dataclass(frozen=True)
class Ambiguous:
    """No single commune: ``candidates`` are their ids, so that the person is shown them.

    ``contradiction``: the post code or the département says one place (the communes of the post code come first), the name
    another: ``named`` are those it may be.
    """

    candidates: tuple[int, ...]
    contradiction: bool = False
    named: tuple[int, ...] = field(default=(), compare=False)


class PlaceResolver:
    """Gives the id of the commune meant by a row. Loads every name once (about 45 000 rows, a second, 30 MB), then asks nothing more.

    ``places = PlaceResolver()`` then ``places.find(code=…, post_code=…, name=…, departement=…)`` → id, ``Ambiguous`` or None.
    """

    def __init__(
        self,
        names: Iterable[Name] | None = None,
        departements: Iterable[tuple[str, str]] | None = None,
    ):
        self._codes: _Index = {}
        self._old_codes: _Index = {}
        self._post_codes: _Index = {}
        self._names: _Index = {}
        self._bare: _Index = {}
        self._earlier: _Index = {}
        self._keys: dict[int, list[str]] = defaultdict(list)
        self._departement: dict[int, str] = {}
        self._firsts: dict[str, list[str]] = {}
        self._departements = dict(departement_names() if departements is None else departements)
        self._read(place_names() if names is None else names)
        self._remembered = lru_cache(_REMEMBERED)(self._find)

    def _read(self, names: Iterable[Name]) -> None:
        indexes = {
            NameRank.CODE: self._codes, NameRank.OLD_CODE: self._old_codes, NameRank.POST_CODE: self._post_codes,
            NameRank.EARLIER_NAME: self._earlier,
        }  # fmt: skip
        for key, rank, place, departement in names:
            self._departement[place] = departement
            _add(indexes.get(NameRank(rank), self._names), key, place)
            if rank in (NameRank.WHOLE, NameRank.OLD_NAME):
                _add(self._bare, _bare(key), place)
                self._keys[place].append(key)

    def find(
        self, *, code: str = "", post_code: str = "", name: str = "", departement: str = "", country: str = ""
    ) -> int | Ambiguous | None:
        """An INSEE code decides; else post code and name; else name and département. Never a name alone when it has homonyms.

        A ``country`` that is not France, by its name or by a code 99…, gives None: nothing abroad is taken for a homonym here.
        """
        found = self._codes.get(code)
        return found if type(found) is int else self._remembered(code, post_code, name, departement, country)

    def _find(self, code: str, post_code: str, name: str, departement: str, country: str) -> int | Ambiguous | None:
        if is_foreign(code, country):
            return None
        clues = read_clues(code, post_code, name, departement, self._departements)
        known = self._codes.get(clues.code) or self._old_codes.get(clues.code)
        if known:
            return _one(_many(known))
        around = _many(self._post_codes.get(clues.post_code))
        return self._around(around, clues) if around else self._by_name(clues)

    def _by_name(self, clues: Clues) -> int | Ambiguous | None:
        """The names that are written first, then those that nobody writes any more, then the name without its article."""
        for index, key in self._indexes(clues.key):
            fit = self._inside(_many(index.get(key)), clues.within)
            if fit:
                return _one(fit)
        meant = _many(self._names.get(clues.key))
        if meant:
            return Ambiguous(meant, contradiction=True, named=meant)
        return _one(self._inside(self._beginning(clues.key), clues.within)) if clues.post_code and clues.key else None

    def _around(self, around: tuple[int, ...], clues: Clues) -> int | Ambiguous | None:
        """Among the communes of a post code, the one whose name is meant; else that of this name in the département: post codes move."""
        key = clues.key
        if not key:
            return _one(around)
        for index, name in self._indexes(key):
            same = [place for place in _many(index.get(name)) if place in around]
            if same:
                return _one(same)
        close = [place for place in around if any(_alike(known, key) for known in self._keys[place])]
        if close:
            return _one(close)
        named = _many(self._names.get(key))
        if named:
            beside = self._inside(named, {self._departement[place] for place in around})
            if len(beside) == 1:
                return beside[0]
            return Ambiguous((*sorted(around), *named), contradiction=True, named=named)
        return None if clues.is_padded else _one(around)

    def _indexes(self, key: str) -> tuple[tuple[_Index, str], ...]:
        return (self._names, key), (self._earlier, key), (self._bare, _bare(key))

    def _beginning(self, key: str) -> Collection[int]:
        """« ROISSY CDG » with the post code of a company: names that begin with its first word, and are longer."""
        if not self._firsts:
            for known in self._names:
                self._firsts.setdefault(known.partition(" ")[0], []).append(known)
        first = key.split()[0]
        longer = (known for known in self._firsts.get(first, ()) if known != first)
        return {place for known in longer for place in _many(self._names[known])}

    def _inside(self, fit: Collection[int], within: Collection[str] | None) -> list[int]:
        return [place for place in fit if within is None or self._departement[place] in within]


def _add(index: _Index, key: str, place: int) -> None:
    known = index.setdefault(key, place)
    if known != place:
        index[key] = tuple(sorted({*_many(known), place}))


def _many(known: Any) -> tuple[int, ...]:
    return known if type(known) is tuple else () if known is None else (known,)


def _one(fit: Iterable[int]) -> int | Ambiguous | None:
    ids = tuple(sorted(fit))
    return ids[0] if len(ids) == 1 else Ambiguous(ids) if ids else None


def _bare(key: str) -> str:
    """Without articles and spaces: « le pre st gervais » and « PRE-SAINT-GERVAIS » meet."""
    return "".join(word for word in key.split() if word not in ARTICLES)


def _alike(one: str, other: str) -> bool:
    """« berck » and « berck sur mer », « louhans » and « louhans chateaurenaud », or nearly the same letters."""
    if one.startswith(f"{other} ") or other.startswith(f"{one} "):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= CLOSE


def place_names(near: Q | None = None) -> Iterable[Name]:
    """All, or those of the communes that have a name ``near``."""
    names = PlaceName.objects.filter(kind=TerritoryKind.COMMUNE).exclude(rank__in=[NameRank.NO_ARTICLE, NameRank.WORD])
    if near is not None:
        names = names.filter(place_id__in=PlaceName.objects.filter(near).values("place_id"))
    return names.values_list("key", "rank", "place_id", "place__departement_code").iterator()


def departement_names() -> list[tuple[str, str]]:
    """The key of each name of a département, and its code."""
    found = Territory.objects.current().filter(kind=TerritoryKind.DEPARTEMENT).order_by()
    return [(place_key(name), code) for name, code in found.values_list("name", "code")]


def place_of(
    *, code: str = "", post_code: str = "", name: str = "", departement: str = ""
) -> Territory | Ambiguous | None:
    """One row placed, in three queries; for many rows use ``PlaceResolver``."""
    found = place_id_of(code=code, post_code=post_code, name=name, departement=departement)
    return Territory.objects.select_related("parent").get(pk=found) if isinstance(found, int) else found


def place_id_of(
    *, code: str = "", post_code: str = "", name: str = "", departement: str = ""
) -> int | Ambiguous | None:
    """The id alone, in two queries."""
    known = departement_names()
    clues = read_clues(code, post_code, name, departement, dict(known))
    keys = {clues.code, clues.post_code, clues.key} - {""}
    near = Q(key__in=keys) | Q(place__departement_code__in=clues.within or ())
    places = PlaceResolver(place_names(near), known)
    return places.find(code=code, post_code=post_code, name=name, departement=departement)

"""What a reader chose in the directory, and how the index and the database are each told it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cercles.core.text import search_key
from cercles.organisations.enums import OrganisationState
from cercles.organisations.queries.answer import Wanted
from cercles.organisations.queries.lines import SEATS, worded
from cercles.organisations.queries.values import ANY_STATE, ENDED
from cercles.references.queries import activity_divisions
from cercles.territories.enums import TerritoryKind
from cercles.territories.queries import Near, communes_near, place_at

PLACES = (TerritoryKind.REGION, TerritoryKind.DEPARTEMENT)  # known by their code; the smaller ones by their row
DISTANCES = (5, 10, 20, 50)  # kilometres
_USUAL = 20


@dataclass(frozen=True)
class Filters:
    """What the reader chose; each is a code, or empty. ``territory`` is ``region:84``, or a smaller place; ``near`` the INSEE code of
    a commune and ``km`` one of ``DISTANCES``; ``state`` and ``activity`` as ``Wanted`` says."""

    category: str = ""
    territory: str = ""
    theme: str = ""
    model: str = ""
    sdg: str = ""
    activity: str = ""
    state: str = ""
    near: str = ""
    km: str = ""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(cls.__dataclass_fields__)

    @property
    def chosen(self) -> dict[str, str]:
        """Those that narrow: a distance alone does not."""
        return {name: value for name in self.names() if name != "km" and (value := getattr(self, name))}

    @property
    def distance(self) -> int:
        """In kilometres."""
        return int(self.km) if self.km in map(str, DISTANCES) else _USUAL

    @cached_property
    def around(self) -> dict[int, Near]:
        """The communes near the one chosen, by their id; asked once."""
        return {one.pk: one for one in communes_near(self.near, self.distance)} if self.near else {}

    def wanted(self, text: str, **more: Any) -> Wanted:
        """For the index."""
        plain = {name: getattr(self, name) for name in ("category", "theme", "model", "sdg", "activity", "state")}
        kind, _colon, code = self.territory.partition(":")
        place = f"{kind}:{code.upper()}" if kind in SEATS and code else ""
        communes = frozenset(one.code for one in self.around.values()) or frozenset({"-"} if self.near else ())
        return Wanted(text, territory=place, communes=communes, **plain, **more)

    def asked(self, text: str) -> dict[str, Any]:
        """For the database; a kind of place that is no filter is ignored."""
        kind, _colon, code = self.territory.partition(":")
        place = {kind: code.upper() if kind in PLACES else _row_of(kind, code)} if kind in SEATS and code else {}
        plain = {"category": self.category, "theme": self.theme, "model": self.model, "sdg": self.sdg}
        near = {"communes": list(self.around) or [-1]} if self.near else {}
        return {**worded(text), **plain, **place, **near, **self._state(text), **_activity(self.activity)}

    def _state(self, text: str) -> dict[str, Any]:
        """Without a choice, those that go on; with words, those that ended as well."""
        state = self.state or (ANY_STATE if search_key(text) else OrganisationState.ACTIVE)
        if state == ANY_STATE:
            return {}
        return {"ended": True} if state == ENDED else {"state": state}


def _activity(chosen: str) -> dict[str, Any]:
    """A section is the codes of its divisions; the point of a code is not kept."""
    if len(chosen) == 1:
        return {"divisions": activity_divisions(chosen.upper()) or ("-",)}
    return {"activity": chosen.replace(".", "").upper()}


def _row_of(kind: str, code: str) -> int:
    """Its id, or one that nothing has."""
    place = place_at(kind, code)
    return place.pk if place else -1

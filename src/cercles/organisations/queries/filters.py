"""What a reader chose in the directory, and how the index and the database are each told it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cercles.core.text import search_key
from cercles.organisations.enums import OrganisationState
from cercles.organisations.queries.lines import SEATS, worded
from cercles.organisations.queries.values import ANY_STATE, ENDED
from cercles.references.queries import activity_divisions
from cercles.search.queries.folder import once_a_commit
from cercles.territories.enums import TerritoryKind
from cercles.territories.models import Territory
from cercles.territories.queries import Near, communes_near, place_at

PLACES = (TerritoryKind.REGION, TerritoryKind.DEPARTEMENT)  # known by their code; the smaller ones by their row
DISTANCES = (5, 10, 20, 50)  # kilometres
_USUAL = 20


@dataclass(frozen=True)
class Filters:
    """What the reader chose; each is a code, and what is empty narrows nothing.

    ``territory``: ``region:84``, ``departement:69``, ``epci:200046977``, ``commune:69123``; ``near``: the INSEE code of a commune, and
    ``km`` one of ``DISTANCES``. ``activity``: a section (``Q``), a division (``88``) or a code (``88.99B``). ``state``: one of
    ``OrganisationState``, ``ended`` or ``any``; empty, those that go on, and with words those that ended after them.
    """

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
        """Those that narrow, as they were written: a distance alone does not."""
        return {name: value for name in self.names() if name != "km" and (value := getattr(self, name))}

    @property
    def codes(self) -> dict[str, str]:
        """Those that are one code, as the index holds it; a kind of place that is no filter is ignored."""
        kind, _colon, code = self.territory.partition(":")
        place = f"{kind}:{code.upper()}" if kind in SEATS and code else ""
        read = {**self.chosen, "territory": place, "activity": _activity(self.activity)}
        return {name: value for name, value in read.items() if value and name != "near"}

    @property
    def distance(self) -> int:
        """In kilometres."""
        return int(self.km) if self.km in map(str, DISTANCES) else _USUAL

    @cached_property
    def place(self) -> Territory | None:
        """The one chosen as ``territory``; asked once."""
        kind, _colon, code = self.territory.partition(":")
        return place_at(kind, code) if code and kind in TerritoryKind.values else None

    @cached_property
    def around(self) -> Mapping[int, Near]:
        """The communes near the one chosen, by their id; asked once."""
        asked = self.near, self.distance
        return (
            once_a_commit(("around", *asked), lambda: {one.pk: one for one in communes_near(*asked)})
            if self.near
            else {}
        )

    def asked(self, text: str) -> dict[str, Any]:
        """For the database."""
        codes = self.codes
        kind, _colon, code = codes.pop("territory", "").partition(":")
        place = {kind: code if kind in PLACES else self.place.pk if self.place else -1} if kind else {}
        near = {"communes": list(self.around) or [-1]} if self.near else {}
        codes.pop("state", None)
        return {**worded(text), **codes, **place, **near, **self._state(text), **_divisions(codes.get("activity", ""))}

    def _state(self, text: str) -> dict[str, Any]:
        """Without a choice, those that go on; with words, those that ended as well."""
        state = self.state or (ANY_STATE if search_key(text) else OrganisationState.ACTIVE)
        if state == ANY_STATE:
            return {}
        return {"ended": True} if state == ENDED else {"state": state}


EVERYTHING = Filters()


def _activity(chosen: str) -> str:
    """« 8899b » is 88.99B."""
    code = chosen.replace(".", "").upper()
    return f"{code[:2]}.{code[2:]}" if len(code) > 2 else code


def _divisions(activity: str) -> dict[str, Any]:
    """A section is the codes of its divisions. Registers write the point of a code, others leave it out."""
    if len(activity) == 1:
        return {"activity": "", "divisions": activity_divisions(activity) or ("-",)}
    if len(activity) > 2:
        return {"activity": "", "divisions": (activity, activity.replace(".", ""))}
    return {"activity": activity}

"""Where each column or relation of an organisation comes from, kept in the row itself.

``provenance`` holds only what differs from the row's own ``source``: a column that is not in it was written by that source when the
page was made. One entry::

    {"name": {"by": "member", "on": "2026-11-29", "as": "representative", "says": ["sirene", "2027-02-01", "LES TOILES"]}}

``by`` a source and ``on`` the day it wrote; ``as`` the hand, when a person wrote (no file writes over it then); ``says`` what a file
said since: its source, the day, the value; ``of`` the key of the duplicate for which the page says it (``actions/speaking.py``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from cercles.core import clock
from cercles.core.typography import day_of
from cercles.organisations.enums import NOT_FILES, Source


@dataclass(frozen=True)
class Said:
    """What a file says of a column that a person wrote."""

    source: str
    on: date
    value: Any


@dataclass(frozen=True)
class Written:
    """Who wrote a column last; ``hand`` is empty when no person did, ``said`` None when no file said otherwise since."""

    name: str
    source: str
    on: date
    hand: str = ""
    said: Said | None = None


class Sourced(models.Model):
    """A row whose columns each know their source."""

    provenance = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def written_by(self, name: str) -> Written:
        """``name`` is a column (``seat_id``) or a relation (``themes``)."""
        entry = self.provenance.get(name)
        if entry is None:
            return Written(name, self.source, day_of(self.created_at))
        said = (
            Said(entry["says"][0], date.fromisoformat(entry["says"][1]), entry["says"][2]) if "says" in entry else None
        )
        return Written(name, entry["by"], date.fromisoformat(entry["on"]), entry.get("as", ""), said)

    def written_apart(self) -> list[Written]:
        """What was not written when the page was made, by name."""
        return [self.written_by(name) for name in sorted(self.provenance)]

    def written_by_people(self) -> frozenset[str]:
        """What no file writes over."""
        return frozenset(name for name, entry in self.provenance.items() if entry.get("as"))

    def keep_from_files(self, before: Mapping[str, Any], hand: str) -> None:
        """A person wrote these, which held ``before``: files leave them from now on, and what one wrote is kept beside."""
        mark = {"by": Source.MEMBER.value, "on": clock.today().isoformat(), "as": str(hand)}
        self.provenance = self.provenance | {name: mark | self._beside(name, value) for name, value in before.items()}

    def _beside(self, name: str, value: Any) -> dict[str, Any]:
        known = self.written_by(name)
        if known.said:
            return {"says": self.provenance[name]["says"]}
        if known.hand or known.source in NOT_FILES or not value:
            return {}
        return {"says": [known.source, known.on.isoformat(), value]}

    def said_for(self, name: str) -> int | None:
        """The key of the duplicate for which this page says it."""
        return self.provenance.get(name, {}).get("of")

    def sign(self, names: Iterable[str], source: str, on: date | None = None, of: int | None = None) -> None:
        """A file wrote these on a page that was there before."""
        entry = {"by": str(source), "on": (on or clock.today()).isoformat()} | ({"of": of} if of else {})
        self.provenance = self.provenance | {name: dict(entry) for name in names}

    def write_from_file(self, columns: Mapping[str, Any], source: str, of: int | None = None) -> bool:
        """Write what a file says, except what people wrote, beside which it is remembered. True when something differs."""
        kept, changed, differs = self.written_by_people(), [], False
        for name, value in columns.items():
            if name in kept:
                differs |= self._hear(name, value, source)
            elif getattr(self, name) != value:
                setattr(self, name, value)
                changed.append(name)
        if self.pk:
            self.sign(changed, source, of=of)
        return differs or bool(changed)

    def say_itself(self, columns: Mapping[str, Any], source: str) -> bool:
        """A file says of this very page what it said for a duplicate: parted, it goes on saying it. True when something differs."""
        same = [name for name, value in columns.items() if self.said_for(name) and getattr(self, name) == value]
        self.sign(same, source)
        return bool(same)

    def forget_said(self, names: Iterable[str]) -> bool:
        """Nothing that a file said of these is remembered beside a person's words. True when something was."""
        known = {name: self.provenance[name] for name in names if "says" in self.provenance.get(name, {})}
        without = {name: {key: it for key, it in entry.items() if key != "says"} for name, entry in known.items()}
        self.provenance = self.provenance | without
        return bool(known)

    def _hear(self, name: str, value: Any, source: str) -> bool:
        """One line beside what a person wrote; none when the register that said it agrees with her now, or says nothing."""
        entry = dict(self.provenance[name])
        before = entry.pop("says", None)
        has_news = bool(value) and getattr(self, name) != value
        if before and not has_news and (source == Source.FILE or before[0] != source):
            return False  # an export brought back, or another register, takes away nothing of what was said
        if has_news:
            same = before is not None and (before[0], before[2]) == (source, value)
            entry["says"] = before if same else [str(source), clock.today().isoformat(), value]
        if entry.get("says") == before:
            return False
        self.provenance = self.provenance | {name: entry}
        return True
